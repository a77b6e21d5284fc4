package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.ConfigUri;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The type {@code s3}: {@code s3://my-bucket/my-prefix?region=eu-west-1}. */
public final class S3StorageBackendProvider implements StorageBackendProvider {

    private static final String BUCKET = "bucket";
    private static final String PREFIX = "prefix";
    private static final String ACCESS_KEY_ID = "accessKeyId";
    private static final String SECRET_ACCESS_KEY = "secretAccessKey";

    /** For {@link java.util.ServiceLoader}. */
    public S3StorageBackendProvider() {}

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required(BUCKET, "the bucket, which must exist"),
                ConfigProperty.optional("region", "the bucket's region; default: the profile's or the environment's"),
                ConfigProperty.optional(
                        PREFIX, "what object names begin with; default: " + S3StorageOptions.DEFAULT_PREFIX),
                ConfigProperty.optional(ACCESS_KEY_ID, "with secretAccessKey; default: the AWS SDK's credential chain"),
                ConfigProperty.optional(SECRET_ACCESS_KEY, "the secret that belongs to accessKeyId"),
                ConfigProperty.optional("sessionToken", "the token that belongs to temporary credentials"),
                ConfigProperty.optional("profile", "the profile of the shared AWS configuration files"),
                ConfigProperty.optional("endpoint", "where the service is; default: Amazon's of the region"),
                ConfigProperty.optional("pathStyle", "true to name the bucket in the path, not in the host"),
                ConfigProperty.optional("compatibility", "aws (the default), minio, ceph or r2"),
                ConfigProperty.optional("serverSideEncryption", "AES256, aws:kms or aws:kms:dsse"),
                ConfigProperty.optional("kmsKeyId", "the KMS key with which the service encrypts"),
                ConfigProperty.optional("storageClass", "the storage class, such as STANDARD_IA"),
                ConfigProperty.optional("callTimeoutMillis", "how long a request and its retries may take; 300000"),
                ConfigProperty.optional("maximumAttempts", "how often a request is tried in all, 1 to 10; 3"),
                ConfigProperty.optional("partSize", "values of more bytes go up in parts of so many; 16777216"),
                ConfigProperty.optional("maximumValueBytes", "the most bytes of a value; 2147483639"));
    }

    @Override
    public Map<String, String> fromUri(String uri) {
        return ConfigUri.parse(uri).toContainerProperties("bucket", BUCKET, "endpoint=http://localhost:9000");
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        S3StorageOptions.Builder<S3StorageBackend> builder =
                S3StorageBackend.builder().bucket(config.require(BUCKET));
        config.get("region").ifPresent(builder::region);
        config.get(PREFIX).ifPresent(builder::prefix);
        config.get("sessionToken").ifPresent(builder::sessionToken);
        config.get("profile").ifPresent(builder::profile);
        config.getUri("endpoint").ifPresent(builder::endpoint);
        config.getBoolean("pathStyle").ifPresent(builder::pathStyle);
        config.get("compatibility").ifPresent(word -> builder.compatibility(compatibility(word)));
        config.get("serverSideEncryption").ifPresent(builder::serverSideEncryption);
        config.get("kmsKeyId").ifPresent(builder::kmsKeyId);
        config.get("storageClass").ifPresent(builder::storageClass);
        config.getMillis("callTimeoutMillis").ifPresent(builder::callTimeout);
        config.getInt("maximumAttempts").ifPresent(builder::maximumAttempts);
        config.getInt("partSize").ifPresent(builder::partSize);
        config.getLong("maximumValueBytes").ifPresent(builder::maximumValueBytes);
        if (config.get(ACCESS_KEY_ID).isPresent()
                || config.get(SECRET_ACCESS_KEY).isPresent()) {
            builder.credentials(
                    config.get(ACCESS_KEY_ID).orElse(""),
                    config.get(SECRET_ACCESS_KEY).orElse(""));
        }
        return builder.build();
    }

    /** A compatibility as configuration names it. */
    static String word(Compatibility compatibility) {
        return compatibility.name().toLowerCase(Locale.ROOT);
    }

    private static Compatibility compatibility(String word) {
        return Arrays.stream(Compatibility.values())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> S3Errors.invalid("The property 'compatibility' must be aws, minio, ceph or r2."));
    }
}
