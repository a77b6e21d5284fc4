package im.zk.storage.decorator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A timer whose time a test passes by hand, and which does what comes after it on the test's own thread. */
class ManualTimer implements Timer {

    private final List<Alarm> alarms = new ArrayList<>();
    private final Queue<Runnable> soon = new ArrayDeque<>();
    private long nanos = 1_000_000_000_000L;
    int closed;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Runnable after(long delay, Runnable action) {
        Alarm alarm = new Alarm(nanos + delay, action);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public void soon(Runnable action) {
        soon.add(action);
    }

    @Override
    public void close() {
        closed++;
    }

    /** How many actions wait for their time. */
    int waiting() {
        return alarms.size();
    }

    /** Does what was to be done soon, and what comes of it. */
    void run() {
        for (Runnable next = soon.poll(); next != null; next = soon.poll()) {
            next.run();
        }
    }

    /** Passes time, and does what is due, in its order. */
    void pass(Duration time) {
        nanos += time.toNanos();
        List<Alarm> due = alarms.stream()
                .filter(each -> each.due - nanos <= 0)
                .sorted(Comparator.comparingLong(each -> each.due))
                .toList();
        alarms.removeAll(due);
        due.forEach(each -> each.action.run());
        run();
    }

    private record Alarm(long due, Runnable action) {}
}
