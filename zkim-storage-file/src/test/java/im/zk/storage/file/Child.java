package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLogger;

/** A program of these tests in a process of its own, which talks in lines. Closing kills it. */
final class Child implements AutoCloseable {

    private static final int SECONDS = 120;

    private final Process process;
    private final BufferedReader lines;
    private final PrintStream input;

    private Child(Process process) {
        this.process = process;
        this.lines = process.inputReader();
        this.input = new PrintStream(process.getOutputStream(), true);
    }

    /** Starts a program's {@code main}, with nothing on the class path that it does not need. */
    static Child start(Class<?> program, Object... arguments) throws IOException {
        return start(List.of(), command(List.of(), program, arguments));
    }

    /** Starts a command, behind another one that starts it. */
    static Child start(List<String> before, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(before);
        all.addAll(command);
        return new Child(new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The command that runs a program. */
    static List<String> command(List<String> jvmOptions, Class<?> program, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classPath()));
        command.addAll(jvmOptions);
        command.add(program.getName());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }

    /** The next line; null at the end. */
    @Nullable String readLine() throws IOException {
        return lines.readLine();
    }

    /** Whether a line can be read at once. */
    boolean hasLine() throws IOException {
        return lines.ready();
    }

    /** The next line, which is to be this one. */
    void expect(String line) throws IOException {
        assertThat(lines.readLine()).isEqualTo(line);
    }

    /** Tells the program something. */
    void say(String line) {
        input.println(line);
    }

    /** Waits for the end, which is to be a good one, and gives what was printed until then. */
    String finish() {
        String rest = lines.lines().collect(Collectors.joining("\n"));
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        assertThat(process.exitValue()).as(rest).isZero();
        return rest;
    }

    /** Waits so long for the end. */
    boolean waitFor(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL. What was printed before can still be read, which Process.destroyForcibly would prevent. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        kill();
        lines.close();
        input.close();
    }

    private static String classPath() {
        return Stream.of(
                        Child.class,
                        FileStorageBackend.class,
                        StorageBackend.class,
                        LoggerFactory.class,
                        SimpleLogger.class,
                        Nullable.class,
                        Assertions.class)
                .map(Child::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
