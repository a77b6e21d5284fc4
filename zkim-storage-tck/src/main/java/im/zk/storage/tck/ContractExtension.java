package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Tells a group of rules in whose class it is nested. Runs a test only where the backend declares what it needs, and else
 * asserts that it refuses it.
 */
final class ContractExtension implements BeforeEachCallback, InvocationInterceptor {

    @Override
    public void beforeEach(ExtensionContext context) {
        StorageBackendTck kit = context.getRequiredTestInstances()
                .findInstance(StorageBackendTck.class)
                .orElseThrow();
        ((Contract) context.getRequiredTestInstance()).prove(kit);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Needs needs = method.getExecutable().getAnnotation(Needs.class);
        Contract contract = (Contract) context.getRequiredTestInstance();
        for (Capability capability : needs == null ? new Capability[0] : needs.value()) {
            if (!contract.storage().capabilities().contains(capability)) {
                test.skip();
                assertRefused(contract.storage(), capability);
                return;
            }
        }
        test.proceed();
    }

    private static void assertRefused(StorageBackend storage, Capability capability) {
        for (CompletableFuture<?> refused : operations(storage, capability)) {
            assertThat(Await.failure(refused).kind())
                    .as("%s is not declared, so its operations are refused", capability)
                    .isEqualTo(ErrorKind.UNSUPPORTED);
        }
    }

    private static List<CompletableFuture<?>> operations(StorageBackend storage, Capability capability) {
        byte[] value = {1};
        return switch (capability) {
            case WRITE -> List.of(storage.set("key", value), storage.setBatch(Map.of("key", value)));
            case DELETE -> List.of(storage.delete("key"), storage.deleteBatch(List.of("key")));
            case CLEAR -> List.of(storage.clear());
            case LIST -> List.of(storage.keys(), storage.listKeys(KeyQuery.all()));
            case READ_AFTER_WRITE, ORDERED_LISTING ->
                throw new IllegalStateException(capability + " is a promise, not an operation: no test may need it");
        };
    }
}
