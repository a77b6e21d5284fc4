package im.zk.storage.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Something that is done after a time, by the JDK's timer, which costs no thread. The timer's one thread is everybody's: what
 * blocked it would stop all timeouts of the program, so that it only hands over to other threads.
 */
public final class Alarm {

    private final CompletableFuture<Boolean> rings = new CompletableFuture<>();

    private Alarm() {}

    /**
     * Has something done after a time.
     *
     * @param nanos the time
     * @param threads where it is done: not where it would have to wait for others that are blocked
     * @param action what is done, which may block
     */
    public static Alarm after(long nanos, Executor threads, Runnable action) {
        Alarm alarm = new Alarm();
        alarm.rings.thenAccept(isDue -> {
            if (isDue) {
                threads.execute(action);
            }
        });
        alarm.rings.completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
        return alarm;
    }

    /** Has it not done, unless it was handed over already. */
    public void callOff() {
        // Not cancel(): on Java 17, only a future that completes normally is taken from the JDK's timer.
        rings.complete(false);
    }
}
