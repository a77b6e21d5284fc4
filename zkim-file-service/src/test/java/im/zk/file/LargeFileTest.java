package im.zk.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is much larger than the heap passes through it. */
class LargeFileTest {

    /** A quarter of a GiB unless set: 10240 shows what the documentation says of 10 GiB. */
    private static final long MEBIBYTES = Long.getLong("zkim.test.largeFileMiB", 256);

    private static final long PATIENCE_MINUTES = 30;

    @Test
    void through64MebibytesOfHeap(@TempDir Path temporary) throws IOException, InterruptedException {
        Path output = temporary.resolve("output");
        Process program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeFileProgram.class.getName(),
                        temporary.resolve("store").toString(),
                        String.valueOf(MEBIBYTES)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = program.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        program.destroyForcibly();

        String said = java.nio.file.Files.readString(output);
        assertThat(ended).as(said).isTrue();
        System.out.print(said);
        assertThat(said).contains("same " + (MEBIBYTES << 20) + " bytes, " + MEBIBYTES + " chunks", ", 0 keys left");
        assertThat(program.exitValue()).isZero();
    }
}
