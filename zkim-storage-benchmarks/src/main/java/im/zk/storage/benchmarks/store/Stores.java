package im.zk.storage.benchmarks.store;

import im.zk.storage.testservers.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Finds the stores, where system properties name them, or else starts their servers, which end with the JVM. */
public final class Stores {

    /** The names of all stores. */
    public static final List<String> NAMES =
            List.of("directory", "minio", "azurite", "fake-gcs", "postgresql", "rest", "ipfs");

    private Stores() {}

    /** A store by its name; {@code directory} needs a system property. */
    public static Store find(String name) throws IOException {
        return switch (name) {
            case "directory" -> new DirectoryStore(Path.of(System.getProperty(DirectoryStore.ROOT)));
            case "minio" -> new MinioStore(TestServers.minio());
            case "azurite" -> new AzuriteStore(TestServers.azurite());
            case "fake-gcs" -> new GcsStore(TestServers.fakeGcs());
            case "postgresql" -> new PostgresStore(TestServers.flushingPostgres());
            case "rest" -> new RestStore(restServer());
            case "ipfs" -> new IpfsStore(TestServers.ipfs());
            default -> throw new IllegalArgumentException("No such store: " + name + "; there are " + NAMES);
        };
    }

    /** The store in a directory that is there. */
    public static Store directory(Path root) {
        return new DirectoryStore(root);
    }

    private static URI restServer() throws IOException {
        String given = System.getProperty(RestStore.ENDPOINT);
        if (given != null) {
            return URI.create(given);
        }
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestServerProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        // Not closed, so that the server can go on writing.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String address = output.readLine();
        if (address == null) {
            throw new IllegalStateException("The REST server did not start");
        }
        return URI.create(address);
    }
}
