package im.zk.storage.jdbc;

import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A batch in chunks, each for one statement. */
final class Chunks {

    /** The most keys of a chunk. */
    static final int KEYS = 1_000;

    /** The most bytes of values of a chunk, unless its only value has more. */
    static final int BYTES = 4 << 20;

    private Chunks() {}

    /** Rows in the order of their keys. */
    static List<List<Map.Entry<String, byte[]>>> of(Map<String, byte[]> entries) {
        List<Map.Entry<String, byte[]>> sorted = entries.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey, Keys.UTF8_ORDER))
                .toList();
        List<List<Map.Entry<String, byte[]>>> chunks = new ArrayList<>();
        List<Map.Entry<String, byte[]>> chunk = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, byte[]> row : sorted) {
            if (!chunk.isEmpty() && (chunk.size() == KEYS || bytes + row.getValue().length > BYTES)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(row);
            bytes += row.getValue().length;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }
}
