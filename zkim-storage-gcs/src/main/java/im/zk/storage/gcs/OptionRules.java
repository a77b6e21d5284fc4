package im.zk.storage.gcs;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import im.zk.storage.spi.BodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What options must be before anything is made of them.
 *
 * @see <a href="https://cloud.google.com/storage/docs/buckets#naming">Bucket names</a>
 */
final class OptionRules {

    private static final Pattern BUCKET_CHARACTERS = Pattern.compile("[a-z0-9._-]*");
    private static final Pattern BUCKET_ENDS = Pattern.compile("[a-z0-9](.*[a-z0-9])?");
    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final int SHORTEST_BUCKET = 3;
    private static final int LONGEST_PART = 63;
    private static final int LONGEST_BUCKET = 222;
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration LONGEST_CALL = Duration.ofDays(1);
    private static final int CHUNK_UNIT = 256 << 10;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private OptionRules() {}

    /** Refuses what cannot be used, and gives the bucket. */
    static String check(GcsStorageOptions.Builder<?> options) {
        String bucket = options.bucketName;
        if (bucket == null || bucket.isBlank()) {
            throw GcsErrors.invalid("The GCS storage needs a bucketName.");
        }
        refuse("bucketName '" + bucket + "'", bucketViolation(bucket));
        if (options.client != null) {
            nothingBesideClient(options);
        }
        if (options.keyFile != null && options.credentials != null) {
            throw GcsErrors.invalid("Both a keyFilename and credentials are given. Leave one of them out.");
        }
        if (options.projectId != null && options.projectId.isBlank()) {
            throw GcsErrors.invalid("The projectId is blank. Leave it out.");
        }
        if (options.endpoint != null) {
            boolean secret = !(options.credentials instanceof NoCredentials);
            refuse("endpoint", endpointViolation(options.endpoint, secret));
        }
        numbers(options);
        return bucket;
    }

    /** The credentials that are given, of the key file, or found when they are needed. */
    static Credentials credentials(GcsStorageOptions.Builder<?> options) {
        Path file = options.keyFile;
        if (options.credentials != null) {
            return options.credentials;
        }
        return file == null ? new DefaultCredentials() : read(file);
    }

    /** What is wrong with a bucket's name, as the end of a sentence; null where it may be one. */
    static @Nullable String bucketViolation(String bucket) {
        if (bucket.length() < SHORTEST_BUCKET || bucket.length() > LONGEST_BUCKET) {
            return "has " + bucket.length() + " characters; it needs 3 to 63, or 222 with dots";
        }
        if (!BUCKET_CHARACTERS.matcher(bucket).matches()) {
            return "has other characters than a-z, 0-9, '-', '_' and '.'";
        }
        if (!BUCKET_ENDS.matcher(bucket).matches()) {
            return "does not begin and end with one of a-z and 0-9";
        }
        String[] parts = bucket.split("\\.", -1);
        if (Arrays.stream(parts).anyMatch(part -> part.isEmpty() || part.length() > LONGEST_PART)) {
            return "has an empty part between dots, or one of more than 63 characters";
        }
        if (IPV4.matcher(bucket).matches()) {
            return "is an IP address";
        }
        return bucket.startsWith("goog") || bucket.contains("google")
                ? "begins with goog or contains google, which is reserved"
                : null;
    }

    /** What is wrong with an endpoint, as the end of a sentence that does not quote it; null where it may be one. */
    private static @Nullable String endpointViolation(URI endpoint, boolean secret) {
        boolean encrypted = "https".equalsIgnoreCase(endpoint.getScheme());
        if (!encrypted && !"http".equalsIgnoreCase(endpoint.getScheme())) {
            return "does not begin with http:// or https://";
        }
        if (endpoint.getHost() == null) {
            return "has no host, as in https://storage.googleapis.com";
        }
        if (endpoint.getRawUserInfo() != null) {
            return "has a user or a password in it, which Cloud Storage does not know";
        }
        boolean more = endpoint.getRawPath() != null && !Set.of("", "/").contains(endpoint.getRawPath());
        if (more || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            return "has a path, a '?' or a '#'; it ends behind the host or the port";
        }
        return !encrypted && secret && !LOOPBACK.contains(endpoint.getHost())
                ? "is not https, and an access token would be sent to it for everybody to read. Give an https"
                        + " endpoint, or credentials=none"
                : null;
    }

    private static void nothingBesideClient(GcsStorageOptions.Builder<?> options) {
        boolean contradicted = Stream.of(options.keyFile, options.credentials, options.projectId, options.endpoint)
                .anyMatch(each -> each != null);
        if (contradicted) {
            throw GcsErrors.invalid(
                    "A client is given, and beside it a keyFilename, credentials, projectId or endpoint,"
                            + " which the client has of its own. Leave one of them out.");
        }
    }

    private static void numbers(GcsStorageOptions.Builder<?> options) {
        if (options.callTimeout.isZero()
                || options.callTimeout.isNegative()
                || options.callTimeout.compareTo(LONGEST_CALL) > 0) {
            throw GcsErrors.invalid("The callTimeout must be longer than nothing, and no longer than a day.");
        }
        if (options.maximumAttempts < 1 || options.maximumAttempts > MOST_ATTEMPTS) {
            throw GcsErrors.invalid("The maximumAttempts must be 1, for no retries, to " + MOST_ATTEMPTS + ".");
        }
        if (options.chunkSize < CHUNK_UNIT || options.chunkSize % CHUNK_UNIT != 0) {
            throw GcsErrors.invalid(
                    "The chunkSize must be a multiple of " + CHUNK_UNIT + " bytes, as the service demands.");
        }
        if (options.maximumValueBytes < 0 || options.maximumValueBytes > BodyReader.LARGEST_ARRAY) {
            throw GcsErrors.invalid(
                    "The maximumValueBytes must be 0 to " + BodyReader.LARGEST_ARRAY + ", what an array holds.");
        }
    }

    /** The causes stay here: what reads the file quotes it. */
    private static Credentials read(Path file) {
        String what = "The keyFilename '" + file + "' ";
        try (InputStream content = Files.newInputStream(file)) {
            // Tokens are asked for again with the request that needs them, and not besides.
            return GoogleCredentials.fromStream(content, AbortableHttpClient::transport)
                    .createWithCustomRetryStrategy(false)
                    .createScoped(ServiceClient.SCOPE);
        } catch (NoSuchFileException missing) {
            throw GcsErrors.invalid(what + "does not exist.");
        } catch (IOException | RuntimeException unusable) {
            boolean readable = Files.isReadable(file) && Files.isRegularFile(file);
            throw GcsErrors.invalid(what
                    + (readable ? "holds no credentials in the JSON that Google Cloud makes." : "cannot be read."));
        }
    }

    private static void refuse(String what, @Nullable String violation) {
        if (violation != null) {
            throw GcsErrors.invalid("The " + what + " " + violation + ".");
        }
    }
}
