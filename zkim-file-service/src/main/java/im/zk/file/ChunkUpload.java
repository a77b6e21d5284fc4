package im.zk.file;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Seals content and stores it, a bounded number of chunks at a time. */
final class ChunkUpload extends Pump<ChunkUpload.Stored> {

    private final StorageBackend storage;
    private final FileServiceConfig config;
    private final String id;
    private final ContentKeys keys;
    private final ChunkSource source;
    private final UploadLease lease;
    private final ProgressListener listener;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong storedBytes = new AtomicLong();
    private final Object progress = new Object();
    private @Nullable CompletableFuture<ChunkSource.Piece> coming;
    private boolean read;
    private volatile int count;
    private long size;
    private long stored;
    private byte[] tags = new byte[Aead.TAG_BYTES];

    ChunkUpload(
            Executor executor,
            StorageBackend storage,
            FileServiceConfig config,
            UploadLease lease,
            ContentKeys keys,
            ChunkSource source,
            ProgressListener listener) {
        super(executor);
        this.storage = storage;
        this.config = config;
        this.id = lease.fileId();
        this.keys = keys;
        this.source = source;
        this.lease = lease;
        this.listener = listener;
    }

    /** What was stored: the chunks, and how long their content is. */
    record Stored(ChunkTable chunks, long size) {}

    /** How many chunks were begun. */
    int begun() {
        return count;
    }

    @Override
    void step() {
        while (!read && !isDone() && running.get() < config.chunksInFlight()) {
            CompletableFuture<ChunkSource.Piece> next = coming == null ? source.next() : coming;
            if (!next.isDone()) {
                if (coming == null) {
                    coming = next;
                    await(next);
                }
                return;
            }
            coming = null;
            store(next.join());
        }
        if (read && running.get() == 0) {
            boolean compressed = config.compression() != Compression.NONE;
            byte[] all = Arrays.copyOf(tags, count * Aead.TAG_BYTES);
            complete(new Stored(new ChunkTable(config.chunkSize(), count, storedBytes.get(), compressed, all), size));
        }
    }

    @Override
    void ended() {
        source.end();
    }

    private void store(ChunkSource.Piece piece) {
        int chunk = count;
        size += piece.length();
        if (size > config.maximumFileBytes()) {
            throw FileErrors.tooLarge(config.maximumFileBytes());
        }
        count = chunk + 1;
        read = piece.last();
        running.incrementAndGet();
        CompletableFuture<byte[]> sealed = Futures.supply(executor(), () -> seal(chunk, piece));
        CompletableFuture<@Nullable Void> kept =
                Futures.then(sealed, value -> Futures.then(lease.renew(), ignored -> keep(chunk, value)));
        await(Futures.map(kept, ignored -> {
            advance(piece.length());
            running.decrementAndGet();
            return null;
        }));
    }

    private byte[] seal(int chunk, ChunkSource.Piece piece) {
        try {
            if (config.compression() == Compression.NONE) {
                return keys.seal(chunk, piece.last(), piece.array(), piece.offset(), piece.length());
            }
            byte[] body = ChunkBody.compress(piece.array(), piece.offset(), piece.length());
            return keys.seal(chunk, piece.last(), body, 0, body.length);
        } finally {
            piece.release().run();
        }
    }

    private CompletableFuture<@Nullable Void> keep(int chunk, byte[] sealed) {
        storedBytes.addAndGet(sealed.length);
        putTag(chunk, sealed);
        return storage.set(FileNames.chunk(id, chunk), sealed);
    }

    private synchronized void putTag(int chunk, byte[] sealed) {
        int at = chunk * Aead.TAG_BYTES;
        if (tags.length < at + Aead.TAG_BYTES) {
            tags = Arrays.copyOf(tags, 2 * (at + Aead.TAG_BYTES));
        }
        System.arraycopy(sealed, sealed.length - Aead.TAG_BYTES, tags, at, Aead.TAG_BYTES);
    }

    private void advance(int length) {
        synchronized (progress) {
            stored += length;
            listener.progress(stored, source.total());
        }
    }
}
