package im.zk.file;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Seals content and stores it, a bounded number of chunks at a time. */
final class ChunkUpload extends Pump<ChunkUpload.Stored> {

    private final Executor computing;
    private final StorageBackend storage;
    private final FileServiceConfig config;
    private final String id;
    private final ContentKeys keys;
    private final ChunkSource source;
    private final UploadLease lease;
    private final ProgressListener listener;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong storedBytes = new AtomicLong();
    private final AtomicLong storedContent = new AtomicLong();
    private final Set<CompletableFuture<Boolean>> writing = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private @Nullable CompletableFuture<ChunkSource.Piece> coming;
    private boolean read;
    private volatile int count;
    private long size;
    private long reported;
    private byte[] tags = new byte[Aead.TAG_BYTES];

    ChunkUpload(Workplace place, UploadLease lease, ContentKeys keys, ChunkSource source, ProgressListener listener) {
        super(source.blocks() ? place.calls().streams() : place.calls().executor());
        this.computing = place.calls().executor();
        this.storage = place.storage();
        this.config = place.config();
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
        report();
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
            report();
            boolean compressed = config.compression() != Compression.NONE;
            byte[] all = Arrays.copyOf(tags, count * Aead.TAG_BYTES);
            complete(new Stored(new ChunkTable(config.chunkSize(), count, storedBytes.get(), compressed, all), size));
        }
    }

    /** Writes no more, for a cause, and tells when what was written has an end, as far as the storage tells it. */
    CompletableFuture<Void> stop(Throwable cause) {
        stopped = true;
        fail(cause);
        return CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new));
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
        CompletableFuture<byte[]> sealed = Futures.supply(computing, () -> seal(chunk, piece));
        CompletableFuture<@Nullable Void> kept =
                Futures.then(sealed, value -> Futures.then(write(lease::renew), ignored -> keep(chunk, value)));
        await(Futures.map(kept, ignored -> {
            storedContent.addAndGet(piece.length());
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
        return write(() -> storage.set(FileNames.chunk(id, chunk), sealed));
    }

    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is what is meant
    private CompletableFuture<@Nullable Void> write(Supplier<CompletableFuture<@Nullable Void>> call) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        writing.add(over);
        CompletableFuture<@Nullable Void> written =
                stopped ? CompletableFuture.failedFuture(new CancellationException()) : call.get();
        written.whenComplete((value, failure) -> {
            writing.remove(over);
            over.complete(true);
        });
        return written;
    }

    private synchronized void putTag(int chunk, byte[] sealed) {
        int at = chunk * Aead.TAG_BYTES;
        if (tags.length < at + Aead.TAG_BYTES) {
            tags = Arrays.copyOf(tags, 2 * (at + Aead.TAG_BYTES));
        }
        System.arraycopy(sealed, sealed.length - Aead.TAG_BYTES, tags, at, Aead.TAG_BYTES);
    }

    private void report() {
        long now = storedContent.get();
        if (now != reported) {
            reported = now;
            CallersFailure.tell(listener, now, source.total());
        }
    }
}
