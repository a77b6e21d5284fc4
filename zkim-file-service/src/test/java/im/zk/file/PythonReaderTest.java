package im.zk.file;

import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.testservers.PythonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A second implementation, in Python with packages of others, reads what this one writes. */
class PythonReaderTest {

    static final List<String> NAMES = Vectors.NAMES;

    private static final Path READER = Path.of("src/test/python/zkim_read.py");
    private static final long PATIENCE_MINUTES = 8;

    @ParameterizedTest
    @FieldSource("NAMES")
    void readsTheVectors(String name, @TempDir Path directory) throws IOException, InterruptedException {
        Vectors.write(Vectors.read(VectorsTest.DIRECTORY.resolve(name)), directory);

        String said = read(directory);

        assertThat(said)
                .contains("\"name\": \"Vector " + name + ".bin\"")
                .contains("\"user\": \"zo\\u00eb\"")
                .contains("\"tags\": [\"test\", \"\\u00fcberall\"]")
                .contains("\"\\u043a\\u043b\\u044e\\u0447\": \"\\u503c\"")
                .contains(digest(Vectors.content(name)));
    }

    @Test
    void readsFreshFilesThatWereChangedAndRewrapped(@TempDir Path directory) throws IOException, InterruptedException {
        InMemoryStorage storage = new InMemoryStorage();
        PlatformKey platform = PlatformKey.fromBytes(Vectors.PLATFORM);
        UserKeys user = UserKeys.fromSeed(Vectors.SEED);
        byte[] data = content(7 * CHUNK + 1);
        try (ZkimFileService service = Files.service(storage)) {
            UserKeys first = UserKeys.generate();
            PlatformKey firstPlatform = PlatformKey.generate();
            ZkimFile file = await(service.createZkimFile(data, Vectors.USER_ID, firstPlatform, first, Files.NOTES));
            file = await(service.updateFileMetadata(
                    file, Vectors.USER_ID, MetadataUpdate.none().fileName("renamed")));
            await(service.rewrap(file, Vectors.USER_ID, firstPlatform, first, platform, user));
        }
        Vectors.write(Vectors.values(storage), directory);

        assertThat(read(directory))
                .contains("\"name\": \"renamed\"", "\"revision\": 3", "\"size\": " + data.length, digest(data));
    }

    @Test
    void refusesAnAlteredChunk(@TempDir Path directory) throws IOException, InterruptedException {
        Map<String, byte[]> values = Vectors.read(VectorsTest.DIRECTORY.resolve("plain"));
        values.forEach((key, value) -> {
            if (key.startsWith(FileNames.CHUNKS)) {
                value[3] ^= 1;
            }
        });
        Vectors.write(values, directory);

        assertThat(run(List.of(PythonReader.python().toString(), READER.toString(), directory.toString())))
                .contains("a tag is wrong");
    }

    private static String read(Path directory) throws IOException, InterruptedException {
        String said = run(List.of(PythonReader.python().toString(), READER.toString(), directory.toString()));
        System.out.print(said);
        return said;
    }

    private static String digest(byte[] content) {
        return "\"sha256\": \"" + HexFormat.of().formatHex(FixedRandom.sha256(content)) + "\"";
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        return output(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static String output(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        return said;
    }
}
