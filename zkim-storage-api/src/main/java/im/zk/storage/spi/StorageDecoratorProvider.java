package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import java.util.List;

/**
 * Puts decorators around a backend that was made from configuration, whatever its type, as properties beside the backend's
 * own ask for. Found by {@link java.util.ServiceLoader}, so it is public, has a constructor without arguments, and is named
 * in {@code META-INF/services}.
 */
public interface StorageDecoratorProvider {

    /** The properties that this provider knows, none of them required. One that the backend knows too is the backend's. */
    List<ConfigProperty> properties();

    /**
     * Wraps a backend. Called only where at least one of the properties is given.
     *
     * @param backend the backend; whoever closes the result closes it too
     * @param config those of the properties that are given, under the backend's type
     * @return the decorated backend
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where a value cannot be used
     */
    StorageBackend decorate(StorageBackend backend, StorageConfig config);
}
