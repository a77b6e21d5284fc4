package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one type of backend from configuration. Found by {@link java.util.ServiceLoader}, so it is public, has a
 * constructor without arguments, and is named in {@code META-INF/services}.
 */
public interface StorageBackendProvider {

    /** The type as configuration and the scheme of a URI name it, in small letters: {@code s3}. */
    String type();

    /** Other names of the type. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** The properties that the type knows. A configuration with any other is refused before {@link #create}. */
    List<ConfigProperty> properties();

    /**
     * The properties that a URI stands for. The default takes one of the scheme and a query: {@code memory:}.
     *
     * @param uri the URI as it was given, which may hold secrets
     * @return the properties, names and values
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is malformed
     */
    default Map<String, String> fromUri(String uri) {
        ConfigUri parsed = ConfigUri.parse(uri);
        if (!parsed.authority().isEmpty() || !parsed.path().isEmpty()) {
            throw parsed.malformed("has nothing between the scheme and the query, as in " + type() + ":");
        }
        return parsed.query();
    }

    /**
     * Makes a backend. All names are known and what is required is there; the values are for this method to check.
     *
     * @param config the properties
     * @return a backend, open
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where a value cannot be used
     */
    StorageBackend create(StorageConfig config);
}
