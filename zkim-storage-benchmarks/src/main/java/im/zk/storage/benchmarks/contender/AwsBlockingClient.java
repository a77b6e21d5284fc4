package im.zk.storage.benchmarks.contender;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The blocking S3 client of the AWS SDK. */
public final class AwsBlockingClient extends BlockingContender {

    private final S3Client client;
    private final String bucket;

    /** A client, which ends with the contender, and a bucket that is there. */
    public AwsBlockingClient(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    protected void put(String key, byte[] value) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(value));
    }

    @Override
    protected byte[] read(String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asByteArray();
    }

    @Override
    protected boolean exists(String key) {
        try {
            client.headObject(request -> request.bucket(bucket).key(key));
            return true;
        } catch (NoSuchKeyException missing) {
            return false;
        }
    }

    @Override
    protected void remove(String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    @Override
    protected void closeClient() {
        client.close();
    }
}
