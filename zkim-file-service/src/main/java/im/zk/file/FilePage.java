package im.zk.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, which may hold fewer files than were asked for, even none, and still not be the last.
 *
 * @param files those that the keys open
 * @param damaged the ids of headers that are none, that the storage cannot read, or that name these keys and are not opened by them
 * @param nextToken what gets the next page, or null after the last
 */
public record FilePage(
        List<ZkimFile> files,
        List<String> damaged,
        @Nullable String nextToken) {

    /** Copies the lists. */
    public FilePage {
        files = List.copyOf(files);
        damaged = List.copyOf(damaged);
    }
}
