package im.zk.file;

import im.zk.storage.ServiceException;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gets headers, and reads the content of files. */
final class FileReading {

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Workplace place;

    FileReading(Workplace place) {
        this.place = place;
    }

    /** A header, and what was seen of the file before it was asked for. */
    record Found(FileHeader header, RevisionMemory.Before before) {}

    /** The file, opened as far as the keys open it. */
    CompletableFuture<ZkimFile> get(String id, FileKeys keys) {
        return place.calls().map(header(id), found -> open(found, keys));
    }

    /** The file, opened as far as the ring's keys open it: that of its platform, and those of the user whom that names. */
    CompletableFuture<ZkimFile> getWithRing(String id) {
        return place.calls().map(header(id), found -> {
            FileKeys platform = new FileKeys(null, null, platformKey(found.header()));
            ZkimFile file = open(found, platform);
            UserKeys user = file.userId().flatMap(place.ring()::user).orElse(null);
            return user == null
                    ? file
                    : openOr(file, found, new FileKeys(file.userId().orElseThrow(), user, platform.platform()));
        });
    }

    /** A ring may have older or newer keys of the user: what the platform's key opens is open all the same. */
    private ZkimFile openOr(ZkimFile file, Found found, FileKeys keys) {
        try {
            ZkimFile opened = open(found, keys);
            file.destroy();
            return opened;
        } catch (ServiceException closed) {
            if (closed.code().equals(FileErrors.DECRYPTION)) {
                return file;
            }
            file.destroy();
            throw closed;
        }
    }

    /** Opens a header with keys, whose signature must be the owner's, and which must not be older than what was seen. */
    ZkimFile open(Found found, FileKeys keys) {
        ZkimFile file = keys.open(found.header());
        try {
            accept(found, file);
            return file;
        } catch (RuntimeException refused) {
            file.destroy();
            throw refused;
        }
    }

    private void accept(Found found, ZkimFile file) {
        PlatformRecord platform = file.platform();
        boolean owned = platform == null
                || place.owners()
                        .isOwner(platform.userId(), platform.verificationKey().clone());
        if (!owned) {
            throw FileErrors.notOpened();
        }
        saw(found, file.proof());
    }

    /** Refuses a header that is older than what was seen, and remembers one that was proved. */
    void saw(Found found, RevisionMemory.Proof proof) {
        FileHeader header = found.header();
        place.revisions().requireNewer(header, found.before(), proof);
        if (place.revisions().remember(header, proof)) {
            place.logger()
                    .warn(
                            "Revision {} of file {} has two headers: two services changed it at once, or the storage gives both",
                            header.revision(),
                            header.id());
        }
    }

    /** The header that is stored now. */
    CompletableFuture<Found> header(String id) {
        if (!FileNames.isId(id)) {
            return notOurs(id);
        }
        RevisionMemory.Before before = place.revisions().before(id);
        return place.calls().map(place.storage().get(FileNames.header(id)), value -> {
            if (value == null) {
                throw FileErrors.notFound(id);
            }
            return new Found(FileHeader.parse(id, value), before);
        });
    }

    /** The content of the file that is stored now, in one array. */
    CompletableFuture<byte[]> download(String id, FileKeys keys) {
        InArray array = new InArray();
        return Futures.map(download(id, keys, ProgressListener.NONE, array), file -> {
            file.destroy();
            return array.content();
        });
    }

    /** The content of the file that is stored now, to a stream, which stays open; and the file. */
    CompletableFuture<ZkimFile> download(String id, FileKeys keys, OutputStream target, ProgressListener listener) {
        ChunkSink toStream = new StreamSink(target);
        return download(id, keys, listener, size -> toStream);
    }

    /** Opens the header once, for the file and for its content. */
    private CompletableFuture<ZkimFile> download(String id, FileKeys keys, ProgressListener listener, SinkOf sinkOf) {
        CompletableFuture<ChunkDownload> download = place.calls().map(header(id), found -> {
            FileKeys.Opened opened = keys.openContent(found.header());
            return begin(opened, listener, size -> {
                accept(found, opened.file());
                return sinkOf.sink(size);
            });
        });
        return Futures.then(download, begun -> {
            CompletableFuture<ZkimFile> read = begun.start();
            read.whenComplete((file, failure) -> {
                if (failure != null) {
                    begun.file().destroy();
                }
            });
            return read;
        });
    }

    /** The content, in one array. */
    CompletableFuture<byte[]> read(FileHeader header, FileKeys keys) {
        InArray array = new InArray();
        return Futures.map(read(header, keys, ProgressListener.NONE, array), read -> array.content());
    }

    /** The content, to a sink that is made when its length is known. */
    CompletableFuture<@Nullable Void> read(FileHeader header, FileKeys keys, ProgressListener listener, SinkOf sinkOf) {
        CompletableFuture<ChunkDownload> download =
                place.calls().compute(() -> begin(keys.openContent(header), listener, sinkOf));
        return Futures.then(download, begun -> Futures.map(begun.start(), read -> null));
    }

    /** Makes a sink for a content of a length. */
    interface SinkOf {
        ChunkSink sink(long size);
    }

    /** The keys of the content are the download's to close, or closed where there is none. */
    private ChunkDownload begin(FileKeys.Opened opened, ProgressListener listener, SinkOf sinkOf) {
        try {
            ChunkSink sink = sinkOf.sink(opened.file().size().orElseThrow());
            return new ChunkDownload(place, opened, sink, listener);
        } catch (RuntimeException refused) {
            opened.close();
            opened.file().destroy();
            throw refused;
        }
    }

    private @Nullable PlatformKey platformKey(FileHeader header) {
        return place.ring()
                .platform(HexFormat.of().formatHex(header.platformKeyId()))
                .orElse(null);
    }

    /** An id of another form may be one of the TypeScript version, which stored files under their ids alone. */
    private CompletableFuture<Found> notOurs(String id) {
        if (Keys.violation(id) != null) {
            throw FileErrors.notFound(id);
        }
        return Futures.map(place.storage().get(id), value -> {
            if (value != null && FileHeader.isFirstVersion(value)) {
                throw FileErrors.firstVersion();
            }
            throw FileErrors.notFound(id);
        });
    }

    /** Makes the sink that keeps the content in one array of its length. */
    private static final class InArray implements SinkOf {
        private @Nullable ArraySink sink;

        @Override
        public ChunkSink sink(long size) {
            if (size > LONGEST_ARRAY) {
                throw FileErrors.tooLarge(LONGEST_ARRAY);
            }
            ArraySink made = new ArraySink((int) size);
            sink = made;
            return made;
        }

        byte[] content() {
            return Objects.requireNonNull(sink).target();
        }
    }

    /** Keeps the content in one array of its length. */
    private static final class ArraySink implements ChunkSink {
        private final byte[] content;
        private int position;

        ArraySink(int size) {
            this.content = new byte[size];
        }

        @Override
        public CompletableFuture<@Nullable Void> accept(byte[] piece) {
            System.arraycopy(piece, 0, content, position, piece.length);
            position += piece.length;
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public byte[] target() {
            return content;
        }
    }
}
