package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every stack that the builder allows of one layer, of two, and of all. */
final class Stacks {

    private static final String PREFIX = "tenant/";

    private static final Map<Layer, UnaryOperator<StorageStack>> LAYERS = Map.of(
            Layer.READ_ONLY, StorageStack::readOnly,
            Layer.RETRY, stack -> stack.retry(retry -> retry.baseDelay(Duration.ofMillis(1))),
            Layer.TIMEOUT, stack -> stack.timeout(Duration.ofMinutes(5)),
            Layer.CONCURRENCY_LIMIT, stack -> stack.concurrencyLimit(8),
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

    /** All at once, and all but the one that takes writing away. */
    static Stream<Set<Layer>> whole() {
        Set<Layer> all = EnumSet.copyOf(LAYERS.keySet());
        Set<Layer> writing = EnumSet.copyOf(all);
        writing.remove(Layer.READ_ONLY);
        return Stream.of(all, writing);
    }

    static StorageBackend over(StorageBackend backend, Set<Layer> layers) {
        StorageStack stack = StorageStack.over(backend);
        for (Layer layer : layers) {
            LAYERS.get(layer).apply(stack);
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
}
