package im.zk.file;

import static im.zk.file.Files.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What was written once is read for ever, and written the same again. */
class VectorsTest {

    static final Path DIRECTORY = Path.of("src/test/resources/im/zk/file/vectors");
    static final List<String> NAMES = Vectors.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void areRead(String name) throws IOException {
        InMemoryStorage storage = new InMemoryStorage();
        Map<String, byte[]> values = stored(name);
        values.forEach((key, value) -> await(storage.set(key, value)));
        String id = values.keySet().stream()
                .filter(key -> key.startsWith(FileNames.HEADERS))
                .map(key -> key.substring(FileNames.HEADERS.length()))
                .findFirst()
                .orElseThrow();

        try (ZkimFileService service = Files.service(storage)) {
            byte[] content = await(service.downloadFile(
                    id, Vectors.USER_ID, PlatformKey.fromBytes(Vectors.PLATFORM), UserKeys.fromSeed(Vectors.SEED)));

            assertThat(content).isEqualTo(Vectors.content(name));
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void areWrittenTheSameAgain(String name) throws IOException {
        Map<String, byte[]> now = Vectors.make(name);

        Map<String, byte[]> then = stored(name);
        assertThat(now.keySet()).isEqualTo(then.keySet());
        // Another version of the library compresses otherwise, which is no other format.
        if (!name.equals("compressed")) {
            now.forEach((key, value) -> assertThat(value).as(key).isEqualTo(then.get(key)));
        }
    }

    /** With the property, the vectors are written anew: for a new version of the format alone. */
    private static Map<String, byte[]> stored(String name) throws IOException {
        Path directory = DIRECTORY.resolve(name);
        if (Boolean.getBoolean("zkim.test.writeVectors")) {
            Vectors.write(Vectors.make(name), directory);
        }
        return Vectors.read(directory);
    }
}
