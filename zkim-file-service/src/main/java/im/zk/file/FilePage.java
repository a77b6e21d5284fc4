package im.zk.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, which may hold fewer files than were asked for, even none, and still not be the last.
 *
 * @param files those that the keys open
 * @param nextToken what gets the next page, or null after the last
 */
public record FilePage(List<ZkimFile> files, @Nullable String nextToken) {

    /** Copies the list. */
    public FilePage {
        files = List.copyOf(files);
    }
}
