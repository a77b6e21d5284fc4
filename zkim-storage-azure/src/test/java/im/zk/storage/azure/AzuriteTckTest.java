package im.zk.storage.azure;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Namespace;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StalledServer;
import im.zk.storage.tck.StorageBackendTck;
import im.zk.storage.testservers.TestServers;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on Azurite. Values of more than 4 MiB go up in blocks. */
class AzuriteTckTest extends StorageBackendTck {

    private static final int BLOCK_BYTES = 4 << 20;
    private static final int MAXIMUM_BYTES = 16 << 20;

    private static final List<RefusingRoute> ROUTES = new ArrayList<>();
    private static TestContainer container;
    private static String sas;

    @BeforeAll
    static void createContainer() {
        container = new TestContainer(TestServers.azurite());
        sas = container.sas(
                TestContainer.ALL_PERMISSIONS,
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
    }

    @AfterAll
    static void closeRoutes() {
        ROUTES.forEach(RefusingRoute::close);
    }

    @Override
    protected StorageBackend open(String namespace) {
        return builder(namespace).build();
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(
                builder("any").containerName("zkim-container-that-is-not-there").build());
    }

    /** Azurite makes a slash of a backslash in a name, so that there is nothing to be tried with one. */
    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) {
        Set<String> names = Set.of("a//b", "a%2fb", "%41", "theirs/", "/theirs", "a%2Eb", "theirs./x").stream()
                .map(name -> namespace + "/" + name)
                .collect(Collectors.toCollection(HashSet::new));
        names.add(namespace + "/");
        names.forEach(name -> container.put(name, "foreign"));
        return Optional.of(new ForeignObjects(
                names,
                () -> names.stream()
                        .filter(container.names(namespace + "/")::contains)
                        .filter(name -> container.content(name).equals("foreign"))
                        .collect(Collectors.toSet()),
                () -> names.forEach(
                        name -> container.client().getBlobClient(name).deleteIfExists())));
    }

    @Override
    protected Optional<Stalled> openStalled() throws IOException {
        StalledServer service = new StalledServer();
        StorageBackend backend = container.backend("127.0.0.1", service.port()).build();
        return Optional.of(new Stalled(backend, service::openConnections, service::close));
    }

    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) throws IOException {
        Namespace names = AzureStorageOptions.namespace(namespace);
        RefusingRoute route = new RefusingRoute(
                container, keys.stream().map(names::toObjectName).collect(Collectors.toSet()));
        ROUTES.add(route);
        return Optional.of(
                container.backend("127.0.0.1", route.port()).prefix(namespace).build());
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(builder(namespace).executor(executor).build());
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(MAXIMUM_BYTES);
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(TestServers.azurite().accountKey(), sas);
    }

    private static AzureStorageOptions.Builder<AzureStorageBackend> builder(String namespace) {
        return container.backend().prefix(namespace).blockSize(BLOCK_BYTES).maximumValueBytes(MAXIMUM_BYTES);
    }
}
