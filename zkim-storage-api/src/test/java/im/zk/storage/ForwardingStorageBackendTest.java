package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingStorageBackendTest {

    @Test
    void everyMethodOfTheInterfaceIsOverridden() throws NoSuchMethodException {
        for (Method method : StorageBackend.class.getMethods()) {
            Method own = ForwardingStorageBackend.class.getMethod(method.getName(), method.getParameterTypes());
            assertThat(own.getDeclaringClass()).as(method.toString()).isEqualTo(ForwardingStorageBackend.class);
        }
    }

    @Test
    void everyMethodIsPassedOnOnce() throws ReflectiveOperationException {
        List<String> called = new ArrayList<>();
        StorageBackend delegate = (StorageBackend) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StorageBackend.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return method.getReturnType() == boolean.class ? false : null;
                });
        StorageBackend forwarding = new ForwardingStorageBackend(delegate) {};
        List<String> expected = new ArrayList<>();

        for (Method method : StorageBackend.class.getMethods()) {
            // Without retries, it is the same decorator still: what it asks the delegate is whether that retries.
            expected.add(method.getName().equals("withoutRetries") ? "retries" : method.getName());
            method.invoke(
                    forwarding,
                    Arrays.stream(method.getParameterTypes()).map(type -> null).toArray());
        }
        assertThat(called).isEqualTo(expected);
    }

    @Test
    void aDecoratorRetriesAsWhatItWrapsAndCannotTurnThatOff() {
        StorageBackend once = new ReadOnlyStorageBackend(new InMemoryStorage());
        StorageBackend often = new ReadOnlyStorageBackend(new RetryingStorageBackend(new InMemoryStorage()));

        assertThat(once.retries()).isFalse();
        assertThat(once.withoutRetries()).isSameAs(once);
        assertThat(often.retries()).isTrue();
        assertThatThrownBy(often::withoutRetries)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("ReadOnly(Retrying(Memory)) retries by itself");
    }

    @Test
    void theTextShowsTheStack() {
        assertThat(new ReadOnlyStorageBackend(new ReadOnlyStorageBackend(new InMemoryStorage())))
                .hasToString("ReadOnly(ReadOnly(Memory))");
    }

    private static final class RetryingStorageBackend extends ForwardingStorageBackend {
        RetryingStorageBackend(StorageBackend delegate) {
            super(delegate);
        }

        @Override
        public boolean retries() {
            return true;
        }
    }

    private static final class ReadOnlyStorageBackend extends ForwardingStorageBackend {
        ReadOnlyStorageBackend(StorageBackend delegate) {
            super(delegate);
        }
    }
}
