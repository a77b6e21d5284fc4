package im.zk.storage.examples;

import im.zk.storage.StorageBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many files on their way into a backend and back, a bounded number and a bounded number of bytes at a time. */
final class Transfer {

    private static final int AT_A_TIME = 16;

    /** A file takes one place for each so many bytes, so that large ones are not all in memory at once. */
    private static final int PLACE_BYTES = 4 << 20;

    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;
    private static final double MEBIBYTE = 1 << 20;
    private static final double SECOND_NANOS = 1e9;
    private static final long TENTH_OF_A_SECOND_NANOS = 100_000_000;

    private final StorageBackend storage;
    private final PrintStream out;

    Transfer(StorageBackend storage, PrintStream out) {
        this.storage = storage;
        this.out = out;
    }

    /** Stores files by key; returns what is to come back of each. */
    Map<String, Stored> store(SortedMap<String, Path> files) throws IOException {
        Map<String, Stored> stored = new LinkedHashMap<>();
        Progress progress = new Progress("Stored", files.size());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            long size = Files.size(file.getValue());
            if (size > LARGEST_ARRAY) {
                throw new IOException(file.getValue() + " is larger than a value may be: " + size + " bytes");
            }
            int places = progress.reserve(size);
            byte[] content = Files.readAllBytes(file.getValue());
            stored.put(file.getKey(), new Stored(sha256(content), content.length));
            progress.start(places, () -> storage.set(file.getKey(), content).thenApply(ignored -> content.length));
        }
        progress.end(" in " + storage);
        return stored;
    }

    /** Reads files back; returns the keys whose SHA-256 is another one now. */
    List<String> readBack(Map<String, Stored> stored) {
        Queue<String> different = new ConcurrentLinkedQueue<>();
        Progress progress = new Progress("Read back", stored.size());
        stored.forEach((key, file) -> progress.start(
                progress.reserve(file.bytes),
                () -> storage.get(key).thenApply(content -> {
                    if (content == null || !sha256(content).equals(file.sha256)) {
                        different.add(key);
                    }
                    return content == null ? 0 : content.length;
                })));
        progress.end("");
        return different.stream().sorted().toList();
    }

    /** What a file was when it was stored. */
    record Stored(String sha256, int bytes) {}

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Calls under way, in at most {@value #AT_A_TIME} places, and a line that says how far they are. */
    private final class Progress {
        private final String verb;
        private final int total;
        private final Semaphore free = new Semaphore(AT_A_TIME);
        private final LongAdder files = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final long began = System.nanoTime();
        private long shown = began;
        private volatile @Nullable CompletableFuture<Integer> failed;

        Progress(String verb, int total) {
            this.verb = verb;
            this.total = total;
        }

        /** Waits for the places that a file takes, which {@link #start} gives back; a large one takes all. */
        int reserve(long size) {
            int places = (int) Math.min(AT_A_TIME, 1 + size / PLACE_BYTES);
            free.acquireUninterruptibly(places);
            throwFailure();
            return places;
        }

        void start(int places, Supplier<CompletableFuture<Integer>> next) {
            CompletableFuture<Integer> call = next.get();
            call.whenComplete((length, failure) -> {
                if (failure == null) {
                    files.increment();
                    bytes.add(length);
                } else {
                    failed = call;
                }
                free.release(places);
            });
            show();
        }

        void end(String where) {
            free.acquireUninterruptibly(AT_A_TIME);
            throwFailure();
            double seconds = (System.nanoTime() - began) / SECOND_NANOS;
            out.printf(
                    "\r%s %,d files, %,d bytes%s, %.1f MiB/s, %.0f files/s%n",
                    verb, files.sum(), bytes.sum(), where, bytes.sum() / MEBIBYTE / seconds, files.sum() / seconds);
        }

        private void show() {
            long now = System.nanoTime();
            if (now - shown >= TENTH_OF_A_SECOND_NANOS) {
                shown = now;
                out.printf("\r%s %,d of %,d files, %.1f MiB", verb, files.sum(), total, bytes.sum() / MEBIBYTE);
            }
        }

        private void throwFailure() {
            CompletableFuture<Integer> call = failed;
            if (call != null) {
                call.join();
            }
        }
    }
}
