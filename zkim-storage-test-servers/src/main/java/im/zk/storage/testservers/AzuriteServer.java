package im.zk.storage.testservers;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Azurite, Microsoft's emulator of Azure Blob Storage: {@code zkim.test.azure.endpoint} with
 * {@code zkim.test.azure.accountName} and {@code zkim.test.azure.accountKey}, Docker, or {@code npm install}. The shared one
 * stores in memory, a test's own on disk; a stop ends it in order, for it writes its metadata only every few seconds.
 */
public final class AzuriteServer extends TestServer {

    /** The account that every Azurite has, with a key that its documentation makes known. */
    private static final String ACCOUNT = "devstoreaccount1";

    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static final Ready READY = Ready.http("/");
    private static final NpmTool AZURITE =
            new NpmTool("Azurite", "azure", "azurite", Versions.of("azurite.version"), "azurite-blob", "half a minute");

    private final URI endpoint;
    private final String accountName;
    private final String accountKey;

    private AzuriteServer(Instance instance, URI endpoint, String accountName, String accountKey) {
        super(instance);
        this.endpoint = endpoint;
        this.accountName = accountName;
        this.accountKey = accountKey;
    }

    static AzuriteServer find() {
        return GivenServer.find("azure")
                .map(given -> new AzuriteServer(
                        given, given.endpoint(), given.property("accountName"), given.property("accountKey")))
                .orElseGet(() -> launch("--inMemoryPersistence"));
    }

    static AzuriteServer launch(String... settings) {
        Instance instance = Container.start(
                        Versions.of("azurite.image"),
                        10000,
                        READY,
                        Stop.TERM,
                        (container, port) -> container.withCommand(arguments("azurite-blob", "0.0.0.0", 10000, settings)
                                .toArray(String[]::new)))
                .orElseGet(() -> launchLocally(settings));
        URI endpoint = URI.create("http://" + instance.host() + ":" + instance.port() + "/" + ACCOUNT);
        return new AzuriteServer(instance, endpoint, ACCOUNT, KEY);
    }

    /** Where blobs are: the account's own endpoint. */
    public URI endpoint() {
        return endpoint;
    }

    /** The storage account. */
    public String accountName() {
        return accountName;
    }

    /** The account's key. */
    public String accountKey() {
        return accountKey;
    }

    /** All of that as one connection string. */
    public String connectionString() {
        return connectionString(endpoint);
    }

    /** The same for another way to it, such as a proxy's: only host and port are taken from there. */
    public String connectionString(String host, int port) {
        return connectionString(URI.create(endpoint.getScheme() + "://" + host + ":" + port + endpoint.getPath()));
    }

    private String connectionString(URI uri) {
        return "DefaultEndpointsProtocol=" + uri.getScheme() + ";AccountName=" + accountName + ";AccountKey="
                + accountKey + ";BlobEndpoint=" + uri + ";";
    }

    private static Instance launchLocally(String... settings) {
        // Without a location it stores in its working directory, which is the server's own.
        List<String> azurite = AZURITE.command();
        return LocalServer.start("azurite", READY, Map.of(), Stop.TERM, (port, directory) -> {
            List<String> command = new ArrayList<>(azurite.subList(0, 1));
            command.addAll(arguments(azurite.get(1), Instance.LOOPBACK, port, settings));
            return command;
        });
    }

    private static List<String> arguments(String program, String host, int port, String... settings) {
        List<String> arguments =
                new ArrayList<>(List.of(program, "--blobHost", host, "--blobPort", String.valueOf(port)));
        arguments.addAll(List.of("--skipApiVersionCheck", "--disableTelemetry", "--silent"));
        arguments.addAll(List.of(settings));
        return arguments;
    }
}
