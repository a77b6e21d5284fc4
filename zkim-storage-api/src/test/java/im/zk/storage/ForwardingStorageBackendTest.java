package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;

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
                    return null;
                });
        StorageBackend forwarding = new ForwardingStorageBackend(delegate) {};
        List<String> expected = new ArrayList<>();

        for (Method method : StorageBackend.class.getMethods()) {
            expected.add(method.getName());
            method.invoke(
                    forwarding,
                    Arrays.stream(method.getParameterTypes()).map(type -> null).toArray());
        }
        assertThat(called).isEqualTo(expected);
    }

    @Test
    void theTextShowsTheStack() {
        assertThat(new ReadOnlyStorageBackend(new ReadOnlyStorageBackend(new InMemoryStorage())))
                .hasToString("ReadOnly(ReadOnly(Memory))");
    }

    private static final class ReadOnlyStorageBackend extends ForwardingStorageBackend {
        ReadOnlyStorageBackend(StorageBackend delegate) {
            super(delegate);
        }
    }
}
