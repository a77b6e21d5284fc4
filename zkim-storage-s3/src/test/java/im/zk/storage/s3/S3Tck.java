package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Namespace;
import im.zk.storage.tck.Counted;
import im.zk.storage.tck.CountingProxy;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StalledServer;
import im.zk.storage.tck.StorageBackendTck;
import im.zk.storage.testservers.S3Server;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The contract on a real server. Values of more than 5 MiB go up in parts. */
abstract class S3Tck extends StorageBackendTck {

    static final int MAXIMUM_BYTES = 16 << 20;

    private static final int PART_BYTES = 5 << 20;

    /** The server. */
    abstract S3Server server();

    /** A bucket of it, for all tests of the class. */
    abstract TestBucket bucket();

    /** Names under a prefix that the backend cannot have made. */
    abstract Set<String> foreignNames();

    @Override
    protected StorageBackend open(String namespace) {
        return builder(namespace).build();
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(
                builder("any").bucket("zkim-bucket-that-is-not-there").build());
    }

    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) {
        Set<String> names =
                foreignNames().stream().map(name -> namespace + "/" + name).collect(Collectors.toSet());
        names.forEach(name -> bucket().put(name, "foreign"));
        return Optional.of(new ForeignObjects(
                names,
                () -> names.stream()
                        .filter(bucket().names(namespace + "/")::contains)
                        .filter(this::hasItsContent)
                        .collect(Collectors.toSet()),
                () -> bucket().client()
                        .deleteObjects(request -> request.bucket(bucket().name())
                                .delete(all -> all.objects(names.stream()
                                        .map(name -> ObjectIdentifier.builder()
                                                .key(name)
                                                .build())
                                        .toList())))));
    }

    @Override
    protected Optional<Stalled> openStalled() throws IOException {
        StalledServer service = new StalledServer();
        StorageBackend backend = bucket().backend(URI.create("http://127.0.0.1:" + service.port()))
                .build();
        return Optional.of(new Stalled(backend, () -> connections(service), service::close));
    }

    @Override
    protected Optional<Counted> openCounted(String namespace) throws IOException {
        CountingProxy proxy = new CountingProxy(
                server().endpoint().getHost(), server().endpoint().getPort());
        StorageBackend backend = options(bucket().backend(URI.create("http://127.0.0.1:" + proxy.port())), namespace)
                .build();
        return Optional.of(new Counted(backend, proxy::bytesReceived, proxy::close));
    }

    /**
     * A call that is cancelled between its lookup of the address and its connection leaves one that nothing refers to
     * (HttpClient 5.6 binds a socket to a connection that was closed meanwhile): closed when it is collected.
     */
    private static int connections(StalledServer service) {
        int open = service.openConnections();
        if (open > 0) {
            System.gc();
        }
        return open;
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
        return List.of(server().accessKeyId(), server().secretAccessKey());
    }

    final S3StorageOptions.Builder<S3StorageBackend> builder(String namespace) {
        return options(bucket().backend(), namespace);
    }

    private static S3StorageOptions.Builder<S3StorageBackend> options(
            S3StorageOptions.Builder<S3StorageBackend> builder, String namespace) {
        return builder.prefix(namespace).partSize(PART_BYTES).maximumValueBytes(MAXIMUM_BYTES);
    }

    /** The names of objects for keys of a namespace. */
    static List<String> objectNames(Compatibility compatibility, String namespace, Set<String> keys) {
        Namespace names = Namespace.of(namespace, compatibility.names());
        return keys.stream().map(names::toObjectName).toList();
    }

    private boolean hasItsContent(String name) {
        return bucket().client()
                .getObjectAsBytes(request -> request.bucket(bucket().name()).key(name))
                .asUtf8String()
                .equals("foreign");
    }
}
