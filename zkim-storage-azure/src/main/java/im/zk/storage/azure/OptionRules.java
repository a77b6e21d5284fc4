package im.zk.storage.azure;

import im.zk.storage.spi.BodyReader;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What options must be before anything is made of them. No error quotes a secret. */
final class OptionRules {

    private static final Pattern CONTAINER_CHARACTERS = Pattern.compile("[a-z0-9-]*");
    private static final int SHORTEST_CONTAINER = 3;
    private static final int LONGEST_CONTAINER = 63;
    private static final int SMALLEST_BLOCK = 64 << 10;
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private OptionRules() {}

    /** Refuses what cannot be used, and gives the container. */
    static String check(AzureStorageOptions.Builder<?> options) {
        String container = container(options);
        refuse("container name '" + container + "'", containerViolation(container));
        refuse("prefix '" + options.prefix + "'", prefixViolation(options.prefix));
        if (options.client == null) {
            location(options);
        } else {
            nothingBesideClient(options);
        }
        numbers(options);
        return container;
    }

    /** What is wrong with an endpoint, as the end of a sentence that does not quote it; null where it may be one. */
    static @Nullable String endpointViolation(URI endpoint) {
        String scheme = endpoint.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            return "does not begin with http:// or https://";
        }
        if (endpoint.getHost() == null) {
            return "has no host, as in https://account.blob.core.windows.net";
        }
        if (endpoint.getRawUserInfo() != null) {
            return "has a user or a password in it; give a sasToken or a connectionString instead";
        }
        return endpoint.getRawQuery() != null || endpoint.getRawFragment() != null
                ? "has a '?' or a '#'; give a shared access signature as the sasToken"
                : null;
    }

    /**
     * What is wrong with a container's name, as the end of a sentence; null where it may be one.
     *
     * @see <a
     *     href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata">Naming
     *     containers</a>
     */
    private static @Nullable String containerViolation(String name) {
        if (name.equals("$root")) {
            return "is that of the root container, whose blobs can have no '/' in their names";
        }
        if (name.equals("$web")) {
            return null;
        }
        if (name.length() < SHORTEST_CONTAINER || name.length() > LONGEST_CONTAINER) {
            return "has " + name.length() + " characters; it needs 3 to 63";
        }
        if (!CONTAINER_CHARACTERS.matcher(name).matches()) {
            return "has other characters than a-z, 0-9 and '-'";
        }
        return name.startsWith("-") || name.endsWith("-") || name.contains("--")
                ? "begins or ends with a '-', or has two side by side"
                : null;
    }

    /** What is wrong with a prefix, beside what no backend takes; null where it may be one. */
    private static @Nullable String prefixViolation(String prefix) {
        return Stream.of(prefix.split("/")).anyMatch(segment -> segment.endsWith("."))
                ? "has a path segment that ends with a dot, which the service would drop"
                : null;
    }

    private static String container(AzureStorageOptions.Builder<?> options) {
        String given = options.containerName;
        if (options.client != null) {
            String clients = options.client.getBlobContainerName();
            if (given != null && !given.equals(clients)) {
                throw AzureErrors.invalid("The client is one of the container '" + clients
                        + "', and the containerName is '" + given + "'. Leave the containerName out.");
            }
            return clients;
        }
        if (given == null || given.isBlank()) {
            throw AzureErrors.invalid("The Azure storage needs a containerName.");
        }
        return given;
    }

    private static void location(AzureStorageOptions.Builder<?> options) {
        if ((options.connectionString == null) == (options.endpoint == null)) {
            throw AzureErrors.invalid("The Azure storage needs either a connectionString or an endpoint, such as"
                    + " https://account.blob.core.windows.net, and "
                    + (options.endpoint == null ? "has neither." : "has both. Leave one of them out."));
        }
        if (options.sasToken != null && options.credential != null) {
            throw AzureErrors.invalid("Both a sasToken and a credential are given. Leave one of them out.");
        }
        if (options.connectionString != null) {
            if (options.sasToken != null || options.credential != null) {
                throw AzureErrors.invalid("Beside the connectionString a sasToken or a credential is given, which goes"
                        + " with an endpoint. Leave one of them out.");
            }
            refuse("connectionString", ConnectionString.violation(options.connectionString));
            return;
        }
        refuse("endpoint", endpointViolation(Objects.requireNonNull(options.endpoint)));
        if (options.sasToken != null) {
            refuse("sasToken", sasViolation(options.sasToken));
        } else if (!"https".equalsIgnoreCase(options.endpoint.getScheme())) {
            throw AzureErrors.invalid("The endpoint is not https, which credentials of Microsoft Entra ID need: a token"
                    + " is not sent in clear. Give an https endpoint, a sasToken or a connectionString.");
        }
    }

    /** What is wrong with a shared access signature, as the end of a sentence that does not quote it. */
    static @Nullable String sasViolation(String sas) {
        if (sas.contains("://")) {
            return "is a URL; give what stands behind its '?'";
        }
        boolean signed =
                Stream.of(sas.replaceFirst("^\\?", "").split("&", -1)).anyMatch(each -> each.startsWith("sig="));
        return signed ? null : "has no signature, which is its part sig=";
    }

    private static void nothingBesideClient(AzureStorageOptions.Builder<?> options) {
        boolean contradicted = Stream.of(
                        options.connectionString, options.endpoint, options.sasToken, options.credential)
                .anyMatch(each -> each != null);
        if (contradicted) {
            throw AzureErrors.invalid("A client is given, and beside it a connectionString, endpoint, sasToken or"
                    + " credential, which the client has of its own. Leave one of them out.");
        }
    }

    private static void numbers(AzureStorageOptions.Builder<?> options) {
        if (options.callTimeout.isZero()
                || options.callTimeout.isNegative()
                || options.callTimeout.compareTo(LONGEST_CALL) > 0) {
            throw AzureErrors.invalid("The callTimeout must be longer than nothing, and no longer than a day.");
        }
        if (options.maximumAttempts < 1 || options.maximumAttempts > MOST_ATTEMPTS) {
            throw AzureErrors.invalid("The maximumAttempts must be 1, for no retries, to " + MOST_ATTEMPTS + ".");
        }
        if (options.blockSize < SMALLEST_BLOCK) {
            throw AzureErrors.invalid("The blockSize must be at least " + SMALLEST_BLOCK + " bytes.");
        }
        if (options.maximumValueBytes < 0 || options.maximumValueBytes > BodyReader.LARGEST_ARRAY) {
            throw AzureErrors.invalid(
                    "The maximumValueBytes must be 0 to " + BodyReader.LARGEST_ARRAY + ", what an array holds.");
        }
    }

    private static void refuse(String what, @Nullable String violation) {
        if (violation != null) {
            throw AzureErrors.invalid("The " + what + " " + violation + ".");
        }
    }
}
