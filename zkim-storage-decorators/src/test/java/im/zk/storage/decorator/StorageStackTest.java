package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The one order, and what the builder refuses. */
class StorageStackTest {

    private static final String WHOLE =
            "Metrics(Logging(ReadOnly(Caching(Retrying(Timeout(Limit[8](Checksum(" + "Prefix[tenant/](Memory)))))))))";

    @Test
    void theOrderIsTheSameWhicheverWayTheLayersAreNamed() {
        List<Consumer<StorageStack>> layers = Stacks.layersOutermostFirst();
        StorageStack outermostFirst = StorageStack.over(new InMemoryStorage());
        layers.forEach(layer -> layer.accept(outermostFirst));
        StorageStack innermostFirst = StorageStack.over(new InMemoryStorage());
        for (int at = layers.size() - 1; at >= 0; at--) {
            layers.get(at).accept(innermostFirst);
        }

        assertThat(outermostFirst.build()).hasToString(WHOLE);
        assertThat(innermostFirst.build()).hasToString(WHOLE);
    }

    @Test
    void aStackWithoutLayersIsTheBackend() {
        StorageBackend backend = new InMemoryStorage();
        assertThat(StorageStack.over(backend).build()).isSameAs(backend);
    }

    @Test
    void eachLayerIsThereOnce() {
        for (Consumer<StorageStack> layer : Stacks.layersOutermostFirst()) {
            StorageStack stack = StorageStack.over(new InMemoryStorage());
            layer.accept(stack);
            assertInvalid(() -> layer.accept(stack), "already");
            StorageBackend built = stack.build();
            StorageStack second = StorageStack.over(built);
            layer.accept(second);
            assertInvalid(second::build, "already", built.toString());
        }
    }

    @Test
    void aStackOverAStackKeepsTheOrderToo() {
        StorageBackend inner = StorageStack.over(new InMemoryStorage())
                .timeout(Duration.ofSeconds(1))
                .keyPrefix("a")
                .build();

        assertInvalid(
                () -> StorageStack.over(inner).concurrencyLimit(1).build(),
                "concurrencyLimit belongs inside of timeout",
                "Timeout(Prefix[a/](Memory))");
        assertThat(StorageStack.over(inner).retry().readOnly().build())
                .hasToString("ReadOnly(Retrying(Timeout(Prefix[a/](Memory))))");
    }

    @Test
    void aStackIsBuiltOnce() {
        StorageStack stack = StorageStack.over(new InMemoryStorage()).readOnly();
        stack.build();

        assertInvalid(stack::build, "built already");
    }

    @Test
    void whatCannotBeUsedIsRefusedAtOnce() {
        StorageStack stack = StorageStack.over(new InMemoryStorage());

        assertInvalid(() -> stack.timeout(Duration.ZERO), "timeout must be more than nothing");
        assertInvalid(() -> stack.timeout(Duration.ofDays(400)), "at most a year");
        assertInvalid(() -> stack.concurrencyLimit(0), "limit must be 1 at least");
        assertInvalid(() -> stack.keyPrefix(""), "key prefix is empty");
        assertInvalid(() -> stack.retry(retry -> retry.maxAttempts(0)), "attempts must be 1");
        assertInvalid(() -> stack.cache(cache -> cache.maximumBytes(0)), "more than zero");
    }

    @Test
    void retriesTurnTheBackendsOwnOff() {
        StorageBackend once = new InMemoryStorage();
        StorageBackend often = new Often(once);

        assertThat(StorageStack.over(often).retry().build()).hasToString("Retrying(Memory)");
        assertThat(StorageStack.over(often).readOnly().build()).hasToString("ReadOnly(Often(Memory))");
        assertThat(StorageStack.over(often).readOnly().build().retries()).isTrue();
        assertThat(StorageStack.over(once).retry().build().retries()).isTrue();
        assertThat(StorageStack.over(once).readOnly().build().retries()).isFalse();
    }

    @Test
    void retriesThatCannotBeTurnedOffAreRefused() {
        StorageBackend hidden = new ForwardingStorageBackend(
                StorageStack.over(new InMemoryStorage()).retry().build()) {
            @Override
            public String toString() {
                return "Hidden";
            }
        };

        assertInvalid(() -> StorageStack.over(hidden).retry().build(), "Hidden retries by itself");
    }

    @Test
    void retriesOfAMirrorsSidesAreRetriesOfTheMirror() {
        StorageBackend once = new InMemoryStorage();
        StorageBackend often = new Often(once);
        for (StorageBackend mirror : List.of(mirror(often, once), mirror(once, often))) {
            assertThat(mirror.retries()).isTrue();
            assertThat(StorageStack.over(mirror).readOnly().build().retries()).isTrue();
            assertInvalid(
                    () -> StorageStack.over(mirror).retry().build(),
                    "The side far of Mirror[near=Memory, far=",
                    "retries by itself",
                    "withoutRetries()");
        }
        StorageBackend mirror = mirror(often.withoutRetries(), once);
        assertThat(mirror.retries()).isFalse();
        assertThat(StorageStack.over(mirror).retry().build()).hasToString("Retrying(" + mirror + ")");
    }

    private static StorageBackend mirror(StorageBackend farValues, StorageBackend farNotes) {
        return MirrorStorageBackend.builder()
                .side("near", new InMemoryStorage(), new InMemoryStorage())
                .side("far", farValues, farNotes)
                .build();
    }

    private static void assertInvalid(ThrowingCallable wrong, String... says) {
        assertThatThrownBy(wrong)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG))
                .hasMessageContainingAll(says);
    }

    /** A backend with retries of its own. */
    private static final class Often extends ForwardingStorageBackend {
        Often(StorageBackend once) {
            super(once);
        }

        @Override
        public boolean retries() {
            return true;
        }

        @Override
        public StorageBackend withoutRetries() {
            return delegate();
        }
    }
}
