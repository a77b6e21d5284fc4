package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** How a real server keeps what is stored, in one request and in parts. */
class EncryptionTest {

    private static final MinioServer SERVER = TestServers.minio();
    private static final int PART = 5 << 20;

    private static TestBucket bucket;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(SERVER, Compatibility.MINIO);
    }

    @AfterAll
    static void closeBucket() {
        bucket.close();
    }

    @Test
    @DisplayName("SSE-S3")
    void serviceKey() {
        for (int size : new int[] {3, 2 * PART}) {
            HeadObjectResponse object = stored(bucket.backend().serverSideEncryption("AES256"), size);
            assertThat(object.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        }
    }

    @Test
    @DisplayName("SSE-KMS with a key of the user's, which implies it")
    void kmsKey() {
        for (int size : new int[] {3, 2 * PART}) {
            HeadObjectResponse object = stored(bucket.backend().kmsKeyId(SERVER.kmsKeyId()), size);
            assertThat(object.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(object.ssekmsKeyId()).endsWith(SERVER.kmsKeyId());
        }
    }

    @Test
    @DisplayName("SSE-KMS with a key that is not there: it fails, and nothing is stored")
    void noSuchKey() {
        try (S3StorageBackend storage = bucket.backend().kmsKeyId("no-such-key").build()) {
            Failures.of(storage.set("refused", new byte[3]), ErrorKind.INVALID_CONFIG);
            assertThat(storage.has("refused").join()).isFalse();
        }
    }

    @Test
    @DisplayName("A storage class")
    void storageClass() {
        for (int size : new int[] {3, 2 * PART}) {
            HeadObjectResponse object = stored(bucket.backend().storageClass("REDUCED_REDUNDANCY"), size);
            assertThat(object.storageClass()).isEqualTo(StorageClass.REDUCED_REDUNDANCY);
        }
    }

    private static HeadObjectResponse stored(S3StorageOptions.Builder<S3StorageBackend> options, int size) {
        try (S3StorageBackend storage = options.partSize(PART).build()) {
            storage.set("key", new byte[size]).join();
            assertThat(storage.get("key").join()).isEqualTo(new byte[size]);
        }
        return bucket.client()
                .headObject(request -> request.bucket(bucket.name()).key("zkim-files/key"));
    }
}
