package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations, on a directory of this machine. */
class FileStorageBackendTest {

    @TempDir
    Path directory;

    private FileStorageBackend backend;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        backend = FileStorageBackend.builder().directory(directory).build();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    @DisplayName("V1: an empty value is a value")
    void emptyValue() {
        backend.set("empty", new byte[0]).join();
        assertThat(backend.get("empty").join()).isEmpty();
        assertThat(backend.has("empty").join()).isTrue();
        assertThat(backend.keys().join()).containsExactly("empty");
    }

    @Test
    @DisplayName("V2: values of any size around the sizes of slices come back")
    void sizes() {
        Random random = new Random(5);
        for (int size : new int[] {1, 4095, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 40_000_000}) {
            byte[] value = new byte[size];
            random.nextBytes(value);
            backend.set("size", value).join();
            assertThat(Arrays.equals(backend.get("size").join(), value)).isTrue();
        }
    }

    @Test
    @DisplayName("V3: neither the array that was set nor the one that was got is the stored one")
    void arraysAreTheCallers() {
        byte[] value = bytes("mine");
        backend.set("key", value).join();
        value[0] = 'x';
        byte[] got = backend.get("key").join();
        assertThat(got).isEqualTo(bytes("mine"));
        got[0] = 'y';
        assertThat(backend.get("key").join()).isEqualTo(bytes("mine"));
    }

    @Test
    @DisplayName("O1: another client of the directory sees what was set, and what was deleted")
    void otherClient() {
        try (FileStorageBackend other =
                FileStorageBackend.builder().directory(directory).build()) {
            backend.set("a/b", bytes("1")).join();
            assertThat(other.get("a/b").join()).isEqualTo(bytes("1"));
            other.set("a/b", bytes("2")).join();
            assertThat(backend.get("a/b").join()).isEqualTo(bytes("2"));
            backend.delete("a/b").join();
            assertThat(other.has("a/b").join()).isFalse();
            assertThat(other.keys().join()).isEmpty();
        }
    }

    @Test
    @DisplayName("O2: a missing key is null, false, and deleted without complaint")
    void missingKey() {
        assertThat(backend.get("none").join()).isNull();
        assertThat(backend.has("none").join()).isFalse();
        backend.delete("none").join();
        backend.set("none", bytes("now")).join();
        backend.delete("none").join();
        backend.delete("none").join();
        assertThat(backend.get("none").join()).isNull();
        assertThat(backend.keys().join()).isEmpty();
    }

