package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract with each layer over a mirror. */
@ParameterizedClass
@MethodSource("im.zk.storage.decorator.Stacks#alone")
class MirrorPairsTckTest extends MirrorTckTest {

    private final Set<Layer> layers;

    MirrorPairsTckTest(Set<Layer> layers) {
        this.layers = layers;
    }

    @Override
    StorageBackend decorate(StorageBackend mirror) {
        return Stacks.over(mirror, layers);
    }

    @Override
    protected StorageBackend openWriter(String namespace) {
        return Stacks.writerOver(bare(namespace, null), layers);
    }

    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        return super.openFailing(
                namespace,
                keys.stream().map(key -> Stacks.keyPrefix(layers) + key).collect(Collectors.toSet()));
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(Stacks.keepingNothingOver(bare(namespace, executor), layers));
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(super.maximumValueBytes().orElseThrow() - Stacks.valueBytesTaken(layers));
    }

    @Override
    protected int keyBytesTaken() {
        return Stacks.keyBytesTaken(layers);
    }
}
