package im.zk.storage.benchmarks.contender;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;

/** Google's client of its Cloud Storage, whose calls block. */
public final class GoogleClient extends BlockingContender {

    private final Storage client;
    private final String bucket;

    /** A client, which ends with the contender, and a bucket that is there. */
    public GoogleClient(Storage client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    protected void put(String key, byte[] value) {
        client.create(BlobInfo.newBuilder(bucket, key).build(), value);
    }

    @Override
    protected byte[] read(String key) {
        return client.readAllBytes(BlobId.of(bucket, key));
    }

    @Override
    protected boolean exists(String key) {
        return client.get(BlobId.of(bucket, key)) != null;
    }

    @Override
    protected void remove(String key) {
        client.delete(BlobId.of(bucket, key));
    }

    @Override
    protected void closeClient() throws Exception {
        client.close();
    }
}
