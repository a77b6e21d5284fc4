package im.zk.storage;

/**
 * What a backend can do beyond {@code get} and {@code has}, which every backend can.
 *
 * <p>An operation whose capability a backend does not declare fails with {@link ErrorKind#UNSUPPORTED}.
 */
public enum Capability {
    /** {@code set} and {@code setBatch} store values. */
    WRITE,

    /** {@code delete} and {@code deleteBatch} remove values. */
    DELETE,

    /** {@code clear} removes everything in the backend's namespace. */
    CLEAR,

    /** {@code keys} and {@code listKeys} list the namespace. */
    LIST,

    /** Once {@code set} or {@code delete} completes, every client of the same store sees it (rule O1). */
    READ_AFTER_WRITE,

    /** {@code keys} and {@code listKeys} answer in ascending order of the keys' UTF-8 bytes. */
    ORDERED_LISTING
}
