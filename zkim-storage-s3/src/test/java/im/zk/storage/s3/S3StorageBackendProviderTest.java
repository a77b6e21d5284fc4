package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend from configuration. */
class S3StorageBackendProviderTest {

    private static final String KEYS = "&accessKeyId=id&secretAccessKey=s3cret";

    private final S3StorageBackendProvider provider = new S3StorageBackendProvider();

    @Test
    @DisplayName("A URI, a map and the builder make the same backend")
    void allWays() {
        MinioServer server = TestServers.minio();
        try (TestBucket bucket = new TestBucket(server, Compatibility.MINIO);
                StorageBackend fromUri = StorageBackends.create("s3://" + bucket.name() + "/mine?endpoint="
                        + server.endpoint() + "&compatibility=minio&accessKeyId=" + server.accessKeyId()
                        + "&secretAccessKey=" + server.secretAccessKey());
                StorageBackend fromMap = StorageBackends.create(StorageConfig.fromMap(Map.of(
                        "type", "s3",
                        "bucket", bucket.name(),
                        "prefix", "mine/",
                        "endpoint", server.endpoint().toString(),
                        "compatibility", "minio",
                        "accessKeyId", server.accessKeyId(),
                        "secretAccessKey", server.secretAccessKey())));
                StorageBackend built = bucket.backend().prefix("mine").build()) {
            fromUri.set("key", new byte[] {7}).join();
            assertThat(fromMap.get("key").join()).containsExactly(7);
            assertThat(built.get("key").join()).containsExactly(7);
            assertThat(fromUri).hasToString("S3[" + bucket.name() + "/mine/]").hasSameClassAs(built);
        }
    }

    @Test
    @DisplayName("What a URI says")
    void uris() {
        assertThat(provider.fromUri("s3://my-bucket/?region=eu-west-1"))
                .isEqualTo(Map.of("bucket", "my-bucket", "region", "eu-west-1"));
        assertThat(provider.fromUri("s3://my-bucket")).isEqualTo(Map.of("bucket", "my-bucket"));
        assertThat(provider.fromUri("s3://my-bucket/a/b%20c/?region=eu-west-1"))
                .isEqualTo(Map.of("bucket", "my-bucket", "prefix", "a/b c/", "region", "eu-west-1"));
        assertThat(provider.fromUri("s3://my-bucket/?secretAccessKey=a+b%2Fc").get("secretAccessKey"))
                .isEqualTo("a+b/c");
    }

    @Test
    @DisplayName("No prefix means the guide's")
    void defaultPrefix() {
        try (StorageBackend storage = StorageBackends.create("s3://my-bucket/?region=eu-west-1" + KEYS)) {
            assertThat(storage).hasToString("S3[my-bucket/zkim-files/]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:my-bucket",
                "s3:///prefix",
                "s3://id:s3cret@my-bucket/",
                "s3://my-bucket:9000/",
                "s3://my-bucket/a?prefix=b",
                "s3://my-bucket/?bucket=other",
                "s3://my-bucket/?regoin=eu-west-1",
                "s3://my-bucket/?region=eu-west-1&pathStyle=yes",
                "s3://my-bucket/?region=eu-west-1&maximumAttempts=many",
                "s3://my-bucket/?region=eu-west-1&partSize=99999999999",
                "s3://my-bucket/?region=eu-west-1&compatibility=gcs",
                "s3://my-bucket/?region=eu-west-1&endpoint=http://a%20b",
                "s3://my-bucket/?region=eu-west-1&secretAccessKey=s3cret",
                "s3://My_Bucket/?region=eu-west-1",
                "s3://my-bucket//a?region=eu-west-1"
            })
    @DisplayName("A malformed URI or value is refused, and no secret is quoted")
    void malformed(String uri) {
        assertThat(Failures.of(() -> StorageBackends.create(uri), ErrorKind.INVALID_CONFIG))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    @DisplayName("Every property of the table in the documentation is known")
    void properties() {
        assertThat(provider.properties()).extracting("name").contains("bucket", "region", "compatibility", "partSize");
        assertThat(provider.properties()).hasSize(17);
    }
}
