package im.zk.storage.examples;

import im.zk.storage.StorageBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many files on their way into a backend and back, a bounded number at a time. */
final class Transfer {

    private static final int AT_A_TIME = 16;
    private static final double MEBIBYTE = 1 << 20;
    private static final double SECOND_NANOS = 1e9;
    private static final long TENTH_OF_A_SECOND_NANOS = 100_000_000;

    private final StorageBackend storage;
    private final PrintStream out;

    Transfer(StorageBackend storage, PrintStream out) {
        this.storage = storage;
        this.out = out;
    }

    /** Stores files by key; returns the SHA-256 of each. */
    Map<String, String> store(SortedMap<String, Path> files) throws IOException {
        Map<String, String> digests = new ConcurrentHashMap<>();
        Progress progress = new Progress("Stored", files.size());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            byte[] content = Files.readAllBytes(file.getValue());
            digests.put(file.getKey(), sha256(content));
            progress.start(() -> storage.set(file.getKey(), content).thenApply(ignored -> content.length));
        }
        progress.end(" in " + storage);
        return digests;
    }

    /** Reads files back; returns the keys whose SHA-256 is another one now. */
    List<String> readBack(Map<String, String> digests) {
        Queue<String> different = new ConcurrentLinkedQueue<>();
        Progress progress = new Progress("Read back", digests.size());
        digests.forEach((key, digest) -> progress.start(() -> storage.get(key).thenApply(content -> {
            if (content == null || !sha256(content).equals(digest)) {
                different.add(key);
            }
            return content == null ? 0 : content.length;
        })));
        progress.end("");
        return different.stream().sorted().toList();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Calls under way, at most {@value #AT_A_TIME}, and a line that says how far they are. */
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

        void start(Supplier<CompletableFuture<Integer>> next) {
            free.acquireUninterruptibly();
            throwFailure();
            CompletableFuture<Integer> call = next.get();
            call.whenComplete((length, failure) -> {
                if (failure == null) {
                    files.increment();
                    bytes.add(length);
                } else {
                    failed = call;
                }
                free.release();
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
