package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.DecoratorTck;
import java.util.Set;

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
}
