package im.zk.storage.decorator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which sides missed the last write of a key. Stored as four lines of UTF-8: {@code 1}, the number, the names joined by
 * commas, the key, which has no line breaks; under the SHA-256 of the key.
 *
 * @param key the key
 * @param number orders the notes of one key: the highest counts, whichever side it is on
 * @param behind the names of the sides
 */
record MirrorNote(String key, long number, Set<String> behind) {

    private static final String VERSION = "1";
    private static final int LINES = 4;

    /** The key under which it is stored. */
    static String name(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return "note-" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    byte[] toBytes() {
        return String.join("\n", VERSION, Long.toString(number), String.join(",", new TreeSet<>(behind)), key)
                .getBytes(UTF_8);
    }

    /** The note that was stored; null where it is none. */
    static @Nullable MirrorNote of(byte[] stored) {
        String[] lines = new String(stored, UTF_8).split("\n", LINES);
        if (lines.length != LINES || !lines[0].equals(VERSION) || !lines[1].matches("\\d{1,18}")) {
            return null;
        }
        Set<String> behind = new LinkedHashSet<>(Arrays.asList(lines[2].split(",", -1)));
        return new MirrorNote(lines[3], Long.parseLong(lines[1]), behind);
    }
}
