package im.zk.file;

import static im.zk.file.Files.content;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fuzzing that sees which branches an input takes: the parsers, in a JVM of 256 MiB, for a number of inputs. */
class JazzerTest {

    private static final long INPUTS = Long.getLong("zkim.test.fuzzInputs", 300_000);
    private static final long SEED = Long.getLong("zkim.test.seed", 20_260_101);
    private static final long PATIENCE_MINUTES = Long.getLong("zkim.test.fuzzMinutes", 5);
    private static final String OUTPUT = "output";
    private static final int FOUND = 77;
    private static final Pattern DONE = Pattern.compile("Fuzzed with (\\d+) inputs of (\\d+) bytes, of which (\\d+)");

    @Test
    void noInputIsAFinding(@TempDir Path temporary) throws IOException, InterruptedException {
        Process jazzer = fuzz(ParserFuzzer.class, temporary);

        String said = java.nio.file.Files.readString(temporary.resolve(OUTPUT));
        assertThat(jazzer.exitValue()).as(said).isZero();
        Matcher done = DONE.matcher(said);
        assertThat(done.find()).as(said).isTrue();
        System.out.println(done.group() + " were accepted");
        assertThat(Long.parseLong(done.group(1))).isGreaterThanOrEqualTo(INPUTS);
        assertThat(Long.parseLong(done.group(3))).isGreaterThan(INPUTS / 100);
    }

    @Test
    void aParserThatTrustsItsInputIsFound(@TempDir Path temporary) throws IOException, InterruptedException {
        Process jazzer = fuzz(TrustingFuzzer.class, temporary);

        String said = java.nio.file.Files.readString(temporary.resolve(OUTPUT));
        assertThat(jazzer.exitValue()).as(said).isEqualTo(FOUND);
        assertThat(said).contains("NegativeArraySizeException");
    }

    private static Process fuzz(Class<?> target, Path temporary) throws IOException, InterruptedException {
        Path corpus = java.nio.file.Files.createDirectory(temporary.resolve("corpus"));
        for (Map.Entry<String, byte[]> seed : seeds().entrySet()) {
            java.nio.file.Files.write(corpus.resolve(seed.getKey()), seed.getValue());
        }
        Process jazzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=im.zk.file.**",
                        "--reproducer_path=" + temporary,
                        "-artifact_prefix=" + temporary + "/",
                        "-runs=" + INPUTS,
                        "-seed=" + SEED,
                        "-max_len=16384",
                        "-len_control=0",
                        "-timeout=10",
                        corpus.toString()))
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve(OUTPUT).toFile())
                .start();
        boolean ended = jazzer.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        jazzer.destroyForcibly().waitFor();
        assertThat(ended).isTrue();
        return jazzer;
    }

    /** One right input of each parser. */
    private static Map<String, byte[]> seeds() {
        UserRecord user = new UserRecord(new Secret(content(32)), 5, 6, Files.NOTES);
        PlatformRecord platform = new PlatformRecord("alice", 1, 2, new Secret(content(32)), content(1952));
        UploadIntent intent = new UploadIntent(Instant.EPOCH, Instant.EPOCH);
        byte[] text = "again and again ".repeat(60).getBytes(UTF_8);
        byte[] header = Vectors.make("plain").entrySet().stream()
                .filter(value -> value.getKey().startsWith(FileNames.HEADERS))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return Map.of(
                "header", ParserFuzzer.Parser.HEADER.seed(header),
                "metadata", ParserFuzzer.Parser.METADATA.seed(Files.NOTES.encoded()),
                "user", ParserFuzzer.Parser.USER_RECORD.seed(user.encoded()),
                "platform", ParserFuzzer.Parser.PLATFORM_RECORD.seed(platform.encoded()),
                "intent", ParserFuzzer.Parser.UPLOAD_INTENT.seed(intent.encoded()),
                "chunk", ParserFuzzer.Parser.CHUNK_BODY.seed(ChunkBody.compress(text, 0, text.length)));
    }

    /** A parser of user records that takes a length for what it says. */
    public static final class TrustingFuzzer {
        private TrustingFuzzer() {}

        /** Called by Jazzer. */
        public static void fuzzerTestOneInput(byte[] data) {
            if (data.length > 40 && data[0] == 2) {
                ByteBuffer input = ByteBuffer.wrap(data);
                byte[] part = new byte[input.getInt(33)];
                input.get(part, 0, Math.min(part.length, input.remaining()));
            }
        }
    }
}
