package im.zk.file;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pages;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Deletes files: the header first, so that none is ever half there. */
final class FileRemoval {

    private final Workplace place;
    private final StorageBackend storage;

    FileRemoval(Workplace place) {
        this.place = place;
        this.storage = place.storage();
    }

    /** Deletes a file, or what an earlier attempt left of it. */
    CompletableFuture<@Nullable Void> delete(String id) {
        if (!FileNames.isId(id)) {
            throw FileErrors.notFound(id);
        }
        return place.changes().run(id, () -> Futures.then(postings(id), postings -> delete(id, postings)));
    }

    private CompletableFuture<@Nullable Void> delete(String id, List<String> postings) {
        CompletableFuture<@Nullable Void> header = storage.delete(FileNames.header(id));
        return Futures.then(header, gone -> {
            place.revisions().deleted(id);
            return Futures.then(
                    storage.deleteBatch(postings),
                    removed -> Futures.then(
                            deleteAll(FileNames.chunksOf(id)),
                            // And the header once more: a change that met this may have written the next one.
                            empty -> Futures.then(
                                    storage.delete(FileNames.header(id)),
                                    none -> storage.deleteBatch(FileNames.records(id)))));
        });
    }

    /** Removes every key that begins with a prefix, page by page. */
    CompletableFuture<@Nullable Void> deleteAll(String prefix) {
        return Pages.walk(
                token -> storage.listKeys(KeyQuery.prefix(prefix).withToken(token)),
                KeyPage::nextToken,
                page -> page.keys().isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : storage.deleteBatch(page.keys()));
    }

    /** The entries that the header lists. Of one that cannot be read they are not known, and the file is deleted all the same. */
    private CompletableFuture<List<String>> postings(String id) {
        CompletableFuture<List<String>> listed = place.calls()
                .map(
                        storage.get(FileNames.header(id)),
                        value -> value == null
                                ? List.of()
                                : FileHeader.parse(id, value).index().keys(id));
        return Futures.recover(listed, failure -> {
            if (!FileErrors.isOfOneFile(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            place.logger()
                    .warn(
                            "The header of file {} cannot be read; its index entries stay until a cleanup: {}",
                            id,
                            failure.toString());
            return CompletableFuture.completedFuture(List.of());
        });
    }
}
