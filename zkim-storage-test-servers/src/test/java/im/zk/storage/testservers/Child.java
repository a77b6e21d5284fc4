package im.zk.storage.testservers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of these tests in a JVM of its own, which talks in lines. Closing kills it. */
final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final PrintStream input;

    private Child(Process process) {
        this.process = process;
        this.lines = process.inputReader();
        this.input = new PrintStream(process.getOutputStream(), true);
    }

    static Child start(Class<?> program, List<String> jvmOptions, Map<String, String> environment, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath()));
        command.addAll(jvmOptions);
        command.add(program.getName());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("CI");
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    @Nullable String readLine() throws IOException {
        return lines.readLine();
    }

    /** Waits until one of two has said something more, and whether it is this one. */
    boolean awaitLineBefore(Child other) throws IOException {
        while (!lines.ready() && !other.lines.ready()) {
            LockSupport.parkNanos(1_000_000);
        }
        return lines.ready();
    }

    void say(String line) {
        input.println(line);
    }

    /** Ends what the program reads. */
    void endInput() {
        input.close();
    }

    /** SIGTERM, and waits for its end. */
    void terminate() {
        process.toHandle().destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        kill();
        lines.close();
        input.close();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(',', File.pathSeparatorChar);
    }
}
