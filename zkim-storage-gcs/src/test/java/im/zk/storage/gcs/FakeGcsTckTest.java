package im.zk.storage.gcs;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StalledServer;
import im.zk.storage.tck.StorageBackendTck;
import im.zk.storage.testservers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on fake-gcs-server. Values of more than 1 MiB go up resumably. */
class FakeGcsTckTest extends StorageBackendTck {

    private static final int MAXIMUM_BYTES = 16 << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    private static final String TOKEN = "ya29.token-of-the-tests-that-nobody-may-see";

    private static final List<FaultyRoute> ROUTES = new ArrayList<>();

    private static TestBucket bucket;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.fakeGcs());
    }

    @AfterAll
    static void closeRoutes() {
        ROUTES.forEach(FaultyRoute::close);
    }

    @Override
    protected StorageBackend open(String namespace) {
        return describe(bucket.backend(), namespace).build();
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(describe(bucket.backend(), "any")
                .bucketName("zkim-bucket-that-is-not-there")
                .build());
    }

    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) {
        Set<String> names = Set.of("a//b", "a%2fb", "%41", "").stream()
                .map(name -> namespace + "/" + name)
                .collect(Collectors.toSet());
        names.forEach(name -> bucket.put(name, "foreign"));
        return Optional.of(new ForeignObjects(
                names,
                () -> names.stream()
                        .filter(bucket.names(namespace + "/")::contains)
                        .filter(name -> bucket.content(name).equals("foreign"))
                        .collect(Collectors.toSet()),
                () -> names.forEach(bucket::delete)));
    }

    @Override
    protected Optional<Stalled> openStalled() throws IOException {
        StalledServer service = new StalledServer();
        URI endpoint = URI.create("http://127.0.0.1:" + service.port());
        StorageBackend backend = describe(bucket.backend(endpoint), "any").build();
        return Optional.of(new Stalled(backend, service::openConnections, service::close));
    }

    /** The server has no permissions. */
    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) throws IOException {
        Namespace names = Namespace.of(namespace, ObjectNames.PATH);
        Set<String> refused = keys.stream().map(names::toObjectName).collect(Collectors.toSet());
        FaultyRoute route = new FaultyRoute(bucket.endpoint(), refused);
        ROUTES.add(route);
        return Optional.of(describe(bucket.backend(route.endpoint()), namespace).build());
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(
                describe(bucket.backend(), namespace).executor(executor).build());
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(MAXIMUM_BYTES);
    }

    /** The server does not look at the token, which is sent all the same. */
    @Override
    protected Collection<String> secrets() {
        return List.of(TOKEN);
    }

    private static GcsStorageOptions.Builder<GcsStorageBackend> describe(
            GcsStorageOptions.Builder<GcsStorageBackend> builder, String namespace) {
        return builder.credentials(GoogleCredentials.create(
                        AccessToken.newBuilder().setTokenValue(TOKEN).build()))
                .prefix(namespace)
                .chunkSize(CHUNK_BYTES)
                .maximumValueBytes(MAXIMUM_BYTES);
    }
}
