package im.zk.storage.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Sets and reads a few large values, one at a time, until a line comes in; fails where one of them is lost. */
final class LiveProgram {

    static final String PREFIX = "live/";
    private static final int KEYS = 3;
    private static final int MAXIMUM_BYTES = 200_000;

    private LiveProgram() {}

    public static void main(String[] arguments) throws IOException {
        long version = 0;
        try (FileStorageBackend backend =
                FileStorageBackend.builder().directory(Path.of(arguments[0])).build()) {
            while (System.in.available() == 0) {
                String key = PREFIX + version % KEYS;
                byte[] value = SealedValue.of(key, version, MAXIMUM_BYTES);
                backend.set(key, value).join();
                if (!Arrays.equals(value, backend.get(key).join())) {
                    throw new AssertionError(key + " is not what was set");
                }
                if (version++ == 0) {
                    System.out.println("ready");
                }
            }
        }
        System.out.println(version);
    }
}
