package im.zk.storage.decorator;

import im.zk.storage.spi.Keys;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A service in this process, as a blocking client shows it: it may be missing, stall, refuse keys, and take no large values. */
final class StrictService {

    static final int MAXIMUM_BYTES = 4 << 20;

    final ConcurrentNavigableMap<String, byte[]> values;
    final AtomicInteger callsUnderWay = new AtomicInteger();
    final boolean exists;
    private final Set<String> refused;
    private final @Nullable CountDownLatch stall;

    private StrictService(
            ConcurrentNavigableMap<String, byte[]> values,
            boolean exists,
            Set<String> refused,
            @Nullable CountDownLatch stall) {
        this.values = values;
        this.exists = exists;
        this.refused = refused;
        this.stall = stall;
    }

    static StrictService create() {
        return new StrictService(new ConcurrentSkipListMap<>(Keys.UTF8_ORDER), true, Set.of(), null);
    }

    static StrictService missing() {
        return new StrictService(new ConcurrentSkipListMap<>(Keys.UTF8_ORDER), false, Set.of(), null);
    }

    static StrictService stalled(CountDownLatch stall) {
        return new StrictService(new ConcurrentSkipListMap<>(Keys.UTF8_ORDER), true, Set.of(), stall);
    }

    /** The same values, where some keys are refused. */
    StrictService refusing(Set<String> keys) {
        return new StrictService(values, exists, keys, stall);
    }

    /** What every call goes through. */
    void serve(String key) throws InterruptedException {
        callsUnderWay.incrementAndGet();
        try {
            if (stall != null) {
                stall.await();
            }
            if (!exists) {
                throw new IllegalStateException("no such container");
            }
            if (refused.contains(key)) {
                throw new IllegalStateException("refused");
            }
        } finally {
            callsUnderWay.decrementAndGet();
        }
    }
}
