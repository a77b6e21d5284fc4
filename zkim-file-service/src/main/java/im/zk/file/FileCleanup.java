package im.zk.file;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pages;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes what belongs to no file, and puts back what a header lists and the index has not. Reads the intent first and the header
 * then: the order is what keeps live uploads safe.
 */
final class FileCleanup {

    private static final int FILES_AT_A_TIME = 4;

    private final Workplace place;
    private final StorageBackend storage;
    private final AtomicLong uploads = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong postings = new AtomicLong();
    private final AtomicLong putBack = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final KnownFiles known = new KnownFiles();
    private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

    /** What is done for a file that some keys belong to. */
    private interface Look {
        CompletableFuture<@Nullable Void> at(String id, List<String> keys);
    }

    FileCleanup(Workplace place) {
        this.place = place;
        this.storage = place.storage();
    }

    /** Does what it can; where the storage failed at a file, that is the result after all others were cleaned. */
    CompletableFuture<CleanupReport> run() {
        if (!storage.capabilities().contains(Capability.READ_AFTER_WRITE)) {
            throw FileErrors.unsupported(
                    FileErrors.CLEANUP,
                    "A cleanup needs a backend that shows what was just written, or it could take a live upload for dead.");
        }
        CompletableFuture<@Nullable Void> all = Futures.then(
                walk(FileNames.UPLOADS, this::judgeOrName),
                uploaded -> Futures.then(
                        walk(FileNames.CHUNKS, this::judgeOrName),
                        chunked -> Futures.then(
                                walk(FileNames.INDEX, this::judgeOrName),
                                indexed -> walk(FileNames.HEADERS, this::restoreOrPassOver))));
        return Futures.then(all, done -> {
            Throwable failure = failed.get();
            return failure == null
                    ? CompletableFuture.completedFuture(new CleanupReport(
                            uploads.get(), chunks.get(), postings.get(), putBack.get(), damaged.get()))
                    : CompletableFuture.failedFuture(failure);
        });
    }

    /** Looks at all files that keys with a prefix belong to, each with those of the keys that are on one page. */
    private CompletableFuture<@Nullable Void> walk(String prefix, Look look) {
        return Pages.walk(
                token -> storage.listKeys(KeyQuery.prefix(prefix).withToken(token)), KeyPage::nextToken, page -> {
                    Map<String, List<String>> byFile = page.keys().stream()
                            .filter(key -> FileNames.idOf(key) != null)
                            .collect(Collectors.groupingBy(key -> Objects.requireNonNull(FileNames.idOf(key))));
                    return Batches.run(
                            byFile.entrySet().iterator(),
                            FILES_AT_A_TIME,
                            Map.Entry::getValue,
                            file -> look.at(file.getKey(), file.getValue()));
                });
    }

