package im.zk.file;

import static im.zk.file.Files.await;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Passes a file of many bytes in and out; run by a test in a JVM with a small heap. */
final class LargeFileProgram {

    private LargeFileProgram() {}

    /** The directory, and how many MiB. */
    public static void main(String[] arguments) throws IOException {
        long size = Long.parseLong(arguments[1]) << 20;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Counted in = new Counted(size);
        CRC32C out = new CRC32C();
        PlatformKey platform = PlatformKey.generate();
        UserKeys user = UserKeys.generate();
        try (ZkimFileService service = new ZkimFileService(new Directory(Path.of(arguments[0]), threads))) {
            ZkimFile file = await(service.createZkimFile(in, "u", platform, user, Files.NOTES, ProgressListener.NONE));
            OutputStream sink = new OutputStream() {
                @Override
                public void write(int value) {
                    out.update(value);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    out.update(bytes, offset, length);
                }
            };
            await(service.downloadFile(file.id(), "u", platform, user, sink, ProgressListener.NONE));
            boolean same = out.getValue() == in.sum.getValue();
            System.out.println(
                    (same ? "same " : "different ") + file.size().orElseThrow() + " bytes, " + file.chunkCount()
                            + " chunks, heap of " + Runtime.getRuntime().maxMemory() + " bytes");
            await(service.deleteFile(file.id()));
        } finally {
            threads.shutdown();
        }
    }

    /** So many bytes, which follow from their place. */
    private static final class Counted extends InputStream {
        private final CRC32C sum = new CRC32C();
        private final byte[] pattern = Files.content((1 << 20) + 7);
        private long left;
        private int at;

        Counted(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, Math.min(length, pattern.length - at));
            System.arraycopy(pattern, at, bytes, offset, count);
            sum.update(bytes, offset, count);
            at = (at + count) % pattern.length;
            left -= count;
            return count;
        }
    }

    /** Keeps values as files without forcing them to the device, which is all that this needs. */
    private static final class Directory implements StorageBackend {
        private final Path root;
        private final ExecutorService threads;

        Directory(Path root, ExecutorService threads) {
            this.root = root;
            this.threads = threads;
        }

        @Override
        public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
            return run(() -> {
                java.nio.file.Files.write(root.resolve(key.replace('/', '_')), value);
                return null;
            });
        }

        @Override
        public CompletableFuture<byte @Nullable []> get(String key) {
            return run(() -> java.nio.file.Files.readAllBytes(root.resolve(key.replace('/', '_'))));
        }

        @Override
        public CompletableFuture<Boolean> has(String key) {
            return run(() -> java.nio.file.Files.exists(root.resolve(key.replace('/', '_'))));
        }

        @Override
        public CompletableFuture<@Nullable Void> delete(String key) {
            return run(() -> {
                java.nio.file.Files.deleteIfExists(root.resolve(key.replace('/', '_')));
                return null;
            });
        }

        @Override
        public CompletableFuture<@Nullable Void> clear() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<List<String>> keys() {
            return run(() -> {
                try (var files = java.nio.file.Files.list(root)) {
                    return files.map(file -> file.getFileName().toString().replace('_', '/'))
                            .toList();
                }
            });
        }

        private <T extends @Nullable Object> CompletableFuture<T> run(Callable<T> work) {
            return Futures.recover(Futures.supply(threads, work), failure -> {
                throw ServiceException.builder("TEST_ERROR", ErrorKind.UNKNOWN, failure.toString())
                        .build();
            });
        }
    }
}
