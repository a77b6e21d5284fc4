package im.zk.storage.rest.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server can do beyond the six routes, as it says in the header {@link RestProtocol#EXTENSIONS}:
 * {@code paging, ordered, batch=8388608}.
 *
 * @param paging whether it lists in pages, by {@code limit}, {@code after} and {@code prefix}
 * @param ordered whether its listings are in ascending order of the keys' UTF-8 bytes
 * @param batchBytes how many bytes the body of a batch may have; 0 where it takes no batches
 */
public record Extensions(boolean paging, boolean ordered, long batchBytes) {

    /** Those of a server that knows the six routes alone. */
    public static final Extensions NONE = new Extensions(false, false, 0);

    private static final String PAGING = "paging";
    private static final String ORDERED = "ordered";
    private static final String BATCH = "batch=";

    /** Reads the header's value, passing over words that are not known; null, the missing header, is {@link #NONE}. */
    public static Extensions parse(@Nullable String header) {
        boolean paging = false;
        boolean ordered = false;
        long batchBytes = 0;
        for (String word : header == null ? new String[0] : header.trim().split("\\s*,\\s*", -1)) {
            paging |= word.equals(PAGING);
            ordered |= word.equals(ORDERED);
            if (word.startsWith(BATCH) && word.substring(BATCH.length()).matches("[0-9]{1,18}")) {
                batchBytes = Long.parseLong(word.substring(BATCH.length()));
            }
        }
        return new Extensions(paging, ordered, batchBytes);
    }

    /** Whether the server takes batches. */
    public boolean batch() {
        return batchBytes > 0;
    }

    /** The header's value; empty for {@link #NONE}. */
    public String header() {
        List<String> words = new ArrayList<>();
        if (paging) {
            words.add(PAGING);
        }
        if (ordered) {
            words.add(ORDERED);
        }
        if (batch()) {
            words.add(BATCH + batchBytes);
        }
        return String.join(", ", words);
    }
}
