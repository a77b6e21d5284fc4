package im.zk.file;

import im.zk.storage.StorageBackend;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps encrypted files in any storage backend: what goes in comes out, and nobody without the keys reads or alters it.
 *
 * <p>A file has three layers, each under a key of its own: the platform's (whose file, how large), the user's (its name, and the
 * key of the content) and the content's. {@code docs/file-service.md} says who learns and can do what, {@code
 * docs/file-format.md} what is stored.
 *
 * <p>Nothing is thrown to the caller but {@link NullPointerException} for a null argument; all else comes through the future,
 * which fails with {@link im.zk.storage.ServiceException} itself, its code beginning with {@code ZKIM_FILE_}. Cancelling a future
 * ends the work under it; a change or a deletion that has begun goes on to its end. A step that reads or writes a stream is
 * interrupted then, by which some streams are closed. Safe for use by many threads at once.
 */
public final class ZkimFileService implements AutoCloseable {

    private final Workplace place;
    private final FileCalls calls;
    private final FileReading reading;
    private final FileChanges changes;
    private final FileListing listing;

    /** A service over a backend, which stays the caller's to close, as it is configured by default. */
    public ZkimFileService(StorageBackend storage) {
        this(builder().storage(storage));
    }

    /** A service over a backend, which stays the caller's to close. */
    public ZkimFileService(FileServiceConfig config, Logger logger, StorageBackend storage) {
        this(builder().config(config).logger(logger).storage(storage));
    }

    ZkimFileService(FileServiceBuilder builder) {
        this.place = builder.workplace();
        this.calls = place.calls();
        this.reading = new FileReading(place);
        this.changes = new FileChanges(place, reading);
        this.listing = new FileListing(place, reading);
    }

    /** Starts a service. */
    public static FileServiceBuilder builder() {
        return new FileServiceBuilder();
    }

    /**
     * Makes a file of an array, which is not to be changed until the future completes.
     *
     * @return the file; where the future fails, there is none, unless the header's writing failed with an unknown outcome: {@code
     *     fileId} in the details names what may be there, and {@link #deleteFile} of it makes a second call exact
     */
    public CompletableFuture<ZkimFile> createZkimFile(
            byte[] data, String userId, PlatformKey platformKey, UserKeys userKeys, FileMetadata metadata) {
        Objects.requireNonNull(data, "data");
        ChunkSource source = new ArraySource(data, place.config().chunkSize());
        return create(source, FileKeys.of(userId, platformKey, userKeys), metadata, ProgressListener.NONE);
    }

    /** Makes a file of a stream of any length, which is read on the service's executor and stays open. */
    public CompletableFuture<ZkimFile> createZkimFile(
            InputStream data,
            String userId,
            PlatformKey platformKey,
            UserKeys userKeys,
            FileMetadata metadata,
            ProgressListener listener) {
        Objects.requireNonNull(data, "data");
        ChunkSource source = new StreamSource(data, place.config().chunkSize());
        return create(source, FileKeys.of(userId, platformKey, userKeys), metadata, listener);
    }

    /**
     * Makes a file of what is published, in buffers of any length, each of which is read until the next is asked for. Where the
     * future fails, the publisher is cancelled, even if it was not read yet.
     */
    public CompletableFuture<ZkimFile> createZkimFile(
            Flow.Publisher<ByteBuffer> data,
            String userId,
            PlatformKey platformKey,
            UserKeys userKeys,
            FileMetadata metadata,
            ProgressListener listener) {
        Objects.requireNonNull(data, "data");
        ChunkSource source = new PublisherSource(data, place.config().chunkSize());
        return create(source, FileKeys.of(userId, platformKey, userKeys), metadata, listener);
    }

