package im.zk.storage.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this JVM, also when the JVM is killed, and then takes its directory with it. A shell is its
 * parent and waits on a pipe from the JVM, so that the process cannot outlive it for lack of a shutdown hook. One that ended
 * before leaves its directory to the hook: a terminal's signals reach the process as well, and may end it first.
 */
final class GuardedProcess implements AutoCloseable {

    private static final String SCRIPT = Resource.read("guard.sh");
    private static final int TAIL_LINES = 20;

    /** What programs look for where they are to keep temporary files. */
    private static final List<String> TEMPORARY = List.of("TMPDIR", "TMP", "TEMP");

    private static final Set<GuardedProcess> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(GuardedProcess::closeAll, "test-servers-end"));
    }

    private final Process shell;
    private final long pid;
    private final Path directory;
    private final Path output;

    private GuardedProcess(Process shell, long pid, Path directory, Path output) {
        this.shell = shell;
        this.pid = pid;
        this.directory = directory;
        this.output = output;
        STARTED.add(this);
    }

    /**
     * Starts a command; its output goes to the file {@code output.log} of the directory, and its temporary files to a folder
     * in there, so that those of one that is killed go too.
     */
    static GuardedProcess start(List<String> command, Map<String, String> environment, Path directory) {
        Path output = directory.resolve("output.log");
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "guard"));
        line.addAll(List.of(directory.toString(), output.toString()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            String temporary = Files.createDirectories(directory.resolve("tmp")).toString();
            TEMPORARY.forEach(variable -> builder.environment().put(variable, temporary));
            builder.environment().putAll(environment);
            Process shell = builder.start();
            return new GuardedProcess(shell, readPid(shell, output), directory, output);
        } catch (IOException failure) {
            throw new UncheckedIOException("No process could be started with " + command, failure);
        }
    }

    /** The process id of the command itself. */
    long pid() {
        return pid;
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Waits for the end and gives the exit status. */
    int waitFor() {
        try {
            return shell.waitFor();
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a process ran", interrupted);
        }
    }

    /** Ends it and leaves its directory as it is. */
    void stop(Stop how) {
        tell(pipe -> {
            pipe.write((how.name() + "\n").getBytes(StandardCharsets.UTF_8));
            pipe.flush();
        });
    }

    /** Kills it and removes its directory, unless it had ended before. */
    @Override
    public void close() {
        STARTED.remove(this);
        tell(OutputStream::close);
    }

    /** The last lines that it printed. */
    String tail() {
        try {
            List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException failure) {
            return "(its output could not be read: " + failure + ")";
        }
    }

    @FunctionalInterface
    private interface Word {
        void to(OutputStream pipe) throws IOException;
    }

    private void tell(Word word) {
        try {
            word.to(shell.getOutputStream());
        } catch (IOException ended) {
            // The pipe breaks when the process has ended by itself, and the shell after it.
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!shell.waitFor(Ready.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Process " + pid + " did not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while process " + pid + " was to end", interrupted);
        }
    }

    private static void closeAll() {
        for (GuardedProcess each : STARTED) {
            each.close();
            TemporaryDirectory.remove(each.directory);
        }
    }

    private static long readPid(Process shell, Path output) throws IOException {
        BufferedReader lines = shell.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("The shell ended at once; see " + output);
        }
        return Long.parseLong(line);
    }
}
