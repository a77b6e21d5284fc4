package im.zk.storage.benchmarks.contender;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A client whose calls block: each runs on one of as many threads as the largest measurement has calls in flight. */
public abstract class BlockingContender implements Contender {

    /** How many calls run at a time. */
    public static final int THREADS = 64;

    private final ExecutorService threads = newThreads();

    /** As many threads as calls run at a time. */
    static ExecutorService newThreads() {
        return Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "contender");
            thread.setDaemon(true);
            return thread;
        });
    }

    protected abstract void put(String key, byte[] value) throws Exception;

    protected abstract byte @Nullable [] read(String key) throws Exception;

    protected abstract boolean exists(String key) throws Exception;

    protected abstract void remove(String key) throws Exception;

    /** Closes the client, once no call is under way. */
    protected abstract void closeClient() throws Exception;

    @Override
    public final CompletableFuture<?> set(String key, byte[] value) {
        return run(() -> {
            put(key, value);
            return true;
        });
    }

    @Override
    public final CompletableFuture<byte @Nullable []> get(String key) {
        return run(() -> read(key));
    }

    @Override
    public final CompletableFuture<Boolean> has(String key) {
        return run(() -> exists(key));
    }

    @Override
    public final CompletableFuture<?> delete(String key) {
        return run(() -> {
            remove(key);
            return true;
        });
    }

    @Override
    public final void close() {
        threads.shutdownNow();
        try {
            closeClient();
        } catch (Exception failure) {
            throw new IllegalStateException("A client could not be closed", failure);
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception failure) {
                        throw new CompletionException(failure);
                    }
                },
                threads);
    }
}
