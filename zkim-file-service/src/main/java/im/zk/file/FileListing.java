package im.zk.file;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds files: page by page, or by the words of their names and tags. */
final class FileListing {

    private static final int HEADERS_AT_A_TIME = 8;
    private static final Set<String> OTHERS = Set.of(FileErrors.DECRYPTION, FileErrors.NOT_FOUND);
    private static final Set<String> DAMAGED = Set.of(FileErrors.PARSE, FileErrors.VERSION, FileErrors.ROLLED_BACK);

    private final Workplace place;
    private final StorageBackend storage;
    private final FileReading reading;

    FileListing(Workplace place, FileReading reading) {
        this.place = place;
        this.storage = place.storage();
        this.reading = reading;
    }

    /** A page of the files that the keys open. */
    CompletableFuture<FilePage> list(FileKeys keys, int limit, @Nullable String token) {
        if (limit < 1 || limit > KeyQuery.MAXIMUM_LIMIT) {
            throw FileErrors.invalid("A page holds 1 to " + KeyQuery.MAXIMUM_LIMIT + " files.");
        }
        KeyQuery query = new KeyQuery(FileNames.HEADERS, limit, token);
        return Futures.then(storage.listKeys(query), page -> {
            List<String> ids = page.keys().stream()
                    .map(key -> key.substring(FileNames.HEADERS.length()))
                    .filter(FileNames::isId)
                    .toList();
            return Futures.map(open(ids, keys, file -> true), files -> new FilePage(files, page.nextToken()));
        });
    }

    /** The files of a user, whose keys the ring has, that have every word of a query, at most so many. */
    CompletableFuture<List<ZkimFile>> search(String query, String userId, int limit) {
        return search(query, FileKeys.user(userId, place.ring().requireUser(userId)), limit);
    }

    /** The files that have every word of a query, at most so many. */
    CompletableFuture<List<ZkimFile>> search(String query, FileKeys keys, int limit) {
        if (!place.config().searchable()) {
            throw FileErrors.unsupported(FileErrors.SEARCH_DISABLED, "This service was configured without search.");
        }
        if (limit < 1) {
            throw FileErrors.invalid("A search gives at least 1 file.");
        }
        UserKeys user = Objects.requireNonNull(keys.user());
        Set<String> words = BlindIndex.words(query);
        if (words.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        String prefix = FileNames.postings(
                BlindIndex.tag(user), BlindIndex.token(user, words.iterator().next()));
        return search(prefix, words, keys, limit);
    }

    /** The entries of one word lead to headers; what those say decides, so that a false entry finds nothing. */
    private CompletableFuture<List<ZkimFile>> search(String prefix, Set<String> words, FileKeys keys, int limit) {
        List<ZkimFile> found = new ArrayList<>();
        Predicate<ZkimFile> hasAll = file -> file.metadata()
                .map(metadata -> BlindIndex.words(metadata).containsAll(words))
                .orElse(false);
        CompletableFuture<@Nullable Void> walked = Pages.walk(
                token -> found.size() >= limit
                        ? CompletableFuture.completedFuture(new KeyPage(List.of(), null))
                        : storage.listKeys(KeyQuery.prefix(prefix).withToken(token)),
                KeyPage::nextToken,
                page -> {
                    List<String> ids = page.keys().stream()
                            .map(key -> key.substring(prefix.length()))
                            .filter(FileNames::isId)
                            .toList();
                    return Futures.map(open(ids, keys, hasAll), found::addAll);
                });
        return Futures.map(walked, ignored -> List.copyOf(found.subList(0, Math.min(limit, found.size()))));
    }

    /** In the order of the ids; what is gone, or belongs to others, is left out. */
    private CompletableFuture<List<ZkimFile>> open(List<String> ids, FileKeys keys, Predicate<ZkimFile> filter) {
        Map<String, ZkimFile> files = new ConcurrentHashMap<>();
        CompletableFuture<@Nullable Void> all = Batches.run(
                ids.iterator(),
                HEADERS_AT_A_TIME,
                List::of,
                id -> Futures.map(openOne(id, keys), file -> {
                    if (file != null && filter.test(file)) {
                        files.put(id, file);
                    }
                    return file;
                }));
        return Futures.map(
                all,
                ignored ->
                        ids.stream().filter(files::containsKey).map(files::get).toList());
    }

    private CompletableFuture<@Nullable ZkimFile> openOne(String id, FileKeys keys) {
        CompletableFuture<@Nullable ZkimFile> opened = Futures.map(reading.get(id, keys), file -> file);
        return Futures.recover(opened, failure -> {
            ServiceException error = FileErrors.of(FileErrors.LISTING, id, failure);
            if (DAMAGED.contains(error.code())) {
                place.logger().warn("File {} is left out of a listing: {}", id, error.code());
            }
            if (DAMAGED.contains(error.code()) || OTHERS.contains(error.code())) {
                return CompletableFuture.completedFuture(null);
            }
            throw error;
        });
    }
}
