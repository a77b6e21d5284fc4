package im.zk.storage.rest;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.ConfigUri;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The type {@code rest}: {@code rest:https://storage.example.com/v1?apiKey=…}. */
public final class RestStorageBackendProvider implements StorageBackendProvider {

    private static final String BASE_URL = "baseUrl";
    private static final String API_KEY = "apiKey";
    private static final String CALL_TIMEOUT_MILLIS = "callTimeoutMillis";
    private static final String CONNECT_TIMEOUT_MILLIS = "connectTimeoutMillis";
    private static final String MAXIMUM_VALUE_BYTES = "maximumValueBytes";
    private static final String MAXIMUM_LISTING_BYTES = "maximumListingBytes";
    private static final String ORDERED_LISTING = "orderedListing";

    /** For {@link java.util.ServiceLoader}. */
    public RestStorageBackendProvider() {}

    @Override
    public String type() {
        return "rest";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required(BASE_URL, "what stands before /files, such as https://storage.example.com/v1"),
                ConfigProperty.optional(API_KEY, "the token of Authorization: Bearer (default none)"),
                ConfigProperty.optional(
                        CALL_TIMEOUT_MILLIS, "how long an operation may take, in milliseconds (default 120000)"),
                ConfigProperty.optional(
                        CONNECT_TIMEOUT_MILLIS, "how long connecting may take, in milliseconds (default 10000)"),
                ConfigProperty.optional(
                        MAXIMUM_VALUE_BYTES, "the most bytes of a value (default what an array can hold)"),
                ConfigProperty.optional(MAXIMUM_LISTING_BYTES, "the most bytes of a listing (default 268435456)"),
                ConfigProperty.optional(ORDERED_LISTING, "whether listings are ordered: true or false (the default)"));
    }

    /** The base URL stands behind {@code rest:} as it is, with its escapes. */
    @Override
    public Map<String, String> fromUri(String uri) {
        ConfigUri parsed = ConfigUri.parse(uri);
        int question = uri.indexOf('?');
        String baseUrl = uri.substring(parsed.scheme().length() + 1, question < 0 ? uri.length() : question);
        if (!baseUrl.isEmpty() && !baseUrl.matches("(?i)https?://.*")) {
            throw parsed.malformed("is not followed by a whole URL, as in rest:https://storage.example.com/v1");
        }
        if (parsed.query().containsKey(BASE_URL) && !baseUrl.isEmpty()) {
            throw parsed.malformed("has the base URL both behind the scheme and as a property");
        }
        Map<String, String> properties = new LinkedHashMap<>(parsed.query());
        if (!baseUrl.isEmpty()) {
            properties.put(BASE_URL, baseUrl);
        }
        return properties;
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        RestStorageOptions.Builder<RestStorageBackend> builder =
                RestStorageBackend.builder().baseUrl(config.require(BASE_URL));
        config.get(API_KEY).ifPresent(builder::apiKey);
        config.getMillis(CALL_TIMEOUT_MILLIS).ifPresent(builder::callTimeout);
        config.getMillis(CONNECT_TIMEOUT_MILLIS).ifPresent(builder::connectTimeout);
        config.getLong(MAXIMUM_VALUE_BYTES).ifPresent(builder::maximumValueBytes);
        config.getLong(MAXIMUM_LISTING_BYTES).ifPresent(builder::maximumListingBytes);
        config.getBoolean(ORDERED_LISTING).ifPresent(builder::orderedListing);
        return builder.build();
    }
}