    /** What cannot be read was named when its chunks were judged. */
    private CompletableFuture<@Nullable Void> restoreOrPassOver(String id, List<String> header) {
        if (known.isWhole(id)) {
            return CompletableFuture.completedFuture(null);
        }
        return Futures.recover(restore(id), failure -> {
            if (!FileErrors.isOfOneFile(failure)) {
                failed.compareAndSet(null, failure);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Of two services that change a file at once, one may remove entries that the other's header lists. */
    private CompletableFuture<@Nullable Void> restore(String id) {
        return Futures.then(storage.get(FileNames.header(id)), header -> {
            List<String> listed = header == null
                    ? List.of()
                    : FileHeader.parse(id, header).index().keys(id);
            if (listed.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            return Futures.then(storage.getBatch(listed), there -> {
                List<String> missing =
                        listed.stream().filter(key -> !there.containsKey(key)).toList();
                return missing.isEmpty() ? CompletableFuture.completedFuture(null) : restore(id, missing);
            });
        });
    }

    /** A change of the file meanwhile, or its deletion, may have made old what was put back. */
    private CompletableFuture<@Nullable Void> restore(String id, List<String> missing) {
        return Futures.then(storage.setBatch(entries(missing)), put -> {
            putBack.addAndGet(missing.size());
            return Futures.then(storage.get(FileNames.header(id)), header -> remove(id, stray(id, missing, header)));
        });
    }

    private static Map<String, byte[]> entries(List<String> keys) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> new byte[0]));
    }

    /** What cannot be read is named, and left as it is; the others' turn comes, or one bad object would stop every cleanup there. */
    private CompletableFuture<@Nullable Void> judgeOrName(String id, List<String> keys) {
        if (known.hasAll(id, keys)) {
            known.sawEntries(id, keys);
            return CompletableFuture.completedFuture(null);
        }
        return Futures.recover(judge(id, keys), failure -> {
            if (failure instanceof ServiceException error && FileErrors.OF_ONE_OBJECT.contains(error.kind())) {
                return unreadable(id, error.toString());
            }
            failed.compareAndSet(null, failure);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Records first, header then. */
    private CompletableFuture<@Nullable Void> judge(String id, List<String> keys) {
        return Futures.then(storage.getBatch(FileNames.records(id)), records -> {
            boolean live = records.containsKey(FileNames.intent(id)) || records.containsKey(FileNames.change(id));
            Instant now = Instant.now(place.config().clock());
            if (live
                    && !UploadIntent.isDead(
                            records.values(), now, place.config().cleanupGrace())) {
                return records.values().stream().anyMatch(record -> UploadIntent.read(record) == null)
                        ? unreadable(id, "its record is none, or of a later version")
                        : CompletableFuture.completedFuture(null);
            }
            CompletableFuture<@Nullable Void> ended =
                    records.isEmpty() ? CompletableFuture.completedFuture(null) : endUpload(id, records.keySet());
            return Futures.then(
                    ended,
                    gone -> Futures.then(
                            storage.get(FileNames.header(id)), header -> remove(id, stray(id, keys, header))));
        });
    }

    private CompletableFuture<@Nullable Void> unreadable(String id, String why) {
        damaged.incrementAndGet();
        place.logger().warn("File {} cannot be judged, and stays as it is: {}", id, why);
        return CompletableFuture.completedFuture(null);
    }

    /** The intent goes before the header is looked for, so that whoever writes the header after that learns of it. */
    private CompletableFuture<@Nullable Void> endUpload(String id, Collection<String> records) {
        CompletableFuture<@Nullable Void> intents =
                Futures.then(storage.delete(FileNames.intent(id)), first -> storage.delete(FileNames.change(id)));
        return Futures.then(
                intents,
                none -> Futures.map(storage.deleteBatch(records), all -> {
                    uploads.incrementAndGet();
                    return null;
                }));
    }

    /** Of these keys, those that are not part of a file with this header. */
    private List<String> stray(String id, List<String> keys, byte @Nullable [] header) {
        if (header == null) {
            return keys;
        }
        try {
            IndexEntries index = FileHeader.parse(id, header).index();
            known.add(id, index);
            Collection<String> listed = index.keys(id);
            return keys.stream()
                    .filter(key -> key.startsWith(FileNames.INDEX) && !listed.contains(key))
                    .toList();
        } catch (ServiceException malformed) {
            damaged.incrementAndGet();
            place.logger().warn("The header of file {} is damaged; nothing of the file is removed", id);
            return List.of();
        }
    }

    private CompletableFuture<@Nullable Void> remove(String id, List<String> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return Futures.then(storage.deleteBatch(keys), gone -> {
            chunks.addAndGet(count(keys, FileNames.CHUNKS));
            long entries = count(keys, FileNames.INDEX);
            postings.addAndGet(entries);
            return entries == 0 ? CompletableFuture.completedFuture(null) : putBack(id, keys);
        });
    }

    /** A change of the file between the look at its header and the removal may have made an entry that was old new again. */
    private CompletableFuture<@Nullable Void> putBack(String id, List<String> removed) {
        return Futures.then(storage.get(FileNames.header(id)), header -> {
            List<String> stray = stray(id, removed, header);
            List<String> wanted = header == null
                    ? List.of()
                    : removed.stream()
                            .filter(key -> key.startsWith(FileNames.INDEX) && !stray.contains(key))
                            .toList();
            return wanted.isEmpty() ? CompletableFuture.completedFuture(null) : storage.setBatch(entries(wanted));
        });
    }

    private static long count(List<String> keys, String prefix) {
        return keys.stream().filter(key -> key.startsWith(prefix)).count();
    }
}
