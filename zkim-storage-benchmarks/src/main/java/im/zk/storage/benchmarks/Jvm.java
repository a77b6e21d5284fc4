package im.zk.storage.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in JVMs of their own, with this one's class path.
 *
 * @param logs where what they say goes, a file for each
 */
record Jvm(Path logs) {

    /** Runs a program to its end, or for as long as it is given; fails if it does. */
    void run(String name, List<String> options, Duration patience, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        System.getProperties().stringPropertyNames().stream()
                .filter(property -> property.startsWith("zkim.test."))
                .forEach(property -> command.add("-D" + property + "=" + System.getProperty(property)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        File log = logs.resolve(name + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("not done after " + patience.toSeconds() + " s, see " + log.getName());
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(reason(log.toPath()) + " (exit code " + process.exitValue() + ")");
        }
    }

    private static String reason(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("Exception") || line.contains("Error"))
                    .findFirst()
                    .orElse("failed, see " + log.getFileName());
        }
    }
}
