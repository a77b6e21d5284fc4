package im.zk.storage.ipfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Values that are sent in one request, and what became of each. */
final class SetBatch {

    /** How many requests of one batch are under way at a time. */
    static final int CONCURRENCY = 4;

    private static final int MOST_KEYS = 64;
    private static final int MOST_BYTES = 4 << 20;
    private static final int LARGEST_VALUE = 1 << 20;

    private final ValueWriter writer;
    private final RemotePins pins;
    private final KeyDirectory directory;
    private final Map<String, Exception> failures = new LinkedHashMap<>();

    SetBatch(ValueWriter writer, RemotePins pins, KeyDirectory directory) {
        this.writer = writer;
        this.pins = pins;
        this.directory = directory;
    }

    /** The keys of values in parts that fit a request each; those of large values by themselves. */
    static List<List<String>> parts(Map<String, byte[]> values, long maximum) {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, byte[]> entry : values.entrySet()) {
            int length = entry.getValue().length;
            if (length > Math.min(LARGEST_VALUE, maximum)) {
                parts.add(List.of(entry.getKey()));
                continue;
            }
            if (part.size() == MOST_KEYS || bytes + length > MOST_BYTES) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(entry.getKey());
            bytes += length;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** Stores the values of keys that nobody else of this backend writes. */
    void write(List<String> keys, Map<String, byte[]> all) throws IOException, InterruptedException {
        Map<String, byte[]> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key, Objects.requireNonNull(all.get(key))));
        Map<String, String> before = pins.isWanted() ? cidsOf(keys) : Map.of();
        Map<String, String> cids = new LinkedHashMap<>();
        failures.putAll(writer.writeAll(values, cids));
        for (Map.Entry<String, String> stored : cids.entrySet()) {
            try {
                pins.replace(directory.pathOf(stored.getKey()), before.get(stored.getKey()), stored.getValue());
            } catch (IOException | RuntimeException failure) {
                failures.put(stored.getKey(), failure);
            }
        }
    }

    /** What went wrong, by key. */
    Map<String, Exception> failures() {
        return failures;
    }

    private Map<String, String> cidsOf(List<String> keys) throws IOException, InterruptedException {
        Map<String, String> cids = new LinkedHashMap<>();
        for (String key : keys) {
            Stat stat = directory.stat(directory.pathOf(key));
            if (stat != null) {
                cids.put(key, stat.cid());
            }
        }
        return cids;
    }
}
