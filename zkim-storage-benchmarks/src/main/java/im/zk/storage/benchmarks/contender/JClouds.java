package im.zk.storage.benchmarks.contender;

import com.google.common.io.ByteStreams;
import java.io.InputStream;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.Blob;
import org.jspecify.annotations.Nullable;

/** A blob store of Apache jclouds, whose calls block. */
public final class JClouds extends BlockingContender {

    private final BlobStoreContext context;
    private final BlobStore store;
    private final String container;

    /** The blob store of a context, which ends with the contender, and a container that is there. */
    public JClouds(BlobStoreContext context, String container) {
        this.context = context;
        this.store = context.getBlobStore();
        this.container = container;
    }

    @Override
    protected void put(String key, byte[] value) {
        store.putBlob(
                container,
                store.blobBuilder(key)
                        .payload(value)
                        .contentLength(value.length)
                        .build());
    }

    @Override
    protected byte @Nullable [] read(String key) throws Exception {
        Blob blob = store.getBlob(container, key);
        if (blob == null) {
            return null;
        }
        try (InputStream content = blob.getPayload().openStream()) {
            return ByteStreams.toByteArray(content);
        }
    }

    @Override
    protected boolean exists(String key) {
        return store.blobExists(container, key);
    }

    @Override
    protected void remove(String key) {
        store.removeBlob(container, key);
    }

    @Override
    protected void closeClient() {
        context.close();
    }
}
