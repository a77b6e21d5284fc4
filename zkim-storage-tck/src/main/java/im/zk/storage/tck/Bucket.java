package im.zk.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An object store in this process, as a blocking client shows it: names and bytes, listings of at most 1,000 names, a
 * limit on an object's size, a bucket that may be missing, objects that refuse, and a service that may stall.
 */
class Bucket {

    static final int PAGE = 1000;
    static final int MAXIMUM_BYTES = 9 << 20;

    final ConcurrentNavigableMap<String, byte[]> objects;
    final AtomicInteger callsUnderWay = new AtomicInteger();
    final AtomicLong bytesServed = new AtomicLong();
    private final boolean exists;
    private final Set<String> refused;
    private final @Nullable CountDownLatch stall;

    private Bucket(
            ConcurrentNavigableMap<String, byte[]> objects,
            boolean exists,
            Set<String> refused,
            @Nullable CountDownLatch stall) {
        this.objects = objects;
        this.exists = exists;
        this.refused = refused;
        this.stall = stall;
    }

    /** An empty bucket. */
    static Bucket create() {
        return new Bucket(new ConcurrentSkipListMap<>(), true, Set.of(), null);
    }

    /** The name of a bucket that does not exist. */
    static Bucket missing() {
        return new Bucket(new ConcurrentSkipListMap<>(), false, Set.of(), null);
    }

    /** A bucket whose service takes calls and answers none until a latch opens. */
    static Bucket stalled(CountDownLatch stall) {
        return new Bucket(new ConcurrentSkipListMap<>(), true, Set.of(), stall);
    }

    /** The same objects through a service that refuses some names. */
    Bucket refusing(Set<String> names) {
        return new Bucket(objects, exists, names, stall);
    }

    void put(String name, byte[] value) throws Exception {
        serve(name);
        if (value.length > MAXIMUM_BYTES) {
            throw new TooLargeException();
        }
        byte[] own = value.clone();
        if (Thread.currentThread().isInterrupted()) {
            // Whoever cancelled may have changed the array before it was read.
            throw new InterruptedException();
        }
        objects.put(name, own);
    }

    byte @Nullable [] get(String name) throws Exception {
        serve(name);
        byte[] value = objects.get(name);
        if (value == null) {
            return null;
        }
        bytesServed.addAndGet(value.length);
        return value.clone();
    }

    boolean head(String name) throws Exception {
        serve(name);
        return objects.containsKey(name);
    }

    void delete(String name) throws Exception {
        serve(name);
        objects.remove(name);
    }

    /** A page of names after a name, and whether there are more. */
    Map.Entry<List<String>, Boolean> list(String prefix, @Nullable String after, int limit) throws Exception {
        serve("");
        List<String> names = new ArrayList<>();
        boolean resumes = after != null && after.compareTo(prefix) >= 0;
        for (String name : objects.tailMap(resumes ? after : prefix, !resumes).keySet()) {
            if (!name.startsWith(prefix)) {
                break;
            }
            if (names.size() == Math.min(limit, PAGE)) {
                return Map.entry(names, true);
            }
            names.add(name);
        }
        return Map.entry(names, false);
    }

    private void serve(String name) throws InterruptedException {
        callsUnderWay.incrementAndGet();
        try {
            if (stall != null) {
                stall.await();
            }
            if (!exists) {
                throw new NoSuchElementException("no such bucket");
            }
            if (refused.contains(name)) {
                throw new IllegalStateException("refused");
            }
        } finally {
            callsUnderWay.decrementAndGet();
        }
    }

    /** The object is larger than the bucket takes. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
