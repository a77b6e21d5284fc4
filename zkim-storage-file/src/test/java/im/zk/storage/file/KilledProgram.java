package im.zk.storage.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sets, overwrites and deletes keys from several threads, and prints a line for what is acknowledged, until it is killed:
 * {@code KilledProgram <directory> <durability> <first version>}.
 */
final class KilledProgram {

    static final int THREADS = 4;
    private static final int KEYS_PER_THREAD = 12;
    private static final int MAXIMUM_BYTES = 6_000;
    private static final int LARGE_BYTES = 500_000;

    private KilledProgram() {}

    public static void main(String[] arguments) {
        FileStorageBackend backend = FileStorageBackend.builder()
                .directory(Path.of(arguments[0]))
                .durability(Durability.valueOf(arguments[1]))
                .build();
        long firstVersion = Long.parseLong(arguments[2]);
        System.out.println("open");
        for (int thread = 0; thread < THREADS; thread++) {
            List<String> keys = keys(thread);
            SplittableRandom random = new SplittableRandom(firstVersion + thread);
            new Thread(() -> write(backend, keys, firstVersion, random)).start();
        }
    }

    /** All keys that the program writes. */
    static List<String> allKeys() {
        List<String> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            all.addAll(keys(thread));
        }
        return all;
    }

    /** Whether a version of a key is that the key is deleted. */
    static boolean isDeletion(String key, long version) {
        return new SplittableRandom(version * 17 + key.hashCode()).nextInt(5) == 0;
    }

    /** The value of a version that is not a deletion. */
    static byte[] value(String key, long version) {
        boolean large = new SplittableRandom(version * 19 + key.hashCode()).nextInt(50) == 0;
        return SealedValue.of(key, version, large ? LARGE_BYTES : MAXIMUM_BYTES);
    }

    private static List<String> keys(int thread) {
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < KEYS_PER_THREAD; number++) {
            // Long ones stand in directories that deletes remove and sets make again.
            String tail = number % 3 == 0 ? "/" + "Long Key ".repeat(40) : "";
            keys.add("thread" + thread + "/key" + number + tail);
        }
        return keys;
    }

    private static void write(
            FileStorageBackend backend, List<String> keys, long firstVersion, SplittableRandom random) {
        long[] next = new long[keys.size()];
        while (true) {
            int number = random.nextInt(keys.size());
            String key = keys.get(number);
            long version = firstVersion + next[number]++;
            if (isDeletion(key, version)) {
                backend.delete(key).join();
            } else {
                backend.set(key, value(key, version)).join();
            }
            System.out.println("ack " + version + " " + key);
        }
    }
}
