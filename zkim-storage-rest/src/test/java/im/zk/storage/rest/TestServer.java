package im.zk.storage.rest;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import im.zk.storage.rest.server.StorageServer;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The reference server in front of stores in memory, one for each name, each made when it is first asked for. */
final class TestServer implements AutoCloseable {

    /** The token that it wants. */
    static final String API_KEY = "token-" + UUID.randomUUID();

    /** As many as there can be, so that none is begun while a test counts threads. */
    private static final int THREADS = 8;

    private final Map<String, ForeignNames> stores = new ConcurrentHashMap<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final StorageServer server;

    TestServer(boolean extensions) {
        this(extensions, null);
    }

    /** With TLS where it is given a context. */
    TestServer(boolean extensions, @Nullable SSLContext sslContext) {
        StorageServer.Builder builder = StorageServer.builder()
                .apiKey(API_KEY)
                .extensions(extensions)
                .threads(THREADS)
                .accessLog(requests::add);
        server = (sslContext == null ? builder : builder.sslContext(sslContext)).start();
    }

    /** A client of the store of a name. */
    RestStorageOptions.Builder<RestStorageBackend> client(String name) {
        store(name);
        return clientOf("/" + name);
    }

    /** A client of the store of a name that refuses some keys. */
    RestStorageOptions.Builder<RestStorageBackend> clientRefusing(String name, Set<String> refused) {
        server.serve("/refusing/" + name, new RefusingKeys(store(name), refused));
        return clientOf("/refusing/" + name);
    }

    /** A client of whatever is at a path. */
    RestStorageOptions.Builder<RestStorageBackend> clientOf(String path) {
        return RestStorageBackend.builder()
                .baseUrl(server.baseUrl(path).toString())
                .apiKey(API_KEY);
    }

    /** The store of a name. */
    ForeignNames store(String name) {
        return stores.computeIfAbsent(name, ignored -> {
            ForeignNames store = new ForeignNames(new InMemoryStorage());
            server.serve("/" + name, store);
            return store;
        });
    }

    /** Puts another backend in the place of a store. */
    void serve(String name, StorageBackend backend) {
        server.serve("/" + name, backend);
    }

    /** What was asked since the last time, as method, path and status. */
    Queue<String> requests() {
        return requests;
    }

    /** The server itself. */
    StorageServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
