package im.zk.file;

import im.zk.storage.StorageBackend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells a cleanup that a file is being made. The intent itself is written once: who finds it gone knows that a cleanup took the
 * upload for dead. Only a second record is renewed, along with the chunks.
 */
final class UploadLease {

    private static final int RENEWALS_PER_LEASE = 4;

    private final StorageBackend storage;
    private final String id;
    private final String key;
    private final Clock clock;
    private final Duration duration;
    private final Instant begun;
    private final AtomicReference<Instant> renewed;

    /** Of the making of a file. */
    UploadLease(StorageBackend storage, String id, FileServiceConfig config) {
        this(storage, id, FileNames.intent(id), config);
    }

    private UploadLease(StorageBackend storage, String id, String key, FileServiceConfig config) {
        this.key = key;
        this.storage = storage;
        this.id = id;
        this.clock = config.clock();
        this.duration = config.uploadLease();
        this.begun = clock.instant();
        this.renewed = new AtomicReference<>(begun);
    }

    /** Of the changing of a file's index: a record of its own, for the file may be about to be finished by another service. */
    static UploadLease ofChange(StorageBackend storage, String id, FileServiceConfig config) {
        return new UploadLease(storage, id, FileNames.change(id), config);
    }

    String fileId() {
        return id;
    }

    CompletableFuture<@Nullable Void> begin() {
        return storage.set(key, intent(begun));
    }

    /** Renews the lease where a quarter of it has passed. */
    CompletableFuture<@Nullable Void> renew() {
        Instant now = clock.instant();
        Instant before = Objects.requireNonNull(renewed.get());
        boolean due = now.isAfter(before.plus(duration.dividedBy(RENEWALS_PER_LEASE)));
        if (!due || !renewed.compareAndSet(before, now)) {
            return CompletableFuture.completedFuture(null);
        }
        return storage.set(FileNames.renewedIntent(id), intent(now));
    }

    /** Whether no cleanup has taken it. */
    CompletableFuture<Boolean> holds() {
        return storage.has(key);
    }

    /** The keys of its records. */
    List<String> records() {
        return begun.equals(renewed.get()) ? List.of(key) : List.of(key, FileNames.renewedIntent(id));
    }

    private byte[] intent(Instant now) {
        return new UploadIntent(begun, now.plus(duration)).encoded();
    }
}
