package im.zk.storage.ipfs;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.ConfigUri;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The type {@code ipfs}: {@code ipfs:}, {@code ipfs://localhost:5001/my-files} or {@code ipfs:https://node.example.com}. */
public final class IpfsStorageBackendProvider implements StorageBackendProvider {

    private static final String IPFS_URL = "ipfsUrl";
    private static final String PINNING_SERVICE = "pinningService";
    private static final String PREFIX = "prefix";
    private static final String BEARER_TOKEN = "bearerToken";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String CALL_TIMEOUT_MILLIS = "callTimeoutMillis";
    private static final String CONNECT_TIMEOUT_MILLIS = "connectTimeoutMillis";
    private static final String MAXIMUM_VALUE_BYTES = "maximumValueBytes";
    private static final String MAXIMUM_LISTING_BYTES = "maximumListingBytes";

    /** For {@link java.util.ServiceLoader}. */
    public IpfsStorageBackendProvider() {}

    @Override
    public String type() {
        return "ipfs";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.optional(IPFS_URL, "the node's RPC API (default http://localhost:5001)"),
                ConfigProperty.optional(PREFIX, "the directory of the node's MFS (default zkim-files)"),
                ConfigProperty.optional(
                        PINNING_SERVICE, "the name by which the node knows a remote pinning service (default none)"),
                ConfigProperty.optional(BEARER_TOKEN, "the token of Authorization: Bearer (default none)"),
                ConfigProperty.optional(USERNAME, "the name of Authorization: Basic (default none)"),
                ConfigProperty.optional(PASSWORD, "the password that goes with the username"),
                ConfigProperty.optional(
                        CALL_TIMEOUT_MILLIS, "how long an operation may take, in milliseconds (default 120000)"),
                ConfigProperty.optional(
                        CONNECT_TIMEOUT_MILLIS, "how long connecting may take, in milliseconds (default 10000)"),
                ConfigProperty.optional(
                        MAXIMUM_VALUE_BYTES, "the most bytes of a value (default what an array can hold)"),
                ConfigProperty.optional(MAXIMUM_LISTING_BYTES, "the most bytes of a listing (default 268435456)"));
    }

    /** Behind {@code ipfs:} stands nothing, a whole URL, or {@code //host:port/prefix} for plain HTTP. */
    @Override
    public Map<String, String> fromUri(String uri) {
        ConfigUri parsed = ConfigUri.parse(uri);
        Map<String, String> properties = new LinkedHashMap<>(parsed.query());
        int question = uri.indexOf('?');
        String rest = uri.substring(parsed.scheme().length() + 1, question < 0 ? uri.length() : question);
        if (rest.matches("(?i)https?://.*")) {
            put(parsed, properties, IPFS_URL, rest);
        } else if (!parsed.authority().isEmpty()) {
            put(parsed, properties, IPFS_URL, "http://" + parsed.authority());
            if (parsed.path().length() > 1) {
                put(parsed, properties, PREFIX, parsed.path().substring(1));
            }
        } else if (!rest.isEmpty()) {
            throw parsed.malformed("is like ipfs://localhost:5001/my-files or ipfs:https://node.example.com");
        }
        return properties;
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        IpfsStorageOptions.Builder<IpfsStorageBackend> builder = IpfsStorageBackend.builder();
        config.get(IPFS_URL).ifPresent(builder::ipfsUrl);
        config.get(PREFIX).ifPresent(builder::prefix);
        config.get(PINNING_SERVICE).ifPresent(builder::pinningService);
        config.get(BEARER_TOKEN).ifPresent(builder::bearerToken);
        if (config.get(USERNAME).isPresent() != config.get(PASSWORD).isPresent()) {
            throw IpfsErrors.invalid("The username and the password are given together, or neither of them.");
        }
        config.get(USERNAME).ifPresent(username -> builder.basic(username, config.require(PASSWORD)));
        config.getMillis(CALL_TIMEOUT_MILLIS).ifPresent(builder::callTimeout);
        config.getMillis(CONNECT_TIMEOUT_MILLIS).ifPresent(builder::connectTimeout);
        config.getLong(MAXIMUM_VALUE_BYTES).ifPresent(builder::maximumValueBytes);
        config.getLong(MAXIMUM_LISTING_BYTES).ifPresent(builder::maximumListingBytes);
        return builder.build();
    }

    private static void put(ConfigUri uri, Map<String, String> properties, String name, String value) {
        if (properties.put(name, value) != null) {
            throw uri.malformed("names the " + name + " both in its path and as a property");
        }
    }
}
