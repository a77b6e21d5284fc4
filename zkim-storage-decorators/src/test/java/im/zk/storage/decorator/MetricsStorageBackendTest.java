package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.DecoratorTck;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Metrics keep their contract, and that of storage; what breaks it is noticed; and without Micrometer all else works. */
class MetricsStorageBackendTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(MetricsStorageBackendTest.class);
    }

    @Test
    void withoutMicrometerAllOtherDecoratorsWork() throws Exception {
        List<URL> others = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!each.contains("micrometer")) {
                others.add(url(each));
            }
        }
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader loader = new URLClassLoader(others.toArray(URL[]::new), platform)) {
            Class<?> type = loader.loadClass(StackWithoutMicrometer.class.getName());
            assertThat(type.getClassLoader()).isSameAs(loader);
            Object made = ((Callable<?>) type.getDeclaredConstructor().newInstance()).call();

            assertThat(made)
                    .asString()
                    .startsWith("NoClassDefFoundError")
                    .endsWith("Logging(Caching(Retrying(Checksum(Memory))))");
        }
    }

    private static URL url(String path) throws MalformedURLException {
        return new File(path).toURI().toURL();
    }

    @Nested
    class Rules extends MetricsContract {
        @Override
        MetricsStorageBackend newMetrics(StorageBackend backend, MetricsOptions options) {
            return new MetricsStorageBackend(backend, options);
        }
    }

    @Nested
    class WholeContract extends DecoratorTck {
        @Override
        protected StorageBackend decorate(StorageBackend backend) {
            return new MetricsStorageBackend(
                    backend,
                    MetricsOptions.builder().registry(new SimpleMeterRegistry()).build());
        }
    }

    @CaughtBy("metersAreAsManyAsOperationsAndEndsWhateverTheKeys")
    static class TagsWithTheKey extends MetricsContract {
        @Override
        MetricsStorageBackend newMetrics(StorageBackend backend, MetricsOptions options) {
            return new MetricsStorageBackend(backend, options) {
                @Override
                void ended(
                        ObservedOperation operation,
                        Object subject,
                        long sent,
                        long nanos,
                        @Nullable Object result,
                        @Nullable Throwable failure) {
                    super.ended(operation, subject, sent, nanos, result, failure);
                    options.registry.counter("zkim.storage.keys", "key", subject.toString());
                }
            };
        }
    }

    @CaughtBy("operationsAreCountedByHowTheyEnd")
    static class TakesMissingForSuccess extends MetricsContract {
        @Override
        MetricsStorageBackend newMetrics(StorageBackend backend, MetricsOptions options) {
            return new MetricsStorageBackend(backend, options) {
                @Override
                boolean isMissing(ObservedOperation operation, @Nullable Object result) {
                    return false;
                }
            };
        }
    }

    @CaughtBy("operationsAreCountedByHowTheyEnd")
    static class TakesACancelForAFailure extends MetricsContract {
        @Override
        MetricsStorageBackend newMetrics(StorageBackend backend, MetricsOptions options) {
            return new MetricsStorageBackend(backend, options) {
                @Override
                int failedEnd(Throwable failure) {
                    return Math.max(FAILURES, super.failedEnd(failure));
                }
            };
        }
    }
}
