package im.zk.storage.azure;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.ConfigUri;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.List;
import java.util.Map;

/** The type {@code azure}: {@code azure://my-container/my-prefix?endpoint=https://account.blob.core.windows.net}. */
public final class AzureStorageBackendProvider implements StorageBackendProvider {

    private static final String CONTAINER = "containerName";
    private static final String PREFIX = "prefix";

    /** For {@link java.util.ServiceLoader}. */
    public AzureStorageBackendProvider() {}

    @Override
    public String type() {
        return "azure";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required(CONTAINER, "the container, which must exist"),
                ConfigProperty.optional(
                        "connectionString", "the account's, with its key or a SAS; or else an endpoint"),
                ConfigProperty.optional("endpoint", "the account's, such as https://account.blob.core.windows.net"),
                ConfigProperty.optional(
                        "sasToken", "a SAS, beside the endpoint; default: the Azure SDK's default credentials"),
                ConfigProperty.optional(
                        PREFIX, "what blob names begin with; default: " + AzureStorageOptions.DEFAULT_PREFIX),
                ConfigProperty.optional("callTimeoutMillis", "how long a request and its retries may take; 300000"),
                ConfigProperty.optional("maximumAttempts", "how often a request is tried in all, 1 to 10; 3"),
                ConfigProperty.optional("blockSize", "values of more bytes go up in blocks of so many; 16777216"),
                ConfigProperty.optional("maximumValueBytes", "the most bytes of a value; 2147483639"));
    }

    @Override
    public Map<String, String> fromUri(String uri) {
        return ConfigUri.parse(uri)
                .toContainerProperties("container", CONTAINER, "endpoint=https://account.blob.core.windows.net");
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        AzureStorageOptions.Builder<AzureStorageBackend> builder =
                AzureStorageBackend.builder().containerName(config.require(CONTAINER));
        config.get("connectionString").ifPresent(builder::connectionString);
        config.getUri("endpoint").ifPresent(builder::endpoint);
        config.get("sasToken").ifPresent(builder::sasToken);
        config.get(PREFIX).ifPresent(builder::prefix);
        config.getMillis("callTimeoutMillis").ifPresent(builder::callTimeout);
        config.getInt("maximumAttempts").ifPresent(builder::maximumAttempts);
        config.getInt("blockSize").ifPresent(builder::blockSize);
        config.getLong("maximumValueBytes").ifPresent(builder::maximumValueBytes);
        return builder.build();
    }
}
