package im.zk.storage.s3;

import im.zk.storage.spi.BodyReader;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What options must be before anything is made of them. */
final class OptionRules {

    private static final int SMALLEST_PART = 5 << 20;
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private OptionRules() {}

    /** Refuses what cannot be used, and gives the bucket. */
    static String check(S3StorageOptions.Builder<?> options) {
        String bucket = options.bucket;
        if (bucket == null || bucket.isBlank()) {
            throw S3Errors.invalid("The S3 storage needs a bucket.");
        }
        refuse("bucket '" + bucket + "'", Location.bucketViolation(bucket));
        if (options.client == null) {
            location(options);
            credentials(options);
        } else {
            nothingBesideClient(options);
        }
        encryption(options);
        numbers(options);
        return bucket;
    }

    private static void location(S3StorageOptions.Builder<?> options) {
        if (options.endpoint != null) {
            refuse("endpoint", Location.endpointViolation(options.endpoint));
        } else if (options.compatibility != Compatibility.AWS) {
            throw S3Errors.invalid("The compatibility '" + S3StorageBackendProvider.word(options.compatibility)
                    + "' needs an endpoint, as in http://localhost:9000.");
        }
        if (options.region != null) {
            boolean amazons = options.compatibility == Compatibility.AWS && options.endpoint == null;
            refuse("region '" + options.region + "'", Location.regionViolation(options.region, amazons));
        }
    }

    private static void credentials(S3StorageOptions.Builder<?> options) {
        boolean id = isGiven(options.accessKeyId);
        if (id != isGiven(options.secretAccessKey)) {
            throw S3Errors.invalid("Of accessKeyId and secretAccessKey only "
                    + (id ? "accessKeyId" : "secretAccessKey") + " is given. Give both, or neither for the AWS SDK's"
                    + " default credentials.");
        }
        if (options.sessionToken != null && !id) {
            throw S3Errors.invalid(
                    "A sessionToken is given without the accessKeyId and secretAccessKey it belongs to.");
        }
        if (options.profile != null && id) {
            throw S3Errors.invalid("Both a profile and an accessKeyId are given. Leave one of them out.");
        }
    }

    private static void nothingBesideClient(S3StorageOptions.Builder<?> options) {
        boolean contradicted = Stream.of(
                        options.region,
                        options.endpoint,
                        options.pathStyle,
                        options.profile,
                        options.accessKeyId,
                        options.sessionToken)
                .anyMatch(each -> each != null);
        if (contradicted) {
            throw S3Errors.invalid(
                    "A client is given, and beside it a region, endpoint, pathStyle, profile or credentials,"
                            + " which the client has of its own. Leave one of them out.");
        }
    }

    private static void encryption(S3StorageOptions.Builder<?> options) {
        String encryption = options.serverSideEncryption;
        if (encryption != null
                && !ServerSideEncryption.knownValues().contains(ServerSideEncryption.fromValue(encryption))) {
            throw S3Errors.invalid("The serverSideEncryption must be AES256, aws:kms or aws:kms:dsse.");
        }
        if (options.kmsKeyId != null && encryption != null && !encryption.startsWith("aws:kms")) {
            throw S3Errors.invalid("A kmsKeyId is given, and the serverSideEncryption is not aws:kms.");
        }
        String storageClass = options.storageClass;
        if (storageClass != null && !StorageClass.knownValues().contains(StorageClass.fromValue(storageClass))) {
            throw S3Errors.invalid(
                    "The storageClass '" + storageClass + "' is none of " + StorageClass.knownValues() + ".");
        }
    }

    private static void numbers(S3StorageOptions.Builder<?> options) {
        if (options.callTimeout.isZero()
                || options.callTimeout.isNegative()
                || options.callTimeout.compareTo(LONGEST_CALL) > 0) {
            throw S3Errors.invalid("The callTimeout must be longer than nothing, and no longer than a day.");
        }
        if (options.maximumAttempts < 1 || options.maximumAttempts > MOST_ATTEMPTS) {
            throw S3Errors.invalid("The maximumAttempts must be 1, for no retries, to " + MOST_ATTEMPTS + ".");
        }
        if (options.partSize < SMALLEST_PART) {
            throw S3Errors.invalid("The partSize must be at least " + SMALLEST_PART + " bytes, as S3 demands.");
        }
        if (options.maximumValueBytes < 0 || options.maximumValueBytes > BodyReader.LARGEST_ARRAY) {
            throw S3Errors.invalid(
                    "The maximumValueBytes must be 0 to " + BodyReader.LARGEST_ARRAY + ", what an array holds.");
        }
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static void refuse(String what, @Nullable String violation) {
        if (violation != null) {
            throw S3Errors.invalid("The " + what + " " + violation + ".");
        }
    }
}
