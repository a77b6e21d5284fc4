package im.zk.storage.file;

import im.zk.storage.ServiceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes every key, shard by shard, and goes on where one cannot be removed. */
final class ClearRun {

    private final ShardedDirectory directory;
    private final Listing listing;
    private final FileErrors errors;
    private final List<String> failedKeys = new ArrayList<>();
    private @Nullable IOException firstFailure;

    ClearRun(ShardedDirectory directory, Listing listing, FileErrors errors) {
        this.directory = directory;
        this.listing = listing;
        this.errors = errors;
    }

    /**
     * Removes what is there.
     *
     * @throws ServiceException naming the keys that could not be removed
     */
    void run() throws IOException {
        for (String shard : listing.shards()) {
            try {
                removeAll(listing.keys(shard).values());
            } catch (InterruptedIOException cancelled) {
                throw cancelled;
            } catch (IOException failed) {
                keepFirst(failed);
            }
        }
        directory.requireRoot();
        if (firstFailure != null) {
            throw errors.notCleared(failedKeys, firstFailure);
        }
    }

    /** Forces each directory once, not for every key. */
    private void removeAll(Iterable<String> keys) throws IOException {
        Map<@Nullable Path, Path> fileByDirectory = new LinkedHashMap<>();
        for (String key : keys) {
            Path file = directory.file(key);
            fileByDirectory.put(file.getParent(), file);
            try {
                directory.remove(file);
            } catch (IOException failed) {
                failedKeys.add(key);
                keepFirst(failed);
            }
        }
        for (Path file : fileByDirectory.values()) {
            directory.forceNames(file);
        }
    }

    private void keepFirst(IOException failure) {
        if (firstFailure == null) {
            firstFailure = failure;
        }
    }
}
