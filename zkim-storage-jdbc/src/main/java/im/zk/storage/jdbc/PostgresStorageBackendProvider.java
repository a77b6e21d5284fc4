package im.zk.storage.jdbc;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.StorageBackendProvider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The type {@code postgres}: {@code postgresql://user:password@host/database?tableName=files}, or a JDBC URL. */
public final class PostgresStorageBackendProvider implements StorageBackendProvider {

    private static final String CONNECTION_STRING = "connectionString";

    /** For {@link java.util.ServiceLoader}. */
    public PostgresStorageBackendProvider() {}

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("jdbc", "postgresql");
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required(
                        CONNECTION_STRING, "where the database is: jdbc:postgresql://host:5432/database"),
                ConfigProperty.optional("username", "the user, where the connection string names none"),
                ConfigProperty.optional("password", "the user's password, where the connection string has none"),
                ConfigProperty.optional(
                        "tableName", "[schema.]table; default: " + PostgresStorageOptions.DEFAULT_TABLE_NAME),
                ConfigProperty.optional(
                        "prefix", "what keys in the table begin with; default: nothing, the whole table"),
                ConfigProperty.optional("createTable", "whether a table that is missing is made: true (the default)"),
                ConfigProperty.optional(
                        "widenKeyColumn", "true to give an older table a key column for every key, once; false"),
                ConfigProperty.optional(
                        "truncateOnClear", "true for clear to truncate the table, other rows and all; false"),
                ConfigProperty.optional("maximumPoolSize", "how many connections there are at most; 10"),
                ConfigProperty.optional(
                        "connectionTimeoutMillis", "how long an operation waits for a connection; 10000"),
                ConfigProperty.optional("statementTimeoutMillis", "how long a statement may take; 60000"),
                ConfigProperty.optional(
                        "maximumValueBytes",
                        "the most bytes of a value; " + PostgresStorageOptions.LARGEST_VALUE_BYTES));
    }

    /** The whole URI is the connection string, but for those parameters that are properties of the storage. */
    @Override
    public Map<String, String> fromUri(String uri) {
        List<String> own = properties().stream().map(ConfigProperty::name).toList();
        String[] halves = uri.split("\\?", 2);
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (String pair : halves.length < 2 ? new String[0] : halves[1].split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            if (own.contains(nameAndValue[0]) && !isDrivers(nameAndValue[0])) {
                String value = nameAndValue.length < 2 ? "" : decode(nameAndValue[0], nameAndValue[1]);
                if (properties.put(nameAndValue[0], value) != null) {
                    throw PostgresErrors.invalid("The storage URI names '" + nameAndValue[0] + "' twice.");
                }
            } else {
                rest.add(pair);
            }
        }
        if (properties.put(CONNECTION_STRING, rest.isEmpty() ? halves[0] : halves[0] + "?" + String.join("&", rest))
                != null) {
            throw PostgresErrors.invalid("The storage URI is itself the '" + CONNECTION_STRING + "'.");
        }
        return properties;
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        PostgresStorageOptions.Builder<PostgresStorageBackend> builder =
                PostgresStorageBackend.builder().connectionString(config.require(CONNECTION_STRING));
        config.get("username").ifPresent(builder::username);
        config.get("password").ifPresent(builder::password);
        config.get("tableName").ifPresent(builder::tableName);
        config.get("prefix").ifPresent(builder::prefix);
        config.getBoolean("createTable").ifPresent(builder::createTable);
        config.getBoolean("widenKeyColumn").ifPresent(builder::widenKeyColumn);
        config.getBoolean("truncateOnClear").ifPresent(builder::truncateOnClear);
        config.getInt("maximumPoolSize").ifPresent(builder::maximumPoolSize);
        config.getMillis("connectionTimeoutMillis").ifPresent(builder::connectionTimeout);
        config.getMillis("statementTimeoutMillis").ifPresent(builder::statementTimeout);
        config.getLong("maximumValueBytes").ifPresent(builder::maximumValueBytes);
        return builder.build();
    }

    /** The driver has a password of its own. */
    private static boolean isDrivers(String name) {
        return name.equals("password");
    }

    private static String decode(String name, String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw PostgresErrors.invalid("The storage URI has a malformed escape in '" + name + "'.");
        }
    }
}
