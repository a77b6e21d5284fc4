package im.zk.storage.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of the names of a container's objects.
 *
 * @param names the names, in the service's order; unmodifiable
 * @param nextToken the service's token for the page behind this one; null after the last
 */
public record NamePage(List<String> names, @Nullable String nextToken) {

    /** Copies the names. */
    public NamePage {
        names = List.copyOf(Objects.requireNonNull(names, "names"));
    }
}
