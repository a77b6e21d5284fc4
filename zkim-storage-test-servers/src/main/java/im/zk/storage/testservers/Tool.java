package im.zk.storage.testservers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A program on the path with which servers are installed. */
record Tool(Path program) {

    /** The shell, which is where POSIX says, whatever the path. */
    static final Tool SHELL = new Tool(Path.of("/bin/sh"));

    /** The program of this name on the path. */
    static Optional<Tool> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Tool::new);
    }

    /** Runs it to install something, which is missing where that fails. */
    void install(String purpose, Map<String, String> environment, List<String> arguments) {
        try {
            run(environment, arguments);
        } catch (IllegalStateException failure) {
            throw new MissingServerException(purpose + " is missing: " + failure.getMessage(), failure);
        }
    }

    /** Runs it to its end, which must be a good one; it too ends with the JVM. */
    void run(Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path directory = TemporaryDirectory.create("tool");
        try (GuardedProcess process = GuardedProcess.start(command, environment, directory)) {
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " ended with status " + status + ":\n" + process.tail());
            }
        } finally {
            TemporaryDirectory.remove(directory);
        }
    }
}
