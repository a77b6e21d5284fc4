package im.zk.storage.rest;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StalledServer;
import im.zk.storage.tck.StorageBackendTck;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** The client keeps the contract before the reference server, with all that it can have. */
abstract class RestTck extends StorageBackendTck {

    private static final int MAXIMUM_VALUE_BYTES = 16 << 20;

    private final TestServer server;
    private final HttpClient.Version version;

    RestTck(TestServer server, HttpClient.Version version) {
        this.server = server;
        this.version = version;
    }

    @Override
    protected StorageBackend open(String namespace) {
        return with(server.client(namespace)).build();
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(with(server.clientOf("/nowhere")).build());
    }

    /** Names that a service may list though they are no keys. */
    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) {
        Set<String> names = server.store(namespace).names();
        Set<String> foreign = Set.of("..", "a/../b", "a\u0000b", "\u0085", "x".repeat(769), "\uFFFF", "");
        names.addAll(foreign);
        return Optional.of(new ForeignObjects(foreign, () -> Set.copyOf(names), names::clear));
    }

    @Override
    protected Optional<Stalled> openStalled() throws IOException {
        StalledServer stalled = new StalledServer();
        StorageBackend backend = with(RestStorageBackend.builder()
                        .baseUrl(server.server().baseUrl("").getScheme() + "://127.0.0.1:" + stalled.port() + "/base")
                        .apiKey(TestServer.API_KEY))
                .build();
        return Optional.of(new Stalled(backend, stalled::openConnections, stalled::close));
    }

    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        return Optional.of(with(server.clientRefusing(namespace, keys)).build());
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(with(server.client(namespace)).executor(executor).build());
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(MAXIMUM_VALUE_BYTES);
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(TestServer.API_KEY);
    }

    private RestStorageOptions.Builder<RestStorageBackend> with(
            RestStorageOptions.Builder<RestStorageBackend> builder) {
        return builder.httpVersion(version).orderedListing(true).maximumValueBytes(MAXIMUM_VALUE_BYTES);
    }
}
