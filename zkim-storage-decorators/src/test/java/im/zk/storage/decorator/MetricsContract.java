package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.StorageBackend;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the meters count, and by what. */
abstract class MetricsContract {

    private final ManualStorage below = new ManualStorage();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StorageBackend storage = newMetrics(
            below,
            MetricsOptions.builder()
                    .registry(registry)
                    .tag("storage", "avatars")
                    .build());

    abstract MetricsStorageBackend newMetrics(StorageBackend backend, MetricsOptions options);

    /** How often each operation ended in each way. */
    private Map<String, Long> counts() {
        return registry.find("zkim.storage.operations").timers().stream()
                .collect(Collectors.toMap(each -> name(each.getId()), each -> each.count(), Long::sum, TreeMap::new));
    }

    private Map<String, Double> bytes() {
        return registry.find("zkim.storage.bytes").counters().stream()
                .filter(each -> each.count() > 0)
                .collect(Collectors.toMap(each -> name(each.getId()), each -> each.count(), Double::sum, TreeMap::new));
    }

    private static String name(Meter.Id id) {
        return id.getTag("operation") + " " + id.getTag("outcome") + " " + id.getTag("kind");
    }

    @Test
    void operationsAreCountedByHowTheyEnd() {
        storage.get("key");
        storage.get("key");
        storage.get("key");
        storage.get("key").cancel(true);
        storage.has("key");
        storage.delete("key");
        below.end(0, new byte[1]);
        below.end(1, null);
        below.fail(2, ErrorKind.RATE_LIMITED);
        below.end(4, false);
        below.end(5, null);

        assertThat(counts())
                .isEqualTo(Map.of(
                        "get success none", 1L,
                        "get missing none", 1L,
                        "get failure rate_limited", 1L,
                        "get cancelled none", 1L,
                        "has missing none", 1L,
                        "delete success none", 1L));
    }

    @Test
    void bytesAreCountedWhereTheyGo() {
        storage.set("key", new byte[10]);
        storage.set("key", new byte[100]);
        storage.setBatch(Map.of("a", new byte[1], "b", new byte[2]));
        storage.getBatch(List.of("a", "b"));
        below.end(0, null);
        below.fail(1, ErrorKind.TIMEOUT);
        below.end(2, null);
        below.end(3, Map.of("b", new byte[7]));

        assertThat(bytes())
                .isEqualTo(Map.of(
                        "set success none", 10.0,
                        "set failure timeout", 100.0,
                        "setBatch success none", 3.0,
                        "getBatch success none", 7.0));
    }

    @Test
    void metersAreAsManyAsOperationsAndEndsWhateverTheKeys() {
        for (int key = 0; key < 50; key++) {
            storage.get("key-" + key);
            storage.has("key-" + key);
            below.end(2 * key, new byte[1]);
            below.end(2 * key + 1, true);
        }

        assertThat(registry.getMeters()).hasSize(4);
        for (Meter each : registry.getMeters()) {
            assertThat(each.getId().getTags().stream().map(tag -> tag.getKey()))
                    .containsExactlyInAnyOrder("storage", "operation", "outcome", "kind");
            assertThat(each.getId().getTag("storage")).isEqualTo("avatars");
        }
    }

    @Test
    void theCountIsThereBeforeTheResult() {
        CompletableFuture<Map<String, Long>> countsThen = storage.keys().thenApply(keys -> counts());
        below.end(0, List.of("key"));

        assertThat(countsThen).isCompletedWithValue(Map.of("keys success none", 1L));
    }
}
