package im.zk.file;

import java.util.LinkedHashMap;
import java.util.Map;

/** The latest revision that this service has seen of each file, of the {@value #FILES} that it saw last. */
final class RevisionMemory {

    static final int FILES = 100_000;

    private static final float LOAD = 0.75f;

    private final Map<String, Long> seen = new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > FILES;
        }
    };

    /** Remembers an authentic header, and refuses one that is older than what was seen before. */
    synchronized void saw(FileHeader header) {
        Long before = seen.get(header.id());
        if (before != null && header.revision() < before) {
            throw FileErrors.rolledBack(header.id(), header.revision(), before);
        }
        seen.put(header.id(), header.revision());
    }

    synchronized void forget(String id) {
        seen.remove(id);
    }
}