    /**
     * The header of a file, and what the keys in the service's {@link KeyRing} open of it: the platform's key its layer, and where
     * that names a user whose keys are in the ring, these the user layer. Without the key of the file's platform both stay closed,
     * and nothing that the header says is proved.
     */
    public CompletableFuture<ZkimFile> getZkimFile(String id) {
        Objects.requireNonNull(id, "id");
        return calls.run(FileErrors.RETRIEVAL, id, () -> reading.getWithRing(id));
    }

    /** The header of a file, and what its platform may know of it. */
    public CompletableFuture<ZkimFile> getZkimFile(String id, PlatformKey platformKey) {
        Objects.requireNonNull(id, "id");
        FileKeys keys = FileKeys.platform(platformKey);
        return calls.run(FileErrors.RETRIEVAL, id, () -> reading.get(id, keys));
    }

    /** The header of a file, and what its user knows of it. */
    public CompletableFuture<ZkimFile> getZkimFile(String id, String userId, UserKeys userKeys) {
        Objects.requireNonNull(id, "id");
        FileKeys keys = FileKeys.user(userId, userKeys);
        return calls.run(FileErrors.RETRIEVAL, id, () -> reading.get(id, keys));
    }

    /** The content of a file that was got, in one array. Needs the user's keys alone. */
    public CompletableFuture<byte[]> decryptZkimFile(ZkimFile file, String userId, UserKeys userKeys) {
        FileKeys keys = FileKeys.user(userId, userKeys);
        return calls.run(FileErrors.DECRYPTION, file.id(), () -> reading.read(file.header(), keys));
    }

    /** The content of a file that was got, to each subscriber, chunk by chunk as he asks. */
    public Flow.Publisher<ByteBuffer> publishFile(
            ZkimFile file, String userId, UserKeys userKeys, ProgressListener listener) {
        FileKeys keys = FileKeys.user(userId, userKeys);
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(listener, "listener");
        return new FilePublisher(
                calls.executor(),
                sink -> calls.run(
                        FileErrors.DECRYPTION,
                        file.id(),
                        () -> reading.read(file.header(), keys, listener, size -> sink)));
    }

    /** The content of a file, in one array, whose platform layer is opened and compared as well. */
    public CompletableFuture<byte[]> downloadFile(
            String id, String userId, PlatformKey platformKey, UserKeys userKeys) {
        Objects.requireNonNull(id, "id");
        FileKeys keys = FileKeys.of(userId, platformKey, userKeys);
        return calls.run(FileErrors.DECRYPTION, id, () -> reading.download(id, keys));
    }

    /**
     * The content of a file to a stream, which stays open and is written on the service's executor.
     *
     * <p>Every byte that is written was proved before. Where the future fails, what was written is a part of the content.
     */
    public CompletableFuture<ZkimFile> downloadFile(
            String id,
            String userId,
            PlatformKey platformKey,
            UserKeys userKeys,
            OutputStream target,
            ProgressListener listener) {
        Objects.requireNonNull(id, "id");
        FileKeys keys = FileKeys.of(userId, platformKey, userKeys);
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(listener, "listener");
        return calls.run(FileErrors.DECRYPTION, id, () -> reading.download(id, keys, target, listener));
    }

    /**
     * Reads a file that was got, and tells which chunks are missing or altered, as far as its keys prove it.
     *
     * <p>Fails with {@code ZKIM_FILE_CONFLICT} where the stored header is another one than that which was got: get it anew.
     */
    public CompletableFuture<FileIntegrity> validateFileIntegrity(ZkimFile file) {
        Objects.requireNonNull(file, "file");
        return calls.run(FileErrors.VALIDATION, file.id(), () -> new FileAudit(place, reading).validate(file));
    }

