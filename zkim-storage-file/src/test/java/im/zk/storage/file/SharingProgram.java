package im.zk.storage.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** One of several processes that set, read and delete the same keys, and keys of their own, at once. */
final class SharingProgram {

    static final int ROUNDS = 150;
    static final List<String> SHARED = IntStream.range(0, 4)
            .mapToObj(number -> "shared" + number + "/" + "long name ".repeat(number * 15))
            .toList();
    private static final int MAXIMUM_BYTES = 20_000;

    private SharingProgram() {}

    /** {@code SharingProgram <directory> <id>}. */
    public static void main(String[] arguments) throws Exception {
        try (FileStorageBackend backend =
                FileStorageBackend.builder().directory(Path.of(arguments[0])).build()) {
            System.out.println("open");
            Objects.checkIndex(0, System.in.read());
            share(backend, Long.parseLong(arguments[1]));
        }
        System.out.println("done");
    }

    /** What every process does at the same time. */
    static void share(FileStorageBackend backend, long id) {
        for (int round = 0; round < ROUNDS; round++) {
            String key = SHARED.get(round % SHARED.size());
            long version = id * ROUNDS + round;
            backend.set(key, SealedValue.of(key, version, MAXIMUM_BYTES)).join();
            byte[] read = backend.get(key).join();
            if (read != null) {
                SealedValue.version(key, read);
            }
            if (round % 5 == 0) {
                backend.delete(key).join();
            }
            backend.set(ownKey(id, round), SealedValue.of(ownKey(id, round), version, MAXIMUM_BYTES))
                    .join();
        }
    }

    static String ownKey(long id, int round) {
        return "own" + id + "/" + round;
    }
}
