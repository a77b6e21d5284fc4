package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every group of rules has: a namespace of its own for each test, cleared and closed after it. */
@ExtendWith(ContractExtension.class)
abstract class Contract {

    private static final Set<Capability> CHANGES =
            EnumSet.of(Capability.WRITE, Capability.DELETE, Capability.CLEAR, Capability.LIST);

    private static final IntSupplier NO_CALLS = new AtomicInteger()::get;

    private final String namespace =
            "tck-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final Set<String> used = new LinkedHashSet<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable StorageBackendTck kit;
    private @Nullable StorageBackend storage;
    private @Nullable StorageBackend writer;

    /** Tells it the author's class, before each test. */
    final void prove(StorageBackendTck tested) {
        kit = tested;
    }

    /** The author's class. */
    final StorageBackendTck kit() {
        return Objects.requireNonNull(kit, "kit");
    }

    /** The namespace of this test. */
    final String namespace() {
        used.add(namespace);
        return namespace;
    }

    /** The backend under test, opened on the first call. */
    final StorageBackend storage() throws Exception {
        StorageBackend known = storage;
        if (known == null) {
            known = closeLater(kit().open(namespace()));
            storage = known;
        }
        return known;
    }

    /** A client of the same keys with which a test prepares what it then reads: the same one where that can write. */
    final StorageBackend writer() throws Exception {
        StorageBackend known = writer;
        if (known == null) {
            boolean able = storage().capabilities().containsAll(CHANGES);
            known = able ? storage() : closeLater(kit().openWriter(namespace()));
            writer = known;
        }
        return known;
    }

    /** A further client of this test's namespace, or with a suffix, of another. */
    final StorageBackend openAnother(String suffix) throws Exception {
        used.add(namespace + suffix);
        return closeLater(kit().open(namespace + suffix));
    }

    /** A backend whose service does not answer; where nothing can stall, one that does, of which a test sees less. */
    final Stalled stalled() throws Exception {
        Optional<Stalled> given = kit().openStalled();
        Stalled service = given.isPresent() ? given.get() : new Stalled(openAnother(""), NO_CALLS, () -> {});
        closeLater(service.backend());
        closeLater(service.release()::run);
        return service;
    }

    /** Whether the service of {@link #stalled} really does not answer. */
    static boolean stalls(Stalled service) {
        return service.callsUnderWay() != NO_CALLS;
    }

    /** Waits until a call has arrived at a service that does not answer. */
    static void awaitUnderWay(Stalled service) {
        if (stalls(service)) {
            Await.until(
                    "a call arrives at the service",
                    () -> service.callsUnderWay().getAsInt() > 0);
        }
    }

    /** Waits until a service that does not answer holds no call any more. */
    static void awaitNoneUnderWay(Stalled service, String why) {
        Await.until(
                () -> "the service holds no call " + why + ", but it holds "
                        + service.callsUnderWay().getAsInt(),
                () -> service.callsUnderWay().getAsInt() == 0);
    }

    /** Closes something after the test, the last opened first. */
    final <T extends AutoCloseable> T closeLater(T resource) {
        opened.push(resource);
        return resource;
    }

    /** A random source whose seed is in the message of whatever fails: run again with {@code -Dzkim.tck.seed=…}. */
    final void withSeed(RandomisedTest test) throws Exception {
        long seed = Long.getLong("zkim.tck.seed", ThreadLocalRandom.current().nextLong());
        try {
            test.run(new Random(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("With -Dzkim.tck.seed=" + seed + ": " + failure.getMessage(), failure);
        }
    }

    /** Stores a value with the {@link #writer()}. */
    final void prepare(String key, byte[] value) throws Exception {
        Await.done(writer().set(key, value));
    }

    /** Legal keys, of which those that are too long with what the backend takes for itself begin later. */
    final Set<String> fitting(Collection<String> keys) {
        String taken = "t".repeat(kit().keyBytesTaken());
        Set<String> fitting = new LinkedHashSet<>();
        for (String key : keys) {
            String shorter = key;
            while (Keys.violation(taken + shorter) != null) {
                shorter = shorter.substring(shorter.offsetByCodePoints(0, 1));
            }
            fitting.add(shorter);
        }
        return fitting;
    }

    /** Asserts that a key has a value, as the backend under test reads it. */
    final void assertHolds(String key, byte[] value) throws Exception {
        assertThat(Await.done(storage().get(key))).as("get %s", key).isEqualTo(value);
        assertThat(Await.done(storage().has(key))).as("has %s", key).isTrue();
    }

    /** Asserts that a key has no value, as the backend under test reads it. */
    final void assertMissing(String key) throws Exception {
        assertThat(Await.done(storage().get(key))).as("get %s", key).isNull();
        assertThat(Await.done(storage().has(key))).as("has %s", key).isFalse();
    }

    /** All of it, whatever one step fails with: what stays behind would be the other tests' trouble. */
    @AfterEach
    final void closeAndClear() throws Throwable {
        List<AutoCloseable> steps = new ArrayList<>(opened);
        used.forEach(name -> steps.add(() -> clear(name)));
        Throwable first = null;
        for (AutoCloseable step : steps) {
            try {
                step.close();
            } catch (Throwable failure) {
                if (first == null) {
                    first = failure;
                } else if (first != failure) {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void clear(String name) throws Exception {
        try (StorageBackend cleaner = kit().openWriter(name)) {
            Await.done(cleaner.clear());
        }
    }

    /** A test that draws from a random source. */
    @FunctionalInterface
    interface RandomisedTest {
        void run(Random random) throws Exception;
    }
}
