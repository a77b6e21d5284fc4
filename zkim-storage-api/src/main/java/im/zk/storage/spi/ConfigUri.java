package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A storage URI in its parts, percent escapes undone. Neither its errors nor its text quote the URI, which may hold
 * secrets.
 *
 * @param scheme the scheme, in small letters
 * @param authority what stands between {@code //} and the path: a bucket, or a host; empty where there is none
 * @param path the path with its leading {@code /}, or what follows the scheme where there is no {@code /}; may be empty
 * @param query the query's names and values, in order; unmodifiable
 */
public record ConfigUri(String scheme, String authority, String path, Map<String, String> query) {

    private static final String PREFIX = "prefix";

    /** Copies the query. */
    public ConfigUri {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(path, "path");
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    /**
     * Takes a URI apart.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it is malformed
     */
    public static ConfigUri parse(String uri) {
        Objects.requireNonNull(uri, "uri");
        String scheme = scheme(uri);
        if (uri.length() == scheme.length() + 1) {
            // A scheme alone, as in memory:, is no URI to java.net.
            return new ConfigUri(scheme, "", "", Map.of());
        }
        URI parsed;
        try {
            parsed = new URI(uri);
        } catch (URISyntaxException malformed) {
            String at = malformed.getIndex() < 0 ? "" : " at index " + malformed.getIndex();
            throw malformed(scheme, "is malformed: " + malformed.getReason() + at);
        }
        if (parsed.getRawFragment() != null) {
            throw malformed(scheme, "has a '#'; write it as %23");
        }
        if (parsed.isOpaque()) {
            String[] halves = parsed.getRawSchemeSpecificPart().split("\\?", 2);
            Map<String, String> query = query(scheme, halves.length == 1 ? null : halves[1]);
            return new ConfigUri(scheme, "", decode(scheme, halves[0]), query);
        }
        String authority = Objects.requireNonNullElse(parsed.getRawAuthority(), "");
        return new ConfigUri(
                scheme,
                decode(scheme, authority),
                decode(scheme, parsed.getRawPath()),
                query(scheme, parsed.getRawQuery()));
    }

    /**
     * The scheme of a URI, in small letters.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it has none
     */
    public static String scheme(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (!scheme.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw ServiceException.builder(
                            ServiceException.STORAGE_ERROR,
                            ErrorKind.INVALID_CONFIG,
                            "The storage URI does not begin with a type and a colon, as in s3://my-bucket/ or memory:")
                    .build();
        }
        return scheme.toLowerCase(Locale.ROOT);
    }

    /**
     * The properties that a URI of an object store stands for: {@code s3://my-bucket/my-prefix?region=eu-west-1}. What stands
     * before the path is the container, the path is the property {@code prefix}, and the query is the others.
     *
     * @param noun what the service calls the container, for errors: {@code bucket}
     * @param property the property that names the container
     * @param exampleQuery how credentials or an endpoint are given, for errors: {@code endpoint=http://localhost:9000}
     * @return the properties, in a map of the caller's
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where the container is missing, has more beside it, or is
     *     named twice, as where the prefix is
     */
    public Map<String, String> toContainerProperties(String noun, String property, String exampleQuery) {
        String example = scheme + "://my-" + noun + "/";
        if (authority.isEmpty()) {
            throw malformed("names no " + noun + "; it needs two slashes, as in " + example + "my-prefix");
        }
        if (authority.contains("@") || authority.contains(":")) {
            throw malformed(
                    "has more than a " + noun + " before its path; credentials, and an endpoint, are properties: "
                            + example + "?" + exampleQuery);
        }
        String prefix = path.startsWith("/") ? path.substring(1) : path;
        Map<String, String> properties = new LinkedHashMap<>(query);
        if (properties.containsKey(property) || (!prefix.isEmpty() && properties.containsKey(PREFIX))) {
            throw malformed("has the " + noun + " or the prefix both before the '?' and behind it");
        }
        properties.put(property, authority);
        if (!prefix.isEmpty()) {
            properties.put(PREFIX, prefix);
        }
        return properties;
    }

    /** An error about this URI that quotes only its scheme: "The s3: URI …". */
    public ServiceException malformed(String problem) {
        return malformed(scheme, problem);
    }

    /** The scheme and the names in the query, without their values. */
    @Override
    public String toString() {
        return "ConfigUri[" + scheme + ", " + query.keySet() + "]";
    }

    private static ServiceException malformed(String scheme, String problem) {
        return ServiceException.builder(
                        ServiceException.STORAGE_ERROR,
                        ErrorKind.INVALID_CONFIG,
                        "The " + scheme + ": URI " + problem + ".")
                .build();
    }

    private static Map<String, String> query(String scheme, @Nullable String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return query;
        }
        for (String pair : rawQuery.split("&", -1)) {
            String[] halves = pair.split("=", 2);
            String name = decode(scheme, halves[0]);
            if (halves.length < 2 || name.isEmpty()) {
                throw malformed(scheme, "has a query that is not name=value&name=value");
            }
            if (query.put(name, decode(scheme, halves[1])) != null) {
                throw malformed(scheme, "names '" + name + "' twice");
            }
        }
        return query;
    }

    /** A plus sign stands for itself, as a secret key needs. */
    private static String decode(String scheme, String raw) {
        String decoded = ObjectNames.unescape(raw);
        if (decoded == null) {
            throw malformed(scheme, "has an escape that is not UTF-8");
        }
        return decoded;
    }
}
