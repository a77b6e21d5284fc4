package im.zk.file;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Makes one file: intent, chunks, index, header, and the intent away; or takes all of it back. */
final class FileCreation {

    private final Workplace place;
    private final StorageBackend storage;
    private final Logger logger;
    private final Request request;
    private final String id;
    private final UploadLease lease;
    private final Secret contentKey;
    private final ContentKeys contentKeys;
    private final ChunkUpload upload;
    private final IndexEntries index;
    private volatile boolean headerTried;

    /** What is to be made of what. */
    record Request(
            ChunkSource source,
            String userId,
            PlatformKey platformKey,
            UserKeys userKeys,
            FileMetadata metadata,
            ProgressListener listener) {

        static Request of(ChunkSource source, FileKeys keys, FileMetadata metadata, ProgressListener listener) {
            return new Request(
                    source,
                    Objects.requireNonNull(keys.userId()),
                    Objects.requireNonNull(keys.platform()),
                    Objects.requireNonNull(keys.user()),
                    Objects.requireNonNull(metadata, "metadata"),
                    Objects.requireNonNull(listener, "listener"));
        }
    }

    FileCreation(Workplace place, Request request) {
        SecureRandom random = place.random();
        byte[] key = new byte[Aead.KEY_BYTES];
        random.nextBytes(key);
        this.place = place;
        this.storage = place.storage();
        this.logger = place.logger();
        this.request = request;
        this.id = FileNames.newId(random);
        this.lease = new UploadLease(storage, id, place.config());
        this.contentKey = new Secret(key);
        this.contentKeys = new ContentKeys(contentKey, id);
        this.index = place.config().searchable()
                ? BlindIndex.entries(request.userKeys(), request.metadata())
                : IndexEntries.NONE;
        this.upload = new ChunkUpload(place, lease, contentKeys, request.source(), request.listener());
    }

    /**
     * Makes a file. Where that fails, what was stored of it is removed before the result says so, as far as it may be; where the
     * result is cancelled, after that.
     */
    static CompletableFuture<ZkimFile> create(Workplace place, Request request) {
        UserIds.require(request.userId());
        request.userKeys().requireUsable();
        if (request.platformKey().isDestroyed()) {
            throw FileErrors.keyDestroyed();
        }
        return new FileCreation(place, request).run();
    }

    /** The key of the content, which is destroyed when {@link #run()} is done. */
    Secret contentKey() {
        return contentKey;
    }

    /** What is derived of that, and destroyed with it. */
    ContentKeys contentKeys() {
        return contentKeys;
    }

    CompletableFuture<ZkimFile> run() {
        CompletableFuture<ZkimFile> made = Futures.then(
                lease.begin(),
                begun -> Futures.then(
                        upload.start(),
                        stored -> Futures.then(
                                storeIndex(),
                                indexed -> Futures.then(
                                        requireLease(),
                                        held -> Futures.then(
                                                place.calls().compute(() -> file(stored)), this::storeHeader)))));
        CompletableFuture<ZkimFile> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> made.cancel(true));
        made.whenComplete((value, failure) -> {
            contentKeys.close();
            contentKey.close();
            if (failure == null) {
                result.complete(value);
            } else {
                takeBack(Futures.unwrap(failure), result);
            }
        });
        return result;
    }

    private CompletableFuture<@Nullable Void> storeIndex() {
        if (index.tokens().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, byte[]> postings = new LinkedHashMap<>();
        index.keys(id).forEach(key -> postings.put(key, new byte[0]));
        return storage.setBatch(postings);
    }

    private ZkimFile file(ChunkUpload.Stored stored) {
        long now = Instant.now(place.config().clock()).toEpochMilli();
        PlatformRecord platform = new PlatformRecord(
                request.userId(),
                now,
                stored.chunks().storedSize(),
                contentKeys.auditKey(),
                request.userKeys().verificationKey());
        try {
            return file(stored, platform);
        } catch (RuntimeException refused) {
            platform.close();
            throw refused;
        }
    }

    private ZkimFile file(ChunkUpload.Stored stored, PlatformRecord platform) {
        long now = platform.createdAt();
        PlatformLayer layer = PlatformLayer.seal(request.platformKey(), id, platform, place.random());
        UserRecord user = new UserRecord(contentKey, stored.size(), now, request.metadata());
        HeaderSeal.Contents contents = new HeaderSeal.Contents(id, 1, stored.chunks(), layer, user, index);
        FileHeader header = HeaderSeal.seal(contents, request.userId(), request.userKeys(), place.random());
        ZkimFile.OpenedUser opened =
                new ZkimFile.OpenedUser(request.userId(), request.userKeys(), stored.size(), now, request.metadata());
        return new ZkimFile(header, platform, opened);
    }

    private CompletableFuture<ZkimFile> storeHeader(ZkimFile file) {
        headerTried = true;
        CompletableFuture<ZkimFile> kept = Futures.then(
                storage.set(FileNames.header(id), file.header().encoded()),
                stored -> Futures.then(
                        requireLease(),
                        held -> Futures.map(endIntent(), ended -> {
                            place.revisions().remember(file.header(), RevisionMemory.Proof.USER);
                            return file;
                        })));
        kept.whenComplete((whole, failure) -> {
            if (failure != null) {
                file.destroy();
            }
        });
        return kept;
    }

    /** Asked before the header, so that none is written around chunks that are gone, and after it, because that may take long. */
    private CompletableFuture<Boolean> requireLease() {
        return Futures.map(lease.holds(), held -> {
            if (!held) {
                throw FileErrors.takenForDead();
            }
            return held;
        });
    }

    /** The file is whole by now: a record that stays behind does no harm, and a cleanup removes it. */
    private CompletableFuture<@Nullable Void> endIntent() {
        return Futures.recover(storage.deleteBatch(lease.records()), failure -> {
            logger.warn("The intent of file {} stays until the next cleanup: {}", id, failure.toString());
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * A header whose writing failed may still arrive, after it was removed here: what it lists must be there then. So only a cleanup
     * removes the parts in that case, when nothing is under way any more.
     */
    private void takeBack(Throwable cause, CompletableFuture<ZkimFile> result) {
        CompletableFuture<@Nullable Void> undone = Futures.call(() -> headerTried
                ? storage.delete(FileNames.header(id))
                : Futures.then(
                        upload.stop(cause),
                        stopped -> Futures.then(
                                storage.deleteBatch(parts()), parts -> storage.deleteBatch(lease.records()))));
        undone.whenComplete((done, failure) -> {
            ServiceException error = FileErrors.of(FileErrors.CREATION, id, cause);
            if (failure != null) {
                logger.warn("Parts of file {} stay until a cleanup: {}", id, failure.toString());
                error.addSuppressed(Futures.unwrap(failure));
            }
            result.completeExceptionally(error);
        });
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (int chunk = 0; chunk < upload.begun(); chunk++) {
            parts.add(FileNames.chunk(id, chunk));
        }
        parts.addAll(index.keys(id));
        return parts;
    }
}
