package im.zk.file;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files whose headers a cleanup has read, so that it reads each once, however many words and pages of chunks it has. Says only
 * what may stay: whatever is to be removed is looked at anew.
 *
 * <p>Bounded: files after the first {@value #MOST} files and words are not remembered. To forget the first for them would be of no
 * use: the next walk begins with the first again.
 */
final class KnownFiles {

    static final long MOST = 100_000;

    private final Map<String, IndexEntries> files = new ConcurrentHashMap<>();
    private final Map<String, Integer> entriesSeen = new ConcurrentHashMap<>();
    private final AtomicLong size = new AtomicLong();

    void add(String id, IndexEntries index) {
        long more = 1L + index.tokens().size();
        if (size.get() + more <= MOST && files.put(id, index) == null) {
            size.addAndGet(more);
        }
    }

    /** Whether these are all chunks of a file that was there, or entries that it lists. */
    boolean hasAll(String id, Collection<String> keys) {
        IndexEntries index = files.get(id);
        if (index == null) {
            return false;
        }
        List<String> entries = index.keys(id);
        return keys.stream().allMatch(key -> key.startsWith(FileNames.CHUNKS) || entries.contains(key));
    }

    /** Counts entries that a file lists and the index has, each of which a walk comes by once. */
    void sawEntries(String id, Collection<String> keys) {
        entriesSeen.merge(
                id,
                (int) keys.stream()
                        .filter(key -> key.startsWith(FileNames.INDEX))
                        .count(),
                Integer::sum);
    }

    /** Whether the index had every entry of a file that was there. */
    boolean isWhole(String id) {
        IndexEntries index = files.get(id);
        return index != null
                && entriesSeen.getOrDefault(id, 0) >= index.tokens().size();
    }
}
