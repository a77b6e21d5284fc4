package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend from configuration. */
class FileStorageBackendProviderTest {

    private final FileStorageBackendProvider provider = new FileStorageBackendProvider();

    @TempDir
    Path directory;

    @Test
    @DisplayName("A URI, a map and the builder make the same backend")
    void allWays() throws Exception {
        Path data = directory.toRealPath().resolve("my data");
        try (StorageBackend fromUri = StorageBackends.create(data.toUri() + "?durability=no_sync");
                StorageBackend fromMap = StorageBackends.create(
                        StorageConfig.fromMap(Map.of("type", "file", "directory", data.toString())));
                StorageBackend built =
                        FileStorageBackend.builder().directory(data).build()) {
            fromUri.set("key", "value".getBytes(UTF_8)).join();
            assertThat(fromMap.get("key").join()).isEqualTo("value".getBytes(UTF_8));
            assertThat(built.get("key").join()).isEqualTo("value".getBytes(UTF_8));
            assertThat(fromUri).hasToString("File[" + data + "]").hasSameClassAs(built);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "file:///var/data, /var/data",
        "file:/var/data, /var/data",
        "file:relative, relative",
        "file:relative/below, relative/below",
        "file:./relative, ./relative",
        "file:///var/my%20data%2B+, /var/my data++",
        "file:///var/data/, /var/data/",
        "FILE:///var/data, /var/data",
        "file:///C:/data, /C:/data"
    })
    @DisplayName("The path of a URI, percent escapes undone")
    void paths(String uri, String path) {
        assertThat(provider.fromUri(uri)).isEqualTo(Map.of("directory", path));
    }

    @Test
    @DisplayName("The query of a URI holds the other properties")
    void query() {
        assertThat(provider.fromUri("file:data?durability=no_sync&createDirectory=false"))
                .isEqualTo(Map.of("directory", "data", "durability", "no_sync", "createDirectory", "false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file://host/data", "file://data", "file://./data", "file://C:/data"})
    @DisplayName("A host is refused with a hint: three slashes")
    void host(String uri) {
        assertThat(Failures.of(() -> StorageBackends.create(uri), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("three slashes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:",
                "file://",
                "file:?durability=sync",
                "file:///no/such/data#x",
                "file:///no/such/data%zz",
                "file:///no/such/data%FF",
                "file:///no/such/da ta",
                "file:///no/such/data%00x",
                "file:///no/such/data?directory=/other",
                "file:///no/such/data?durability",
                "file:///no/such/data?durability=forced",
                "file:///no/such/data?createDirectory=yes",
            })
    @DisplayName("A malformed URI or value is refused")
    void malformed(String uri) {
        Failures.of(() -> StorageBackends.create(uri), ErrorKind.INVALID_CONFIG);
    }

    @Test
    @DisplayName("What is missing, or nearly right, is named")
    void properties() throws Exception {
        ServiceException missing =
                Failures.of(() -> StorageBackends.create(StorageConfig.of("file", Map.of())), ErrorKind.INVALID_CONFIG);
        assertThat(missing).hasMessageContaining("'directory'");
        ServiceException unknown = Failures.of(
                () -> StorageBackends.create(
                        StorageConfig.of("file", Map.of("directory", directory.toString(), "durabilty", "sync"))),
                ErrorKind.INVALID_CONFIG);
        assertThat(unknown).hasMessageContaining("Did you mean 'durability'?");
        ServiceException type = Failures.of(() -> StorageBackends.create("fiel:///var/data"), ErrorKind.INVALID_CONFIG);
        assertThat(type).hasMessageContaining("Did you mean 'file'?");
        Path file = Files.writeString(directory.resolve("file"), "content");
        ServiceException aFile =
                Failures.of(() -> StorageBackends.create(file.toUri().toString()), ErrorKind.INVALID_CONFIG);
        assertThat(aFile).hasMessageContaining("is not a directory");
        ServiceException absent = Failures.of(
                () -> StorageBackends.create(directory.resolve("absent").toUri() + "?createDirectory=false"),
                ErrorKind.CONTAINER_NOT_FOUND);
        assertThat(absent).hasMessageContaining("absent");
        assertThat(directory).isDirectoryNotContaining("glob:**absent");
    }
}
