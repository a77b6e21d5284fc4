package im.zk.file;

import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Writes the next header of a file: other metadata, or other keys, around the same chunks. */
final class FileChanges {

    private final Workplace place;
    private final StorageBackend storage;
    private final Logger logger;
    private final FileReading reading;

    FileChanges(Workplace place, FileReading reading) {
        this.place = place;
        this.storage = place.storage();
        this.logger = place.logger();
        this.reading = reading;
    }

    /** What the next header is to be: what the user layer says, and for which keys. */
    private record Next(FileHeader header, IndexEntries before, FileKeys keys) {}

    /** Changes metadata, unless the file was changed since it was got, with the keys that opened it, or the ring's. */
    CompletableFuture<ZkimFile> update(ZkimFile file, String userId, MetadataUpdate updates) {
        ZkimFile.OpenedUser opened = file.user();
        UserKeys keys = opened == null ? place.ring().requireUser(userId) : opened.keys();
        return change(file, header -> {
            try (UserRecord old = HeaderSeal.open(header, userId, keys)) {
                UserRecord changed = old.with(updates.applyTo(old.metadata()), now());
                IndexEntries index = index(header, keys, changed.metadata());
                return next(header, PlatformLayer.of(header), changed, index, new FileKeys(userId, keys, null));
            }
        });
    }

    /** Seals the file for other keys, unless it was changed since it was got. */
    CompletableFuture<ZkimFile> rewrap(ZkimFile file, FileKeys from, FileKeys to) {
        return change(file, header -> {
            String userId = Objects.requireNonNull(from.userId());
            UserKeys newKeys = Objects.requireNonNull(to.user());
            try (PlatformRecord platform = PlatformLayer.open(header, Objects.requireNonNull(from.platform()));
                    UserRecord old = HeaderSeal.open(header, userId, Objects.requireNonNull(from.user()))) {
                PlatformRecord renewed = new PlatformRecord(
                        platform.userId(),
                        platform.createdAt(),
                        platform.storedSize(),
                        platform.auditKey(),
                        newKeys.verificationKey());
                PlatformLayer layer =
                        PlatformLayer.seal(Objects.requireNonNull(to.platform()), header.id(), renewed, place.random());
                IndexEntries index = header.index().tokens().isEmpty()
                        ? IndexEntries.NONE
                        : BlindIndex.entries(newKeys, old.metadata());
                return next(header, layer, old.with(old.metadata(), now()), index, to);
            }
        });
    }

    private CompletableFuture<ZkimFile> change(ZkimFile file, Function<FileHeader, Next> making) {
        return place.changes().run(file.id(), () -> {
            CompletableFuture<Next> made = place.calls().map(reading.header(file.id()), found -> {
                place.revisions().requireNewer(found.header(), found.before(), RevisionMemory.Proof.USER);
                if (!found.header().isSame(file.header())) {
                    throw FileErrors.conflict(
                            file.id(), file.revision(), found.header().revision());
                }
                return making.apply(found.header());
            });
            return Futures.then(made, next -> place.calls().map(store(next), stored -> opened(next, file)));
        });
    }

    private Next next(FileHeader header, PlatformLayer platform, UserRecord user, IndexEntries index, FileKeys keys) {
        HeaderSeal.Contents contents =
                new HeaderSeal.Contents(header.id(), header.revision() + 1, header.chunks(), platform, user, index);
        FileHeader sealed = HeaderSeal.seal(
                contents, Objects.requireNonNull(keys.userId()), Objects.requireNonNull(keys.user()), place.random());
        return new Next(sealed, header.index(), keys);
    }

    /** The platform's layer stays open where it was: an update leaves it as it is. */
    private ZkimFile opened(Next next, ZkimFile before) {
        place.revisions().remember(next.header(), RevisionMemory.Proof.USER);
        ZkimFile opened = next.keys().open(next.header());
        PlatformRecord platform = before.platform();
        return opened.platform() != null || platform == null
                ? opened
                : new ZkimFile(opened.header(), platform.another(), opened.user());
    }

    private IndexEntries index(FileHeader header, UserKeys keys, FileMetadata metadata) {
        boolean indexed =
                place.config().searchable() || !header.index().tokens().isEmpty();
        return indexed ? BlindIndex.entries(keys, metadata) : IndexEntries.NONE;
    }

    private CompletableFuture<@Nullable Void> store(Next next) {
        FileHeader header = next.header();
        String id = header.id();
        if (header.index().equals(next.before())) {
            return Futures.then(storage.set(FileNames.header(id), header.encoded()), stored -> requireChunks(header));
        }
        UploadLease lease = UploadLease.ofChange(storage, id, place.config());
        List<String> postings = header.index().keys(id);
        CompletableFuture<@Nullable Void> written = Futures.then(
                lease.begin(),
                begun -> Futures.then(put(postings), put -> storage.set(FileNames.header(id), header.encoded())));
        CompletableFuture<@Nullable Void> proved = Futures.then(
                written,
                ignored -> Futures.then(
                        lease.holds(), held -> held ? CompletableFuture.completedFuture(null) : put(postings)));
        return Futures.then(proved, ignored -> Futures.then(requireChunks(header), whole -> removeOld(next)));
    }

    /** A deletion that met this change removes the header, the chunks, and the header again: one of the two sees the other. */
    private CompletableFuture<@Nullable Void> requireChunks(FileHeader header) {
        String id = header.id();
        return Futures.then(storage.has(FileNames.chunk(id, 0)), first -> {
            if (first) {
                return CompletableFuture.completedFuture(null);
            }
            // A file that lost its first chunk only is damaged, not deleted.
            KeyQuery any = new KeyQuery(FileNames.chunksOf(id), 1, null);
            return Futures.then(
                    storage.listKeys(any),
                    page -> page.keys().isEmpty() && page.nextToken() == null
                            ? Futures.map(storage.delete(FileNames.header(id)), gone -> {
                                throw FileErrors.notFound(id);
                            })
                            : CompletableFuture.completedFuture(null));
        });
    }

    /**
     * The file is changed by now: entries that stay behind are passed over by every search, and removed by a cleanup. What the
     * stored header lists stays, which may be another service's by now.
     */
    private CompletableFuture<@Nullable Void> removeOld(Next next) {
        String id = next.header().id();
        CompletableFuture<@Nullable Void> removed = Futures.then(storage.get(FileNames.header(id)), stored -> {
            List<String> kept = stored == null
                    ? List.of()
                    : FileHeader.parse(id, stored).index().keys(id);
            List<String> old = next.before().keys(id).stream()
                    .filter(key -> !kept.contains(key))
                    .toList();
            return Futures.then(storage.deleteBatch(old), gone -> storage.delete(FileNames.change(id)));
        });
        return Futures.recover(removed, failure -> {
            logger.warn("Old index entries of file {} stay until the next cleanup: {}", id, failure.toString());
            return CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<@Nullable Void> put(List<String> postings) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        postings.forEach(key -> entries.put(key, new byte[0]));
        return entries.isEmpty() ? CompletableFuture.completedFuture(null) : storage.setBatch(entries);
    }

    private long now() {
        return Instant.now(place.config().clock()).toEpochMilli();
    }
}
