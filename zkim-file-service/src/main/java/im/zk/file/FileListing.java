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
    private static final Read OTHERS = new Read(null, false);
    private static final Set<String> DAMAGED = Set.of(FileErrors.PARSE, FileErrors.VERSION, FileErrors.ROLLED_BACK);

    private final Workplace place;
    private final StorageBackend storage;
    private final FileReading reading;

    FileListing(Workplace place, FileReading reading) {
        this.place = place;
        this.storage = place.storage();
        this.reading = reading;
    }

    /** What was found under an id: a file, or that it cannot be read though it ought to be, or neither. */
    private record Read(@Nullable ZkimFile file, boolean damaged) {}

    /** A page of the files that the keys open. */
    CompletableFuture<FilePage> list(FileKeys keys, int limit, @Nullable String token) {
        if (limit < 1 || limit > KeyQuery.MAXIMUM_LIMIT) {
            throw FileErrors.invalid("A page holds 1 to " + KeyQuery.MAXIMUM_LIMIT + " files.");
        }
        KeyQuery query = new KeyQuery(FileNames.HEADERS, limit, token);
        return Futures.then(storage.listKeys(query), page -> {
            List<String> ids = ids(page, FileNames.HEADERS);
            return Futures.map(
                    read(ids, keys),
                    read -> new FilePage(
                            files(ids, read, file -> true),
                            ids.stream().filter(id -> damaged(read.get(id))).toList(),
                            page.nextToken()));
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
        int atATime = Math.max(HEADERS_AT_A_TIME, Math.min(limit, KeyQuery.MAXIMUM_LIMIT));
        Predicate<ZkimFile> hasAll = file -> file.metadata()
                .map(metadata -> BlindIndex.words(metadata).containsAll(words))
                .orElse(false);
        CompletableFuture<@Nullable Void> walked = Pages.walk(
                token -> found.size() >= limit
                        ? CompletableFuture.completedFuture(new KeyPage(List.of(), null))
                        : storage.listKeys(new KeyQuery(prefix, atATime, token)),
                KeyPage::nextToken,
                page -> {
                    List<String> ids = ids(page, prefix);
                    return Futures.map(read(ids, keys), read -> found.addAll(files(ids, read, hasAll)));
                });
        return Futures.map(walked, ignored -> List.copyOf(found.subList(0, Math.min(limit, found.size()))));
    }

    private CompletableFuture<Map<String, Read>> read(List<String> ids, FileKeys keys) {
        Map<String, Read> read = new ConcurrentHashMap<>();
        CompletableFuture<@Nullable Void> all = Batches.run(
                ids.iterator(),
                HEADERS_AT_A_TIME,
                List::of,
                id -> Futures.map(readOne(id, keys), one -> read.put(id, one)));
        return Futures.map(all, ignored -> read);
    }

    private CompletableFuture<Read> readOne(String id, FileKeys keys) {
        CompletableFuture<Read> one = place.calls().map(reading.header(id), found -> open(found, keys));
        return Futures.recover(one, failure -> {
            if (failure instanceof ServiceException error && error.code().equals(FileErrors.NOT_FOUND)) {
                return CompletableFuture.completedFuture(OTHERS);
            }
            if (failure instanceof ServiceException error
                    && (DAMAGED.contains(error.code()) || FileErrors.OF_ONE_OBJECT.contains(error.kind()))) {
                place.logger().warn("File {} is left out of a listing: {}", id, error.toString());
                return CompletableFuture.completedFuture(new Read(null, true));
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** What the keys do not open is others', unless the header names these keys: then it was altered. */
    private Read open(FileReading.Found found, FileKeys keys) {
        try {
            return new Read(reading.open(found, keys), false);
        } catch (ServiceException closed) {
            if (!closed.code().equals(FileErrors.DECRYPTION)) {
                throw closed;
            }
            boolean damaged = keys.areNamedBy(found.header());
            if (damaged) {
                place.logger()
                        .warn(
                                "File {} names keys that do not open it, and is left out of a listing",
                                found.header().id());
            }
            return damaged ? new Read(null, true) : OTHERS;
        }
    }

    private static List<String> ids(KeyPage page, String prefix) {
        return page.keys().stream()
                .map(key -> key.substring(prefix.length()))
                .filter(FileNames::isId)
                .toList();
    }

    /** In the order of the ids. */
    private static List<ZkimFile> files(List<String> ids, Map<String, Read> read, Predicate<ZkimFile> filter) {
        List<ZkimFile> files = new ArrayList<>();
        for (String id : ids) {
            Read one = read.get(id);
            ZkimFile file = one == null ? null : one.file();
            if (file != null && filter.test(file)) {
                files.add(file);
            }
        }
        return files;
    }

    private static boolean damaged(@Nullable Read read) {
        return read != null && read.damaged();
    }
}
