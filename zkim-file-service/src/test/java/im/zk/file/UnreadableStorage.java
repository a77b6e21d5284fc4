package im.zk.file;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has one value that it can't give, because its checksum is wrong. */
final class UnreadableStorage extends ForwardingStorageBackend {

    private final String unreadable;

    UnreadableStorage(StorageBackend delegate, String unreadable) {
        super(delegate);
        this.unreadable = unreadable;
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        if (!key.equals(unreadable)) {
            return super.get(key);
        }
        return CompletableFuture.failedFuture(
                ServiceException.builder("TEST_ERROR", ErrorKind.CORRUPTED, "The checksum is wrong.")
                        .build());
    }
}
