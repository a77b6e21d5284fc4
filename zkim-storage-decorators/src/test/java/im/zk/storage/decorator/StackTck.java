package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.DecoratorTck;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** The whole contract for a stack over the kit's own backend in memory, which can stall, refuse and be missing. */
abstract class StackTck extends DecoratorTck {

    private final Set<Layer> layers;

    StackTck(Set<Layer> layers) {
        this.layers = layers;
    }

    @Override
    protected StorageBackend decorate(StorageBackend backend) {
        return Stacks.over(backend, layers);
    }

    @Override
    protected StorageBackend openWriter(String namespace) {
        return Stacks.writerOver(openBare(namespace), layers);
    }

    @Override
    protected String keyPrefix() {
        return Stacks.keyPrefix(layers);
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(Stacks.keepingNothingOver(openBare(namespace, executor), layers));
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(super.maximumValueBytes().orElseThrow() - Stacks.valueBytesTaken(layers));
    }
}
