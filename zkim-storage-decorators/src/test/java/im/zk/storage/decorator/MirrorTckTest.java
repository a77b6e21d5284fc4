package im.zk.storage.decorator;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StorageBackendTck;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The whole contract for a mirror of two stores, with everything that the kit can be told but for other people's names. */
class MirrorTckTest extends StorageBackendTck {

    private final Map<String, StrictService> services = new ConcurrentHashMap<>();
    private final Map<String, InMemoryStorage> notes = new ConcurrentHashMap<>();

    /** Puts what is tested with it around the mirror: nothing. */
    StorageBackend decorate(StorageBackend mirror) {
        return mirror;
    }

    /** The mirror alone. */
    final StorageBackend bare(String namespace, @Nullable Executor executor) {
        return mirror(namespace, service(namespace + "/near"), service(namespace + "/far"), executor);
    }

    private StorageBackend mirror(
            String namespace, StrictService near, StrictService far, @Nullable Executor executor) {
        return MirrorStorageBackend.builder()
                .side("near", new StrictStorage(near, executor), notes(namespace + "/near"))
                .side("far", new StrictStorage(far, executor), notes(namespace + "/far"))
                .build();
    }

    private StrictService service(String name) {
        return services.computeIfAbsent(name, any -> StrictService.create());
    }

    private InMemoryStorage notes(String name) {
        return notes.computeIfAbsent(name, any -> new InMemoryStorage()).newClient();
    }

    @Override
    protected StorageBackend open(String namespace) {
        return decorate(bare(namespace, null));
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(decorate(mirror("missing", StrictService.missing(), StrictService.missing(), null)));
    }

    @Override
    protected Optional<Stalled> openStalled() {
        CountDownLatch stall = new CountDownLatch(1);
        StrictService near = StrictService.stalled(stall);
        StrictService far = StrictService.stalled(stall);
        return Optional.of(new Stalled(
                decorate(mirror("stalled", near, far, null)),
                () -> near.callsUnderWay.get() + far.callsUnderWay.get(),
                stall::countDown));
    }

    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        return Optional.of(decorate(mirror(
                namespace,
                service(namespace + "/near").refusing(keys),
                service(namespace + "/far").refusing(keys),
                null)));
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(decorate(bare(namespace, executor)));
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(StrictService.MAXIMUM_BYTES);
    }
}
