package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/** Every stack that the builder allows of one layer, of two, and of all. */
final class Stacks {

    private static final String PREFIX = "tenant/";

    /** So short that what other clients write is seen while the kit waits. */
    private static final Duration TIME_TO_LIVE = Duration.ofMillis(50);

    private static final Map<Layer, Consumer<StorageStack>> LAYERS = Map.of(
            Layer.METRICS, stack -> stack.metrics(new SimpleMeterRegistry()),
            Layer.LOGGING, stack -> stack.logging(logging -> logging.failureLevel(Level.DEBUG)),
            Layer.READ_ONLY, StorageStack::readOnly,
            Layer.CACHE,
                    stack -> stack.cache(cache -> cache.timeToLive(TIME_TO_LIVE).negativeTimeToLive(TIME_TO_LIVE)),
            Layer.RETRY, stack -> stack.retry(retry -> retry.baseDelay(Duration.ofMillis(1))),
            Layer.TIMEOUT, stack -> stack.timeout(Duration.ofMinutes(5)),
            Layer.CONCURRENCY_LIMIT, stack -> stack.concurrencyLimit(8),
            Layer.CHECKSUM, StorageStack::checksum,
            Layer.KEY_PREFIX, stack -> stack.keyPrefix(PREFIX));

    private Stacks() {}

    static Stream<Set<Layer>> alone() {
        return LAYERS.keySet().stream().sorted().map(EnumSet::of);
    }

    static Stream<Set<Layer>> pairs() {
        List<Layer> layers = LAYERS.keySet().stream().sorted().toList();
        List<Set<Layer>> pairs = new ArrayList<>();
        for (Layer outer : layers) {
            for (Layer inner : layers.subList(layers.indexOf(outer) + 1, layers.size())) {
                pairs.add(EnumSet.of(outer, inner));
            }
        }
        return pairs.stream();
    }

    /** One half of the pairs, for a JVM of its own. */
    static Stream<Set<Layer>> pairsOfOuterLayers() {
        return pairs().filter(pair -> isOuter(pair.iterator().next()));
    }

    /** The other half. */
    static Stream<Set<Layer>> pairsOfInnerLayers() {
        return pairs().filter(pair -> !isOuter(pair.iterator().next()));
    }

    /** All at once, and all but the one that takes writing away. */
    static Stream<Set<Layer>> whole() {
        Set<Layer> all = EnumSet.copyOf(LAYERS.keySet());
        Set<Layer> writing = EnumSet.copyOf(all);
        writing.remove(Layer.READ_ONLY);
        return Stream.of(all, writing);
    }

    static List<Consumer<StorageStack>> layersOutermostFirst() {
        return LAYERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    static StorageBackend over(StorageBackend backend, Set<Layer> layers) {
        StorageStack stack = StorageStack.over(backend);
        for (Layer layer : layers) {
            Objects.requireNonNull(LAYERS.get(layer)).accept(stack);
        }
        return stack.build();
    }

    /** The same, where nothing is answered from what is kept. */
    static StorageBackend keepingNothingOver(StorageBackend backend, Set<Layer> layers) {
        StorageStack stack = StorageStack.over(backend);
        for (Layer layer : layers) {
            if (layer == Layer.CACHE) {
                stack.cache(cache -> cache.maximumValueBytes(1).negativeTimeToLive(Duration.ZERO));
            } else {
                Objects.requireNonNull(LAYERS.get(layer)).accept(stack);
            }
        }
        return stack.build();
    }

    /** The same keys and bytes for a writer: what changes them stays, what forbids or delays goes. */
    static StorageBackend writerOver(StorageBackend backend, Set<Layer> layers) {
        Set<Layer> left = layers.stream()
                .filter(layer -> layer == Layer.KEY_PREFIX || layer == Layer.CHECKSUM)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Layer.class)));
        return over(backend, left);
    }

    static String keyPrefix(Set<Layer> layers) {
        return layers.contains(Layer.KEY_PREFIX) ? PREFIX : "";
    }

    static int keyBytesTaken(Set<Layer> layers) {
        // Its slash counts three.
        return layers.contains(Layer.KEY_PREFIX) ? PREFIX.length() + 2 : 0;
    }

    /** How many bytes a value may have less than the backend takes. */
    static int valueBytesTaken(Set<Layer> layers) {
        return layers.contains(Layer.CHECKSUM) ? ChecksumTrailer.length(ChecksumAlgorithm.CRC32C) : 0;
    }

    /** Metrics and logging have fifteen pairs, all others twenty-one. */
    private static boolean isOuter(Layer outer) {
        return outer.compareTo(Layer.READ_ONLY) < 0;
    }
}
