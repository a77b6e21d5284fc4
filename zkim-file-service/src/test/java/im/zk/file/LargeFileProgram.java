package im.zk.file;

import im.zk.storage.StorageBackend;
import im.zk.storage.file.FileStorageBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.CRC32C;

/** Passes a file of many bytes into a directory and out again; run by a test in a JVM with a small heap. */
final class LargeFileProgram {

    private LargeFileProgram() {}

    /** The directory, and how many MiB. */
    public static void main(String[] arguments) throws IOException {
        Counted in = new Counted(Long.parseLong(arguments[1]) << 20);
        CRC32C out = new CRC32C();
        PlatformKey platform = PlatformKey.generate();
        UserKeys user = UserKeys.generate();
        try (StorageBackend directory = FileStorageBackend.builder()
                        .directory(Path.of(arguments[0]))
                        .build();
                ZkimFileService service = new ZkimFileService(directory)) {
            long begun = System.nanoTime();
            ZkimFile file = service.createZkimFile(in, "u", platform, user, Files.NOTES, ProgressListener.NONE)
                    .join();
            long made = System.nanoTime();
            service.downloadFile(file.id(), "u", platform, user, summing(out), ProgressListener.NONE)
                    .join();
            long read = System.nanoTime();
            service.deleteFile(file.id()).join();
            boolean same = out.getValue() == in.sum.getValue();
            System.out.println((same ? "same " : "different ") + file.size().orElseThrow() + " bytes, "
                    + file.chunkCount() + " chunks, in " + seconds(begun, made) + " s, out " + seconds(made, read)
                    + " s, heap of " + Runtime.getRuntime().maxMemory() + " bytes, "
                    + directory.keys().join().size() + " keys left");
        }
    }

    private static OutputStream summing(CRC32C sum) {
        return new OutputStream() {
            @Override
            public void write(int value) {
                sum.update(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                sum.update(bytes, offset, length);
            }
        };
    }

    private static long seconds(long from, long to) {
        return Duration.ofNanos(to - from).toSeconds();
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
}
