package im.zk.storage;

import im.zk.storage.spi.ConfigUri;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which type of backend to make, and its properties: from a map, {@link Properties}, the environment, or one URI.
 *
 * <p>In each of the first three, {@code type} names the type, or {@code uri} holds a URI in its place. Names are checked
 * when the backend is made: {@link StorageBackends#create}. Immutable; prints without values, which may be secrets.
 */
public final class StorageConfig {

    /** The property that names the type. */
    public static final String TYPE = "type";

    /** The property that holds a URI in place of a type. */
    public static final String URI = "uri";

    private final @Nullable String type;
    private final @Nullable String uri;
    private final Map<String, String> properties;

    private StorageConfig(@Nullable String type, @Nullable String uri, Map<String, String> properties) {
        this.type = type;
        this.uri = uri;
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** A type and its properties. */
    public static StorageConfig of(String type, Map<String, String> properties) {
        return new StorageConfig(type.toLowerCase(Locale.ROOT), null, checked(properties));
    }

    /**
     * A map with {@code type} or {@code uri} among its properties.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where both are there, or the URI has no scheme
     */
    public static StorageConfig fromMap(Map<String, String> map) {
        Map<String, String> rest = checked(map);
        String type = rest.remove(TYPE);
        String uri = rest.remove(URI);
        if (type != null && uri != null) {
            throw invalid("The configuration has both '" + TYPE + "' and '" + URI + "'. Leave one of them out.");
        }
        if (uri != null) {
            return new StorageConfig(ConfigUri.scheme(uri), uri, rest);
        }
        return new StorageConfig(type == null || type.isBlank() ? null : type.toLowerCase(Locale.ROOT), null, rest);
    }

    /**
     * Those of some properties whose names begin with a prefix, which is taken off: {@code zkim.storage.bucket} under
     * {@code zkim.storage.} is {@code bucket}.
     *
     * @throws ServiceException as {@link #fromMap} does, and where one of them is no text
     */
    public static StorageConfig fromProperties(Properties properties, String prefix) {
        properties.forEach((name, value) -> {
            if (name instanceof String text && text.startsWith(prefix) && !(value instanceof String)) {
                throw invalid("The property '" + text.substring(prefix.length()) + "' is no text.");
            }
        });
        Map<String, String> map = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                map.put(name.substring(prefix.length()), properties.getProperty(name));
            }
        }
        return fromMap(map);
    }

    /**
     * Those environment variables whose names begin with a prefix, which is taken off: {@code ZKIM_STORAGE_ACCESS_KEY_ID}
     * under {@code ZKIM_STORAGE_} is {@code accessKeyId}.
     *
     * @param environment such as {@link System#getenv()}
     * @param prefix such as {@code ZKIM_STORAGE_}
     * @return the configuration
     * @throws ServiceException as {@link #fromMap} does
     */
    public static StorageConfig fromEnvironment(Map<String, String> environment, String prefix) {
        Map<String, String> map = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                map.put(camelCase(name.substring(prefix.length())), value);
            }
        });
        return fromMap(map);
    }

    /**
     * One URI, whose scheme is the type: {@code s3://bucket/prefix?region=eu-west-1}, {@code file:///var/data},
     * {@code memory:}. Percent escapes are undone; a plus sign stands for itself.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it has no scheme
     */
    public static StorageConfig fromUri(String uri) {
        return new StorageConfig(ConfigUri.scheme(uri), uri, Map.of());
    }

    /** The type in small letters; empty where the configuration names none. */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    /** The URI as it was given, secrets and all; empty where there is none. */
    public Optional<String> uri() {
        return Optional.ofNullable(uri);
    }

    /** The properties that stand beside the type or the URI: unmodifiable. */
    public Map<String, String> properties() {
        return properties;
    }

    /** A property; empty where it is not there or blank. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(properties.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * A property that must be there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is not, or is blank
     */
    public String require(String name) {
        return get(name).orElseThrow(() -> invalid("The property '" + name + "' is missing; give it a value."));
    }

    /**
     * A property that is {@code true} or {@code false}; empty where it is not there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is anything else
     */
    public Optional<Boolean> getBoolean(String name) {
        return value(name).map(PropertyValue::toBoolean);
    }

    /**
     * A property that is a whole number; empty where it is not there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is anything else
     */
    public Optional<Long> getLong(String name) {
        return value(name).map(PropertyValue::toLong);
    }

    /**
     * A property that is a whole number of 32 bits; empty where it is not there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is anything else
     */
    public Optional<Integer> getInt(String name) {
        return value(name).map(PropertyValue::toInt);
    }

    /**
     * A property that is a whole number of milliseconds; empty where it is not there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is anything else
     */
    public Optional<Duration> getMillis(String name) {
        return getLong(name).map(Duration::ofMillis);
    }

    /**
     * A property that is a URI; empty where it is not there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is anything else
     */
    public Optional<URI> getUri(String name) {
        return value(name).map(PropertyValue::toUri);
    }

    /**
     * A property that is a path of the default file system; empty where it is not there.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is anything else
     */
    public Optional<Path> getPath(String name) {
        return value(name).map(PropertyValue::toPath);
    }

    /** The type and the names of the properties, without their values. */
    @Override
    public String toString() {
        return "StorageConfig[" + (type == null ? "no type" : type) + ", " + properties.keySet() + "]";
    }

    /** What a configuration fails with. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    private Optional<PropertyValue> value(String name) {
        return get(name).map(text -> new PropertyValue(name, text));
    }

    private static Map<String, String> checked(Map<String, String> properties) {
        Map<String, String> copy = new LinkedHashMap<>();
        properties.forEach((name, value) ->
                copy.put(Objects.requireNonNull(name, "property name"), Objects.requireNonNull(value, name)));
        return copy;
    }

    private static String camelCase(String variable) {
        StringBuilder name = new StringBuilder();
        for (String word : variable.toLowerCase(Locale.ROOT).split("_", -1)) {
            boolean first = name.length() == 0 || word.isEmpty();
            name.append(first ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