    /**
     * Changes the metadata of a file, with the keys that opened it, or those of the user in the {@link KeyRing}.
     *
     * <p>Fails with {@code ZKIM_FILE_CONFLICT} where the file was changed since it was got. Exact among the users of one service; of
     * two services that write at the same moment the last one wins, for no backend compares before it sets.
     *
     * @return the file as it is now
     */
    public CompletableFuture<ZkimFile> updateFileMetadata(ZkimFile file, String userId, MetadataUpdate updates) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(updates, "updates");
        return calls.run(FileErrors.UPDATE, file.id(), () -> changes.update(file, userId, updates));
    }

    /**
     * Seals a file for other keys, without encrypting its content anew. Conflicts are those of {@link #updateFileMetadata}.
     *
     * <p>Who had the old keys may have kept the key of the content, and a storage may bring the old header back: where that matters,
     * make the file anew.
     *
     * @return the file as it is now
     */
    public CompletableFuture<ZkimFile> rewrap(
            ZkimFile file,
            String userId,
            PlatformKey oldPlatformKey,
            UserKeys oldUserKeys,
            PlatformKey newPlatformKey,
            UserKeys newUserKeys) {
        FileKeys from = FileKeys.of(userId, oldPlatformKey, oldUserKeys);
        FileKeys to = FileKeys.of(userId, newPlatformKey, newUserKeys);
        return calls.run(FileErrors.REWRAP, file.id(), () -> changes.rewrap(file, from, to));
    }

    /** The files of a user, whose keys are in the {@link KeyRing}, whose name and tags have every word of the query. */
    public CompletableFuture<List<ZkimFile>> searchFiles(String query, String userId, int limit) {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(userId, "userId");
        return calls.run(FileErrors.SEARCH, null, () -> listing.search(query, userId, limit));
    }

    /** The files of a user whose name and tags have every word of the query: exact words, of any case. */
    public CompletableFuture<List<ZkimFile>> searchFiles(String query, String userId, UserKeys userKeys, int limit) {
        Objects.requireNonNull(query, "query");
        FileKeys keys = FileKeys.user(userId, userKeys);
        return calls.run(FileErrors.SEARCH, null, () -> listing.search(query, keys, limit));
    }

    /** A page of the files of a user. Reads the headers of all files of the page, whosever they are. */
    public CompletableFuture<FilePage> listFiles(String userId, UserKeys userKeys, int limit, @Nullable String token) {
        FileKeys keys = FileKeys.user(userId, userKeys);
        return calls.run(FileErrors.LISTING, null, () -> listing.list(keys, limit, token));
    }

    /** A page of the files of a platform. */
    public CompletableFuture<FilePage> listFiles(PlatformKey platformKey, int limit, @Nullable String token) {
        FileKeys keys = FileKeys.platform(platformKey);
        return calls.run(FileErrors.LISTING, null, () -> listing.list(keys, limit, token));
    }

    /** Deletes a file: no key is needed but the storage's. One that is not there is no error; what is no id is. */
    public CompletableFuture<@Nullable Void> deleteFile(String id) {
        Objects.requireNonNull(id, "id");
        return calls.run(FileErrors.DELETION, id, () -> new FileRemoval(place).delete(id));
    }

    /** Removes what dead uploads and broken-off deletions left behind. May run beside everything else, anywhere. */
    public CompletableFuture<CleanupReport> cleanup() {
        return calls.run(FileErrors.CLEANUP, null, () -> new FileCleanup(place).run());
    }

    /** Ends operations under way and the service's own executor. Storage, given executor and keys stay as they are. */
    @Override
    public void close() {
        calls.close();
    }

    /** The storage, and nothing of keys. */
    @Override
    public String toString() {
        return "ZkimFileService(" + place.storage() + ")";
    }

    private CompletableFuture<ZkimFile> create(
            ChunkSource source, FileKeys keys, FileMetadata metadata, ProgressListener listener) {
        FileCreation.Request request = FileCreation.Request.of(source, keys, metadata, listener);
        CompletableFuture<ZkimFile> made =
                calls.run(FileErrors.CREATION, null, () -> FileCreation.create(place, request));
        // Also where it never came to reading: whoever gives the content learns that nobody wants it.
        made.whenComplete((file, failure) -> source.end());
        return made;
    }
}
