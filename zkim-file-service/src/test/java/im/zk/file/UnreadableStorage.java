package im.zk.file;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has one value that it can't give, because its checksum is wrong, or for another reason. */
final class UnreadableStorage extends ForwardingStorageBackend {

    private final String unreadable;
    private final ErrorKind kind;

    UnreadableStorage(StorageBackend delegate, String unreadable) {
        this(delegate, unreadable, ErrorKind.CORRUPTED);
    }

    UnreadableStorage(StorageBackend delegate, String unreadable, ErrorKind kind) {
        super(delegate);
        this.unreadable = unreadable;
        this.kind = kind;
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        if (!key.equals(unreadable)) {
            return super.get(key);
        }
        return CompletableFuture.failedFuture(
                ServiceException.builder("TEST_ERROR", kind, "This value cannot be given.")
                        .build());
    }
}
