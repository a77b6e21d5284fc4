package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.Linearizability.Action;
import im.zk.storage.tck.Linearizability.Call;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A few keys that a few threads set, get, ask for and delete at random, and the history of each. */
final class SharedKeys {

    private static final int KEYS = 3;
    private static final int THREADS = 4;
    private static final int CALLS_OF_THREAD = Linearizability.MOST_CALLS / THREADS;

    private final Map<String, Queue<Call>> histories = new LinkedHashMap<>();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger lastValue = new AtomicInteger(Linearizability.NONE);

    private SharedKeys() {}

    static SharedKeys of(String prefix) {
        SharedKeys shared = new SharedKeys();
        for (int key = 0; key < KEYS; key++) {
            shared.histories.put(prefix + "/" + key, new ConcurrentLinkedQueue<>());
        }
        return shared;
    }

    /** Lets all threads at the keys, and keeps what they saw. */
    void use(StorageBackend storage, Random random) throws Exception {
        List<List<Map.Entry<String, Action>>> plans = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            plans.add(plan(random));
        }
        Threads.runTogether(Threads.times(THREADS, thread -> {
            for (Map.Entry<String, Action> step : plans.get(thread)) {
                record(storage, step.getKey(), step.getValue());
            }
        }));
    }

    /** Asserts that some order explains what was seen of each key. */
    void assertLinearizable() {
        histories.forEach((key, history) -> assertThat(Linearizability.holds(List.copyOf(history)))
                .as(() -> "some order explains what was seen of " + key + ": " + print(history))
                .isTrue());
    }

    /** Asserts that nothing was read that nobody had begun to write. */
    void assertOnlyWrittenValues() {
        histories.forEach((key, history) -> {
            for (Call read : history) {
                Set<Integer> written = history.stream()
                        .filter(call -> call.action() == Action.SET && call.start() < read.end())
                        .map(Call::value)
                        .collect(Collectors.toCollection(HashSet::new));
                written.add(Linearizability.NONE);
                assertThat(read.action() != Action.GET || written.contains(read.value()))
                        .as(() -> read + " read what was written to " + key + ": " + print(history))
                        .isTrue();
            }
        });
    }

    private List<Map.Entry<String, Action>> plan(Random random) {
        Action[] actions = {Action.SET, Action.SET, Action.GET, Action.GET, Action.GET, Action.HAS, Action.DELETE};
        List<Map.Entry<String, Action>> plan = new ArrayList<>();
        for (String key : histories.keySet()) {
            for (int call = 0; call < CALLS_OF_THREAD; call++) {
                plan.add(Map.entry(key, actions[random.nextInt(actions.length)]));
            }
        }
        Collections.shuffle(plan, random);
        return plan;
    }

    private void record(StorageBackend storage, String key, Action action) throws InterruptedException {
        int written = action == Action.SET ? lastValue.incrementAndGet() : Linearizability.NONE;
        long start = clock.incrementAndGet();
        CompletableFuture<?> call = call(storage, key, action, written);
        AtomicLong end = new AtomicLong();
        Object answer = Await.<@Nullable Object>done(call.handle((value, failure) -> {
            end.set(clock.incrementAndGet());
            return failure == null ? value : failure;
        }));
        if (answer instanceof Throwable failure) {
            throw new AssertionError(action + " of " + key + " failed: " + failure, failure);
        }
        int seen = action == Action.SET ? written : valueOf(answer);
        Objects.requireNonNull(histories.get(key)).add(new Call(start, end.get(), action, seen));
    }

    private static CompletableFuture<?> call(StorageBackend storage, String key, Action action, int value) {
        return switch (action) {
            case SET ->
                storage.set(
                        key, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
            case GET -> storage.get(key);
            case HAS -> storage.has(key);
            case DELETE -> storage.delete(key);
        };
    }

    private static int valueOf(@Nullable Object answer) {
        if (answer instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes).getInt();
        }
        return Boolean.TRUE.equals(answer) ? 1 : Linearizability.NONE;
    }

    private static String print(Queue<Call> history) {
        return history.stream()
                .sorted(Comparator.comparingLong(Call::start))
                .map(Call::toString)
                .collect(Collectors.joining(", "));
    }
}
