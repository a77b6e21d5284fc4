package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole contract for one decorator, or a stack of them, around a backend in memory of which the kit can ask everything:
 * one that stalls, refuses single keys, has lost its container, or has a limit. No test is skipped.
 *
 * <pre>{@code
 * class MyDecoratorTest extends DecoratorTck {
 *     @Override
 *     protected StorageBackend decorate(StorageBackend backend) {
 *         return new MyDecorator(backend);
 *     }
 * }
 * }</pre>
 */
public abstract class DecoratorTck extends StorageBackendTck {

    private final Bucket bucket = Bucket.create();

    /** For the author's class. */
    protected DecoratorTck() {}

    /**
     * Puts the decorator around a backend.
     *
     * @param backend the backend; whoever closes the decorator closes it too
     * @return the decorator
     */
    protected abstract StorageBackend decorate(StorageBackend backend);

    /**
     * What the decorator puts before every key.
     *
     * @return the prefix; empty for all but a decorator that prefixes keys
     */
    protected String keyPrefix() {
        return "";
    }

    @Override
    protected int keyBytesTaken() {
        String prefix = keyPrefix();
        int escapes =
                (int) prefix.chars().filter(each -> "/%\\".indexOf(each) >= 0).count();
        return prefix.getBytes(StandardCharsets.UTF_8).length + 2 * escapes;
    }

    /** Makes the backend: what a mutant replaces. */
    StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
        return decorate(new ReferenceBackend(bucket, namespace, executor));
    }

    /**
     * Opens the backend alone, for the {@link #openWriter} of a decorator that takes a capability away.
     *
     * @param namespace as for {@link #open}
     * @return a client of the same keys without the decorator
     */
    protected final StorageBackend openBare(String namespace) {
        return new ReferenceBackend(bucket, namespace, null);
    }

    /**
     * Opens the backend alone, for the {@link #openWith} of a decorator that answers some calls by itself.
     *
     * @param namespace as for {@link #open}
     * @param executor the caller's
     * @return a client of the same keys without the decorator, which works on that executor
     */
    protected final StorageBackend openBare(String namespace, ExecutorService executor) {
        return new ReferenceBackend(bucket, namespace, executor);
    }

    @Override
    protected StorageBackend open(String namespace) {
        return make(bucket, namespace, null);
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(make(Bucket.missing(), "missing", null));
    }

    /** Names with other escapes than the codec's, without those that it makes, and outside of the prefix. */
    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) {
        byte[] content = {42};
        Set<String> names = Stream.of(
                        "/a%2fb",
                        "/a//b",
                        "//a",
                        "/a/",
                        "/",
                        "/%41",
                        "/%2E",
                        "/%",
                        "/%zz",
                        "/%FF",
                        "/a\\b",
                        "/a b/../c",
                        "/a\u0001b",
                        "/con/.",
                        "",
                        "-b",
                        ".txt",
                        "%2Fa")
                .map(name -> namespace + name)
                .collect(Collectors.toSet());
        names.forEach(name -> bucket.objects.put(name, content));
        return Optional.of(new ForeignObjects(
                names,
                () -> names.stream()
                        .filter(name -> Arrays.equals(bucket.objects.get(name), content))
                        .collect(Collectors.toSet()),
                () -> names.forEach(bucket.objects::remove)));
    }

    @Override
    protected Optional<Stalled> openStalled() {
        CountDownLatch stall = new CountDownLatch(1);
        Bucket stalled = Bucket.stalled(stall);
        return Optional.of(new Stalled(make(stalled, "stalled", null), stalled.callsUnderWay::get, stall::countDown));
    }

    @Override
    protected Optional<Counted> openCounted(String namespace) {
        return Optional.of(new Counted(make(bucket, namespace, null), bucket.bytesServed::get, () -> {}));
    }

    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        Namespace names = Namespace.of(namespace, ObjectNames.PATH);
        Set<String> refused =
                keys.stream().map(key -> names.toObjectName(keyPrefix() + key)).collect(Collectors.toSet());
        return Optional.of(make(bucket.refusing(refused), namespace, null));
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(make(bucket, namespace, executor));
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(Bucket.MAXIMUM_BYTES);
    }

    @Override
    protected Collection<String> secrets() {
        return List.of("hunter2-secret");
    }
}
