package im.zk.storage.examples;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.StorageOptions;
import im.zk.storage.StorageBackend;
import im.zk.storage.azure.AzureStorageBackend;
import im.zk.storage.gcs.GcsStorageBackend;
import im.zk.storage.s3.Compatibility;
import im.zk.storage.s3.S3StorageBackend;
import im.zk.storage.testservers.AzuriteServer;
import im.zk.storage.testservers.FakeGcsServer;
import im.zk.storage.testservers.S3Server;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Backends at the servers of the tests, each in a bucket or container that is made for it. */
final class TestBackends {

    private TestBackends() {}

    static StorageBackend s3(S3Server server, Compatibility compatibility, String bucket) {
        try (S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .forcePathStyle(true)
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
        return S3StorageBackend.builder()
                .bucket(bucket)
                .endpoint(server.endpoint())
                .region(server.region())
                .compatibility(compatibility)
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .build();
    }

    static StorageBackend azure(AzuriteServer server, String container) {
        new BlobContainerClientBuilder()
                .connectionString(server.connectionString())
                .containerName(container)
                .buildClient()
                .create();
        return AzureStorageBackend.builder()
                .containerName(container)
                .connectionString(server.connectionString())
                .build();
    }

    static StorageBackend gcs(FakeGcsServer server, String bucket) {
        StorageOptions.http()
                .setHost(server.endpoint().toString())
                .setProjectId(server.projectId())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService()
                .create(BucketInfo.of(bucket));
        return gcs(server.endpoint(), bucket);
    }

    /** At a bucket that is there. */
    static StorageBackend gcs(URI endpoint, String bucket) {
        return GcsStorageBackend.builder()
                .bucketName(bucket)
                .endpoint(endpoint)
                .credentials(NoCredentials.getInstance())
                .build();
    }
}
