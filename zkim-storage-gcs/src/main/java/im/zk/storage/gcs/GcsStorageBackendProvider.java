package im.zk.storage.gcs;

import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.ConfigUri;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type {@code gcs}, also {@code gs}: {@code gcs://my-bucket/my-prefix?keyFilename=/etc/key.json}. */
public final class GcsStorageBackendProvider implements StorageBackendProvider {

    private static final String BUCKET_NAME = "bucketName";
    private static final String PREFIX = "prefix";

    /** For {@link java.util.ServiceLoader}. */
    public GcsStorageBackendProvider() {}

    @Override
    public String type() {
        return "gcs";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("gs");
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required(BUCKET_NAME, "the bucket, which must exist"),
                ConfigProperty.optional(
                        PREFIX, "what object names begin with; default: " + GcsStorageOptions.DEFAULT_PREFIX),
                ConfigProperty.optional("keyFilename", "the file with the key of a service account, in JSON"),
                ConfigProperty.optional(
                        "credentials", "default for Application Default Credentials, none for an emulator"),
                ConfigProperty.optional("projectId", "the client's project; default: the key file's"),
                ConfigProperty.optional("endpoint", "where the service is; default: https://storage.googleapis.com"),
                ConfigProperty.optional("callTimeoutMillis", "how long a request and its retries may take; 300000"),
                ConfigProperty.optional("maximumAttempts", "how often a request is tried in all, 1 to 10; 3"),
                ConfigProperty.optional("chunkSize", "values of more bytes go up in chunks of so many; 16777216"),
                ConfigProperty.optional("maximumValueBytes", "the most bytes of a value; 2147483639"));
    }

    @Override
    public Map<String, String> fromUri(String uri) {
        return ConfigUri.parse(uri).toContainerProperties("bucket", BUCKET_NAME, "keyFilename=/etc/key.json");
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        GcsStorageOptions.Builder<GcsStorageBackend> builder =
                GcsStorageBackend.builder().bucketName(config.require(BUCKET_NAME));
        config.get(PREFIX).ifPresent(builder::prefix);
        config.getPath("keyFilename").ifPresent(builder::keyFilename);
        config.get("projectId").ifPresent(builder::projectId);
        config.getUri("endpoint").ifPresent(builder::endpoint);
        config.getMillis("callTimeoutMillis").ifPresent(builder::callTimeout);
        config.getInt("maximumAttempts").ifPresent(builder::maximumAttempts);
        config.getInt("chunkSize").ifPresent(builder::chunkSize);
        config.getLong("maximumValueBytes").ifPresent(builder::maximumValueBytes);
        Credentials credentials = credentials(config);
        if (credentials != null) {
            builder.credentials(credentials);
        }
        return builder.build();
    }

    private static @Nullable Credentials credentials(StorageConfig config) {
        String word = config.get("credentials").orElse("default");
        return switch (word) {
            case "default" -> null;
            case "none" -> NoCredentials.getInstance();
            default -> throw GcsErrors.invalid("The property 'credentials' must be default or none.");
        };
    }
}
