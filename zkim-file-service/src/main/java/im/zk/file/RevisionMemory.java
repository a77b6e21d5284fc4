package im.zk.file;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest headers that this service has seen of the {@value #FILES} files that it saw last: those that users proved, and apart
 * from them those that only a platform's key proved, which anybody with that key can make.
 */
final class RevisionMemory {

    static final int FILES = 100_000;

    /** Stands for a revision after all others. */
    static final long DELETED = Long.MAX_VALUE;

    private final Map<String, Seen> byUsers = new Latest();
    private final Map<String, Seen> byPlatforms = new Latest();

    /** Whose key proved a header, if any did. */
    enum Proof {
        USER,
        PLATFORM,
        NONE
    }

    /** What was seen before a header was asked for: an older one may be an honest answer that was overtaken, unless it is older. */
    record Before(long byUsers, long byPlatforms) {}

    private record Seen(long revision, int digest) {}

    synchronized Before before(String id) {
        return new Before(revision(byUsers, id), revision(byPlatforms, id));
    }

    /** Refuses a header that is older than one that was seen before it was asked for. */
    void requireNewer(FileHeader header, Before before, Proof proof) {
        long seen = proof == Proof.USER ? before.byUsers() : Math.max(before.byUsers(), before.byPlatforms());
        if (header.revision() < seen) {
            throw FileErrors.rolledBack(header.id(), header.revision(), seen);
        }
    }

    /** Remembers a header, if it was proved; true where another one of its revision was seen. */
    synchronized boolean remember(FileHeader header, Proof proof) {
        if (proof == Proof.NONE) {
            return false;
        }
        Map<String, Seen> memory = proof == Proof.USER ? byUsers : byPlatforms;
        Seen now = new Seen(header.revision(), header.digest());
        Seen seen = memory.get(header.id());
        if (seen == null || seen.revision() <= now.revision()) {
            memory.put(header.id(), now);
        }
        return seen != null && seen.revision() == now.revision() && seen.digest() != now.digest();
    }

    /** Ids are never used again: whatever comes after a deletion was brought back. */
    synchronized void deleted(String id) {
        byUsers.put(id, new Seen(DELETED, 0));
    }

    private static long revision(Map<String, Seen> memory, String id) {
        Seen seen = memory.get(id);
        return seen == null ? 0 : seen.revision();
    }

    private static final class Latest extends LinkedHashMap<String, Seen> {
        private static final long serialVersionUID = 1L;
        private static final float LOAD = 0.75f;

        Latest() {
            super(16, LOAD, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > FILES;
        }
    }
}
