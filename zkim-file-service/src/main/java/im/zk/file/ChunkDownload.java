package im.zk.file;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Fetches chunks, a bounded number at a time, proves and opens each, and gives them out in order. A chunk that fails ends it when its
 * turn has come, after all before it were given out; at once where nothing is given out before the end.
 */
final class ChunkDownload extends Pump<ZkimFile> {

    /** Stands for a piece that is in the sink's array already. */
    private static final byte[] IN_PLACE = {};

    private final Executor computing;
    private final StorageBackend storage;
    private final ZkimFile file;
    private final FileHeader header;
    private final ChunkTable chunks;
    private final ContentKeys keys;
    private final long size;
    private final int window;
    private final ChunkSink sink;
    private final ProgressListener listener;
    private final boolean inTurn;
    private final Map<Integer, byte[]> opened = new ConcurrentHashMap<>();
    private final Map<Integer, Throwable> failures = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<@Nullable Void> giving;
    private int fetched;
    private int given;
    private long bytes;

    ChunkDownload(Workplace place, FileKeys.Opened opened, ChunkSink sink, ProgressListener listener) {
        super(sink.blocks() ? place.calls().streams() : place.calls().executor());
        this.computing = place.calls().executor();
        this.storage = place.storage();
        this.file = opened.file();
        this.header = file.header();
        this.chunks = header.chunks();
        this.keys = opened.content();
        this.size = file.size().orElseThrow();
        this.window = place.config().chunksInFlight();
        this.sink = sink;
        this.inTurn = sink.target() == null;
        this.listener = listener;
    }

    ZkimFile file() {
        return file;
    }

    @Override
    void step() {
        boolean moved;
        do {
            while (fetched < chunks.count() && fetched - given < window && failures.isEmpty() && !isDone()) {
                fetch(fetched++);
            }
            moved = give();
        } while (moved && !isDone());
        if (given == chunks.count()) {
            complete(file);
        }
    }

    @Override
    void ended() {
        opened.clear();
        keys.close();
    }

    private void fetch(int chunk) {
        CompletableFuture<byte @Nullable []> value = storage.get(FileNames.chunk(header.id(), chunk));
        CompletableFuture<@Nullable Void> piece =
                Futures.then(value, stored -> Futures.supply(computing, () -> keep(chunk, open(chunk, stored))));
        await(Futures.recover(piece, failure -> failed(chunk, failure)));
    }

    private @Nullable Void keep(int chunk, byte[] piece) {
        opened.put(chunk, piece);
        return null;
    }

    private CompletableFuture<@Nullable Void> failed(int chunk, Throwable failure) {
        Throwable named =
                FileErrors.isCorrupted(failure) ? FileErrors.chunkAltered(header.id(), chunk, failure) : failure;
        if (!inTurn) {
            return CompletableFuture.failedFuture(named);
        }
        failures.put(chunk, named);
        return CompletableFuture.completedFuture(null);
    }

    /** Gives out the next piece, and tells whether it could. */
    private boolean give() {
        CompletableFuture<@Nullable Void> current = giving;
        if (current == null) {
            byte[] piece = opened.remove(given);
            if (piece == null) {
                Throwable failure = failures.get(given);
                if (failure != null) {
                    fail(failure);
                }
                return false;
            }
            bytes += chunks.length(given, size);
            current = piece == IN_PLACE ? CompletableFuture.completedFuture(null) : sink.accept(piece);
            giving = current;
            if (!current.isDone()) {
                await(current);
            }
        }
        if (!current.isDone()) {
            return false;
        }
        current.join();
        giving = null;
        given++;
        CallersFailure.tell(listener, bytes, size);
        return true;
    }

    private byte[] open(int chunk, byte @Nullable [] sealed) {
        if (sealed == null) {
            throw FileErrors.chunkMissing(header.id(), chunk);
        }
        byte[] target = chunks.compressed() ? null : sink.target();
        if (target != null) {
            return openTo(target, chunk, sealed);
        }
        byte[] body = isListed(chunks, chunk, sealed) ? keys.open(chunk, chunks.isLast(chunk), sealed) : null;
        int length = chunks.length(chunk, size);
        byte[] piece = body == null || !chunks.compressed() ? body : ChunkBody.expand(body, length);
        if (piece == null || piece.length != length) {
            throw FileErrors.chunkAltered(header.id(), chunk);
        }
        return piece;
    }

    private byte[] openTo(byte[] target, int chunk, byte[] sealed) {
        boolean opened = sealed.length - Aead.TAG_BYTES == chunks.length(chunk, size)
                && isListed(chunks, chunk, sealed)
                && keys.openTo(chunk, chunks.isLast(chunk), sealed, target, chunk * chunks.chunkSize());
        if (!opened) {
            throw FileErrors.chunkAltered(header.id(), chunk);
        }
        return IN_PLACE;
    }

    /** Whether a chunk's value ends in the tag that the header lists, and is no longer than a chunk can be. */
    static boolean isListed(ChunkTable chunks, int chunk, byte[] sealed) {
        int longest = chunks.chunkSize() + Aead.TAG_BYTES + (chunks.compressed() ? 1 : 0);
        return sealed.length >= Aead.TAG_BYTES
                && sealed.length <= longest
                && MessageDigest.isEqual(
                        chunks.tag(chunk), Arrays.copyOfRange(sealed, sealed.length - Aead.TAG_BYTES, sealed.length));
    }
}
