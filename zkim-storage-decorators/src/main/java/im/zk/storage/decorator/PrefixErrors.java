package im.zk.storage.decorator;

import im.zk.storage.ServiceException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** The failures of what is behind a key prefix, with the keys as their caller knows them. */
final class PrefixErrors {

    private final String prefix;

    PrefixErrors(String prefix) {
        this.prefix = prefix;
    }

    /** The key as its caller knows it. */
    String own(String key) {
        return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
    }

    /** A batch that names what it could not do did the rest, and clearing goes on; any other failure ends it. */
    static ServiceException requireSomeFailed(Throwable failure) {
        if (failure instanceof ServiceException known && DecoratorErrors.failedKeys(known) != null) {
            return known;
        }
        throw new CompletionException(failure);
    }

    static Collection<String> failedKeys(ServiceException failure) {
        return Objects.requireNonNullElse(DecoratorErrors.failedKeys(failure), List.of());
    }

    /** The same failure of the caller's keys. */
    Throwable translated(Throwable failure) {
        return failure instanceof ServiceException known && known.details().containsKey(ServiceException.KEY)
                ? withOwnKeys(known, DecoratorErrors.like(known, ""))
                : failure;
    }

    /** A failure to list or to delete is one to clear, whose code the backend does not give away. */
    Throwable ofClear(Throwable failure) {
        return failure instanceof ServiceException known
                ? withOwnKeys(known, DecoratorErrors.like(known, ServiceException.STORAGE_ERROR, ""))
                : failure;
    }

    private ServiceException withOwnKeys(ServiceException failure, ServiceException.Builder error) {
        Collection<String> failed = DecoratorErrors.failedKeys(failure);
        if (failed != null) {
            error.failedKeys(failed.stream().map(this::own).toList());
        } else if (failure.details().get(ServiceException.KEY) instanceof String key) {
            error.key(own(key));
        }
        return error.detailsOf(failure).build();
    }
}
