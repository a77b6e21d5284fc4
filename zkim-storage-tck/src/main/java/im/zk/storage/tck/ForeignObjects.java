package im.zk.storage.tck;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Objects, files or rows of somebody else's in the place where a backend keeps its own.
 *
 * @param names what they are called
 * @param remaining looks which of them are still there, with the content that they were given
 * @param removal takes them away; the kit calls it after the test
 */
public record ForeignObjects(Set<String> names, Callable<Set<String>> remaining, AutoCloseable removal) {

    /** Checks that there is at least one name, and copies them. */
    public ForeignObjects {
        names = Set.copyOf(names);
        Objects.requireNonNull(remaining, "remaining");
        Objects.requireNonNull(removal, "removal");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("names must not be empty");
        }
    }
}
