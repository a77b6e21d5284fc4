package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stack from configuration. */
class StorageStackProviderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "memory:; Memory",
                "memory:?retryMaximumAttempts=5; Retrying(Memory)",
                "memory:?retryDeadlineMillis=5000; Retrying(Memory)",
                "memory:?retryBaseDelayMillis=5&retryMaximumDelayMillis=10; Retrying(Memory)",
                "memory:?operationTimeoutMillis=500; Timeout(Memory)",
                "memory:?cacheMaximumBytes=1000000; Caching(Memory)",
                "memory:?cacheTimeToLiveMillis=1000&cacheNegativeTimeToLiveMillis=10; Caching(Memory)",
                "memory:?concurrencyLimit=8; Limit[8](Memory)",
                "memory:?concurrencyLimit=8&concurrencyQueue=0; Limit[8](Memory)",
                "memory:?logging=true; Logging(Memory)",
                "memory:?loggingKeys=hashed; Logging(Memory)",
                "memory:?logging=false&loggingKeys=hashed; Memory",
                "memory:?metrics=true; Metrics(Memory)",
                "memory:?readOnly=true; ReadOnly(Memory)",
                "memory:?checksum=true; Checksum(Memory)",
                "memory:?checksumAcceptUnmarked=true; Checksum(Memory)",
                "memory:?keyPrefix=tenant-a; Prefix[tenant-a/](Memory)",
                "memory:?readOnly=false&logging=false&checksum=false&metrics=false; Memory",
                "memory:?keyPrefix=a&operationTimeoutMillis=9&retryMaximumAttempts=2&readOnly=true;"
                        + " ReadOnly(Retrying(Timeout(Prefix[a/](Memory))))"
            })
    void aUriDescribesAStack(String uri, String stack) {
        try (StorageBackend storage = StorageBackends.create(uri)) {
            assertThat(storage).hasToString(stack);
        }
    }

    @Test
    void aMapPropertiesAndTheEnvironmentDoToo() {
        Properties properties = new Properties();
        properties.setProperty("zkim.type", "memory");
        properties.setProperty("zkim.retryMaximumAttempts", "5");
        for (StorageConfig config : List.of(
                StorageConfig.of("memory", Map.of("retryMaximumAttempts", "5")),
                StorageConfig.fromMap(Map.of("uri", "memory:", "retryMaximumAttempts", "5")),
                StorageConfig.fromProperties(properties, "zkim."),
                StorageConfig.fromEnvironment(
                        Map.of("ZKIM_STORAGE_TYPE", "memory", "ZKIM_STORAGE_RETRY_MAXIMUM_ATTEMPTS", "5"),
                        "ZKIM_STORAGE_"))) {
            assertThat(StorageBackends.create(config)).hasToString("Retrying(Memory)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "memory:?retryMaximumAttempts=0; attempts must be 1",
                "memory:?retryMaximumAttempts=99999999999; too large",
                "memory:?retryMaximumAttempts=many; must be a whole number",
                "memory:?retryMaximumAttemps=3; Did you mean 'retryMaximumAttempts'?",
                "memory:?operationTimeoutMillis=0; timeout must be more than nothing",
                "memory:?operationTimeoutMillis=-1; timeout must be more than nothing",
                "memory:?concurrencyQueue=7; 'concurrencyLimit' is missing",
                "memory:?concurrencyLimit=-1; limit must be 1 at least",
                "memory:?readOnly=yes; must be true or false",
                "memory:?loggingKeys=some; must be full, hashed or none",
                "memory:?keyPrefix=../a; path segment",
                "memory:?cacheMaximumBytes=0; more than zero"
            })
    void whatCannotBeUsedIsRefused(String uri, String says) {
        assertThatThrownBy(() -> StorageBackends.create(uri))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG))
                .hasMessageContaining(says);
    }

    @Test
    void theApiKnowsWhatThisModuleAdds() throws ReflectiveOperationException {
        Field known = Class.forName("im.zk.storage.UnknownNames").getDeclaredField("DECORATOR_PROPERTIES");
        known.setAccessible(true);

        assertThat((List<?>) known.get(null))
                .isEqualTo(new StorageStackProvider()
                        .properties().stream()
                                .map(ConfigProperty::name)
                                .sorted()
                                .toList());
    }

    @Test
    void noneIsRequired() {
        assertThat(new StorageStackProvider().properties()).noneMatch(ConfigProperty::required);
    }
}
