package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is so of every layer, of every pair and of all. */
class EveryLayerTest {

    static Stream<Set<Layer>> stacks() {
        return Stream.of(Stacks.alone(), Stacks.pairs(), Stacks.whole()).flatMap(each -> each);
    }

    @Test
    void everyLayerHasAStack() {
        assertThat(Stacks.alone()).hasSize(Layer.values().length);
        int layers = Layer.values().length;
        assertThat(Stacks.pairs()).hasSize(layers * (layers - 1) / 2).doesNotHaveDuplicates();
        assertThat(Stream.concat(Stacks.pairsOfOuterLayers(), Stacks.pairsOfInnerLayers()))
                .containsExactlyInAnyOrderElementsOf(Stacks.pairs().toList());
    }

    @ParameterizedTest
    @MethodSource("im.zk.storage.decorator.Stacks#alone")
    void everyMethodOfTheInterfaceIsOverridden(Set<Layer> layer) throws NoSuchMethodException {
        Class<?> decorator = Stacks.over(new InMemoryStorage(), layer).getClass();
        for (Method method : StorageBackend.class.getMethods()) {
            assertThat(decorator
                            .getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass())
                    .as("%s of %s", method, decorator)
                    .isNotEqualTo(StorageBackend.class);
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void everyCallIsPassedOnAsItself(Set<Layer> layers) {
        List<String> called = new CopyOnWriteArrayList<>();
        StorageBackend storage = Stacks.keepingNothingOver(recording(new InMemoryStorage(), called), layers);
        Failures.operations("key").forEach((name, operation) -> {
            called.clear();
            operation.apply(storage).exceptionally(refused -> null).join();
            if (layers.contains(Layer.READ_ONLY) && ReadOnlyContract.CHANGES.contains(name)) {
                assertThat(called).as(name).isEmpty();
            } else if (layers.contains(Layer.KEY_PREFIX)
                    && Set.of("clear", "keys").contains(name)) {
                assertThat(called).as(name).contains("listKeys").doesNotContain(name);
            } else {
                assertThat(called).as(name).containsExactly(name);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void whatIsWrappedIsClosedOnce(Set<Layer> layers) {
        List<String> called = new CopyOnWriteArrayList<>();
        StorageBackend storage = Stacks.over(recording(new InMemoryStorage(), called), layers);
        storage.close();
        storage.close();

        assertThat(called).containsOnlyOnce("close");
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void capabilitiesAreThoseThatAreLeft(Set<Layer> layers) {
        Set<Capability> expected = EnumSet.allOf(Capability.class);
        if (layers.contains(Layer.READ_ONLY)) {
            expected.removeAll(EnumSet.of(Capability.WRITE, Capability.DELETE, Capability.CLEAR));
        }
        if (layers.contains(Layer.CACHE)) {
            expected.remove(Capability.READ_AFTER_WRITE);
        }
        assertThat(Stacks.over(new InMemoryStorage(), layers).capabilities()).isEqualTo(expected);
    }

    private static StorageBackend recording(StorageBackend backend, List<String> called) {
        return (StorageBackend) Proxy.newProxyInstance(
                EveryLayerTest.class.getClassLoader(),
                new Class<?>[] {StorageBackend.class},
                (proxy, method, arguments) -> {
                    if (StorageBackend.class.equals(method.getDeclaringClass())
                            && !Set.of("capabilities", "retries", "withoutRetries")
                                    .contains(method.getName())) {
                        called.add(method.getName());
                    }
                    Object result = method.invoke(backend, arguments);
                    return result == backend ? proxy : result;
                });
    }
}