    @Test
    @DisplayName("O6: clear removes every key and nothing that others put there")
    void clear() throws IOException {
        for (String key : List.of("a", "b/c", "x".repeat(768), "y".repeat(500))) {
            backend.set(key, bytes(key)).join();
        }
        Path besideA = StoredFiles.of(directory, "a");
        List<Path> foreign = List.of(
                directory.resolve("README.md"),
                directory.resolve("%tmp/notes"),
                besideA.resolveSibling("Capital"),
                besideA.resolveSibling("wrong-shard"),
                besideA.resolveSibling("%zz"));
        for (Path file : foreign) {
            Files.writeString(file, "foreign");
        }
        assertThat(backend.keys().join()).hasSize(4);
        backend.clear().join();
        assertThat(backend.keys().join()).isEmpty();
        assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("foreign"));
        backend.set("a", bytes("again")).join();
        assertThat(backend.keys().join()).containsExactly("a");
    }

    @Test
    @DisplayName("O6: clear goes on where a key cannot be removed, and names it")
    void clearGoesOn() throws IOException {
        for (int number = 0; number < 50; number++) {
            backend.set("key" + number, bytes("value")).join();
        }
        Path stubborn = StoredFiles.of(directory, "key7");
        Files.delete(stubborn);
        Files.createDirectories(stubborn.resolve("full"));
        ServiceException failure = Failures.of(backend.clear(), ErrorKind.CORRUPTED);
        assertThat(failure.code()).isEqualTo("FILE_CLEAR_ERROR");
        assertThat(failure.details().get(ServiceException.FAILED_KEYS)).isEqualTo(List.of("key7"));
        assertThat(backend.keys().join()).containsExactly("key7");
    }

    @Test
    @DisplayName("O5: pages hold every key once, whatever their size; a prefix is text")
    void pages() {
        List<String> keys =
                IntStream.range(0, 60).mapToObj(number -> "n" + number + "/x").toList();
        keys.forEach(key -> backend.set(key, bytes(key)).join());
        for (int limit : new int[] {1, 7, 60, 61}) {
            assertThat(list(KeyQuery.all().withLimit(limit))).containsExactlyInAnyOrderElementsOf(keys);
        }
        assertThat(backend.listKeys(KeyQuery.all().withLimit(60)).join().nextToken())
                .isNull();
        assertThat(list(KeyQuery.prefix("n1").withLimit(3)))
                .containsExactlyInAnyOrderElementsOf(
                        keys.stream().filter(key -> key.startsWith("n1")).toList());
        assertThat(list(KeyQuery.prefix("n1/").withLimit(3))).containsExactly("n1/x");
        assertThat(list(KeyQuery.prefix("other"))).isEmpty();
    }

    @Test
    @DisplayName("O5: a token that this kind of backend did not make is refused, as is an illegal prefix")
    void badQueries() {
        for (String token : List.of("", "after:a", "file:", "file:a\u0000", "123")) {
            Failures.of(backend.listKeys(KeyQuery.all().withToken(token)), ErrorKind.INVALID_CONFIG);
        }
        Failures.of(backend.listKeys(KeyQuery.prefix("../")), ErrorKind.INVALID_KEY);
    }

    @Test
    @DisplayName("O7: batches; those keys that fail are named, and the rest is done")
    void batches() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        IntStream.range(0, 40).forEach(number -> entries.put("k" + number, bytes("v" + number)));
        backend.setBatch(entries).join();
        assertThat(backend.getBatch(List.of("k3", "none", "k1")).join().keySet())
                .containsExactly("k3", "k1");
        Path broken = StoredFiles.of(directory, "k5");
        Files.delete(broken);
        Files.createDirectory(broken);
        for (ServiceException failure : List.of(
                Failures.of(backend.setBatch(entries), ErrorKind.CORRUPTED),
                Failures.of(backend.getBatch(entries.keySet()), ErrorKind.CORRUPTED),
                Failures.of(backend.deleteBatch(entries.keySet()), ErrorKind.CORRUPTED))) {
            assertThat(failure.details().get(ServiceException.FAILED_KEYS)).isEqualTo(List.of("k5"));
        }
        assertThat(backend.keys().join()).containsExactly("k5");
    }

    @Test
    @DisplayName("K3: an illegal key fails every operation, and nothing is written")
    void illegalKeys() throws IOException {
        for (String key : List.of("", "a\u0000b", "../a", "a/./b", "\uD800", "\uFFFE", "x".repeat(769))) {
            assertThat(Failures.of(backend.set(key, bytes("v")), ErrorKind.INVALID_KEY)
                            .code())
                    .isEqualTo("FILE_UPLOAD_ERROR");
            Failures.of(backend.get(key), ErrorKind.INVALID_KEY);
            Failures.of(backend.has(key), ErrorKind.INVALID_KEY);
            Failures.of(backend.delete(key), ErrorKind.INVALID_KEY);
            Failures.of(backend.setBatch(Map.of("good", bytes("v"), key, bytes("v"))), ErrorKind.INVALID_KEY);
        }
        assertThat(StoredFiles.all(directory)).isEmpty();
    }

    @Test
    @DisplayName("A1: null throws NullPointerException")
    @SuppressWarnings("NullAway") // nulls are what is tested
    void nulls() {
        assertThatThrownBy(() -> backend.set("key", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> backend.set(null, new byte[0])).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> backend.get(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> backend.listKeys(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> FileStorageBackend.builder().directory(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    @DisplayName("The backend says what it is and what it can do")
    void words() {
        assertThat(backend).hasToString("File[" + directory + "]");
        assertThat(backend.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.WRITE,
                        Capability.DELETE,
                        Capability.CLEAR,
                        Capability.LIST,
                        Capability.READ_AFTER_WRITE);
    }

    private List<String> list(KeyQuery query) {
        List<String> keys = new ArrayList<>();
        KeyPage page = backend.listKeys(query).join();
        keys.addAll(page.keys());
        while (page.nextToken() != null) {
            assertThat(page.keys()).hasSizeLessThanOrEqualTo(query.limit());
            page = backend.listKeys(query.withToken(page.nextToken())).join();
            keys.addAll(page.keys());
        }
        return keys;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
