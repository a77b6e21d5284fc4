package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a bucket, container or table that belongs to one backend: the objects whose names begin with a prefix
 * (rule K5).
 *
 * <p>A prefix that is not empty ends with {@code /}, so that {@code tenant} and {@code tenant-b} have nothing in common;
 * one that does not is given it. Prefixes must not be nested in each other where names are {@link ObjectNames#PATH}:
 * the key {@code b/x} under {@code a/} and the key {@code x} under {@code a/b/} would be one object.
 */
public final class Namespace {

    /** The most bytes of UTF-8 that a prefix may have, its last {@code /} included. */
    public static final int MAXIMUM_PREFIX_BYTES = 100;

    private final String prefix;
    private final ObjectNames names;

    private Namespace(String prefix, ObjectNames names) {
        this.prefix = prefix;
        this.names = Objects.requireNonNull(names, "names");
    }

    /**
     * The namespace under a prefix.
     *
     * @param prefix what the names begin with; empty for the whole container
     * @param names how keys become names
     * @return the namespace
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where the prefix could not be told from a key's
     *     own characters or is too long
     */
    public static Namespace of(String prefix, ObjectNames names) {
        String full = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        String body = full.isEmpty() ? "" : full.substring(0, full.length() - 1);
        String violation = full.startsWith("/") || full.contains("//") ? "has an empty path segment" : null;
        if (violation == null && !full.isEmpty()) {
            violation = Keys.violation(body);
        }
        if (violation == null && (full.indexOf('%') >= 0 || full.indexOf('\\') >= 0)) {
            violation = "has a '%' or a '\\'";
        }
        int bytes = full.codePoints().map(Keys::utf8Length).sum();
        if (violation == null && bytes > MAXIMUM_PREFIX_BYTES) {
            violation = "has " + bytes + " bytes of UTF-8; at most " + MAXIMUM_PREFIX_BYTES + " are allowed";
        }
        if (violation != null) {
            String message = "The prefix " + Keys.quote(prefix) + " " + violation + ". Give one like 'my-files/'.";
            throw ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                    .detail("prefix", prefix)
                    .build();
        }
        return new Namespace(full, names);
    }

    /** What every name begins with: empty, or ending with {@code /}. */
    public String prefix() {
        return prefix;
    }

    /** The object's name for a legal key. */
    public String toObjectName(String key) {
        return prefix + names.encode(key);
    }

    /** The key of an object, or null where the object is outside of this namespace or somebody else's. */
    public @Nullable String toKey(String objectName) {
        return objectName.startsWith(prefix) ? names.decode(objectName.substring(prefix.length())) : null;
    }

    /** What to ask the service for, to list the keys with a prefix; the answer may hold others. */
    public String toNamePrefix(String keyPrefix) {
        return prefix + names.encodePrefix(keyPrefix);
    }

    /** The prefix. */
    @Override
    public String toString() {
        return prefix;
    }
}
