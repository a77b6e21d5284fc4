package im.zk.file;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Proves a file as far as the keys go that opened it, without giving out its content. */
final class FileAudit {

    private final Workplace place;
    private final StorageBackend storage;
    private final FileReading reading;

    FileAudit(Workplace place, FileReading reading) {
        this.place = place;
        this.reading = reading;
        this.storage = place.storage();
    }

    /** Reads the header and every chunk once. Another header fails it, damaged chunks are what it tells. */
    CompletableFuture<FileIntegrity> validate(ZkimFile file) {
        return Futures.then(reading.header(file.id()), found -> {
            place.revisions().requireNewer(found.header(), found.before(), file.proof());
            if (!found.header().isSame(file.header())) {
                throw FileErrors.conflict(
                        file.id(), file.revision(), found.header().revision());
            }
            reading.saw(found, file.proof());
            return validateChunks(file);
        });
    }

    private CompletableFuture<FileIntegrity> validateChunks(ZkimFile file) {
        FileHeader header = file.header();
        Optional<Secret> auditKey = auditKey(file);
        Seen seen = new Seen();
        CompletableFuture<@Nullable Void> all = Batches.run(
                new UntilAFailure(file.chunkCount(), seen.failed),
                place.config().chunksInFlight(),
                chunk -> List.of(FileNames.chunk(header.id(), chunk)),
                chunk -> Futures.recover(
                        place.calls()
                                .map(
                                        storage.get(FileNames.chunk(header.id(), chunk)),
                                        stored -> seen.chunk(header, auditKey, chunk, stored)),
                        failure -> seen.failure(chunk, failure)));
        all.whenComplete((validated, failure) -> auditKey.ifPresent(Secret::close));
        return Futures.map(all, ignored -> seen.integrity(file, auditKey.isPresent()));
    }

    /** What was found of the chunks so far. */
    private static final class Seen {
        private final Collection<Integer> missing = new ConcurrentSkipListSet<>();
        private final Collection<Integer> altered = new ConcurrentSkipListSet<>();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicBoolean failed = new AtomicBoolean();

        @Nullable Void chunk(FileHeader header, Optional<Secret> auditKey, int chunk, byte @Nullable [] stored) {
            if (stored == null) {
                missing.add(chunk);
                return null;
            }
            bytes.addAndGet(stored.length);
            if (!isRight(header, auditKey, chunk, stored)) {
                altered.add(chunk);
            }
            return null;
        }

        /** What the storage itself takes for altered is altered; any other failure is that of the validation. */
        CompletableFuture<@Nullable Void> failure(int chunk, Throwable failure) {
            if (FileErrors.isCorrupted(failure)) {
                altered.add(chunk);
                return CompletableFuture.completedFuture(null);
            }
            failed.set(true);
            return CompletableFuture.failedFuture(failure);
        }

        FileIntegrity integrity(ZkimFile file, boolean contentChecked) {
            return new FileIntegrity(
                    file.proof() != RevisionMemory.Proof.NONE,
                    contentChecked,
                    bytes.get() == file.storedSize(),
                    List.copyOf(missing),
                    List.copyOf(altered));
        }
    }

    /** The numbers of the chunks, up to a failure: a storage that is away is not asked for all the others. */
    private static final class UntilAFailure implements Iterator<Integer> {
        private final int count;
        private final AtomicBoolean failed;
        private int next;

        UntilAFailure(int count, AtomicBoolean failed) {
            this.count = count;
            this.failed = failed;
        }

        @Override
        public boolean hasNext() {
            return next < count && !failed.get();
        }

        @Override
        public Integer next() {
            return next++;
        }
    }

    /** A copy, so that the file may be destroyed meanwhile. */
    private static Optional<Secret> auditKey(ZkimFile file) {
        if (file.platform() != null) {
            return Optional.of(new Secret(file.platform().auditKey().copy()));
        }
        ZkimFile.OpenedUser user = file.user();
        if (user == null || user.keys().isDestroyed()) {
            return Optional.empty();
        }
        try (UserRecord opened = HeaderSeal.open(file.header(), user.userId(), user.keys());
                ContentKeys keys = new ContentKeys(opened.contentKey(), file.id())) {
            return Optional.of(keys.auditKey());
        }
    }

    private static boolean isRight(FileHeader header, Optional<Secret> auditKey, int chunk, byte[] sealed) {
        ChunkTable chunks = header.chunks();
        return ChunkDownload.isListed(chunks, chunk, sealed)
                && auditKey.map(secret -> secret.useCopy(
                                key -> ContentKeys.verify(key, header.id(), chunk, chunks.isLast(chunk), sealed)))
                        .orElse(true);
    }
}
