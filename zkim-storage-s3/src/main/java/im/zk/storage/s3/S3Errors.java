package im.zk.storage.s3;

import static im.zk.storage.ErrorKind.CORRUPTED;
import static im.zk.storage.ErrorKind.INVALID_CONFIG;
import static im.zk.storage.ErrorKind.PERMISSION_DENIED;
import static im.zk.storage.ErrorKind.TIMEOUT;
import static im.zk.storage.ErrorKind.UNAVAILABLE;
import static im.zk.storage.ErrorKind.UNKNOWN;
import static im.zk.storage.ErrorKind.VALUE_TOO_LARGE;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.ValueTooLargeException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What the SDK throws, in the words of the contract. The service's own message is not passed on, only its code.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
final class S3Errors implements BackendErrors {

    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]{1,63})'");

    private final String bucket;

    S3Errors(String bucket) {
        this.bucket = bucket;
    }

    /** For an option or a property that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, INVALID_CONFIG, message)
                .build();
    }

    /** For a client that cannot be made. */
    static ServiceException noClient(Exception cause) {
        String message = "The AWS SDK makes no client of this configuration; the region may be missing: give one, or"
                + " set AWS_REGION or the profile's.";
        return ServiceException.builder(ServiceException.STORAGE_ERROR, INVALID_CONFIG, message)
                .cause(cause)
                .build();
    }

    /** Whether the service said that there is no such key, and not only that something is missing. */
    static boolean isMissingKey(AwsServiceException answer) {
        return "NoSuchKey".equals(code(answer)) && answer.statusCode() == 404;
    }

    /** Whether the service said that an object is there and has no first byte. */
    static boolean isEmptyObject(AwsServiceException answer) {
        return "InvalidRange".equals(code(answer)) && answer.statusCode() == 416;
    }

    @Override
    public String code(Operation operation) {
        return operation.code("S3");
    }

    /** Each says which bucket. */
    @Override
    public ServiceException.Builder error(Operation operation, @Nullable String key, ErrorKind kind, String message) {
        return BackendErrors.super.error(operation, key, kind, message).detail("bucket", bucket);
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        AwsServiceException answer = find(cause, AwsServiceException.class);
        if (answer != null) {
            return answered(operation, key, answer);
        }
        Reason reason = unanswered(cause);
        return error(operation, key, reason.kind(), "The bucket '" + bucket + "': " + reason.words() + ".")
                .cause(cause)
                .build();
    }

    /** For the keys that a request for many reported as failed, in an answer that else went well. */
    ServiceException someFailed(Operation operation, Map<String, Bucket.Refusal> refused) {
        Bucket.Refusal first = refused.values().iterator().next();
        String code = first.code();
        Reason reason = Reason.ofCode(code, new Reason(UNKNOWN, "the service failed for these keys"));
        String region = region(first.message());
        String message = "The bucket '" + bucket + "': " + refused.size() + " keys were not deleted, the first because "
                + words(reason, region) + " (" + code + ").";
        return error(operation, null, reason.kind(), message)
                .failedKeys(refused.keySet())
                .detail("errorCode", code)
                .detail("bucketRegion", region)
                .detail(ServiceException.REQUEST_ID, first.requestId())
                .build();
    }

    private ServiceException answered(Operation operation, @Nullable String key, AwsServiceException answer) {
        String code = code(answer);
        Reason reason = code == null ? Reason.ofStatus(answer.statusCode()) : Reason.of(answer.statusCode(), code);
        String region = region(answer);
        String message = "The bucket '" + bucket + "': " + words(reason, region) + " (" + answer.statusCode()
                + (code == null ? "" : " " + code) + ").";
        ServiceException.Builder error = error(operation, key, reason.kind(), message)
                .detail("status", answer.statusCode())
                .detail("errorCode", code)
                .detail("bucketRegion", region)
                .detail(ServiceException.REQUEST_ID, answer.requestId())
                .detail("extendedRequestId", answer.extendedRequestId())
                .cause(answer);
        retryAfterMillis(answer).ifPresent(millis -> error.detail(ServiceException.RETRY_AFTER_MILLIS, millis));
        return error.build();
    }

    private static Reason unanswered(Throwable cause) {
        MalformedAnswerException malformed = find(cause, MalformedAnswerException.class);
        if (malformed != null || find(cause, XMLStreamException.class) != null) {
            String words = "the endpoint does not answer as S3 does; check the endpoint";
            return new Reason(CORRUPTED, malformed == null ? words : String.valueOf(malformed.getMessage()));
        }
        ValueTooLargeException tooLarge = find(cause, ValueTooLargeException.class);
        if (tooLarge != null) {
            return new Reason(VALUE_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
        }
        CredentialsException none = find(cause, CredentialsException.class);
        if (none != null && none.needsModule()) {
            return new Reason(
                    INVALID_CONFIG,
                    "the credentials need a module of the AWS SDK that is not there: sts for a role, sso and ssooidc"
                            + " for IAM Identity Center");
        }
        if (none != null && !isUnreachable(none)) {
            return new Reason(
                    PERMISSION_DENIED,
                    "no credentials were found; give accessKeyId and secretAccessKey, a"
                            + " profile, or what the AWS SDK's default chain finds");
        }
        boolean late = Stream.of(
                        ApiCallTimeoutException.class,
                        ApiCallAttemptTimeoutException.class,
                        SocketTimeoutException.class)
                .anyMatch(type -> find(cause, type) != null);
        if (late) {
            return new Reason(TIMEOUT, "no answer came in time");
        }
        if (find(cause, UnknownHostException.class) != null) {
            return new Reason(
                    UNAVAILABLE, "the host of the endpoint has no address; check the region and the endpoint");
        }
        if (find(cause, AbortedException.class) != null || find(cause, InterruptedException.class) != null) {
            return new Reason(UNAVAILABLE, "the thread that made the request was interrupted");
        }
        return find(cause, IOException.class) != null
                ? new Reason(UNAVAILABLE, "the service could not be reached, or broke off")
                : new Reason(
                        UNKNOWN, "the AWS SDK failed with " + cause.getClass().getName());
    }

    /** Whether credentials could not be had because the network failed, and not because there are none. */
    private static boolean isUnreachable(CredentialsException failure) {
        return Stream.of(SocketException.class, SocketTimeoutException.class, UnknownHostException.class)
                .anyMatch(type -> find(failure, type) != null);
    }

    private static @Nullable String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code == null || code.isBlank() ? null : code;
    }

    private static String words(Reason reason, @Nullable String region) {
        return region != null && reason.kind() == INVALID_CONFIG
                ? reason.words() + ", '" + region + "'"
                : reason.words();
    }

    /** The bucket's own region, where the answer names it. */
    private static @Nullable String region(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return header(answer, "x-amz-bucket-region")
                .orElseGet(() -> details == null ? null : region(details.errorMessage()));
    }

    private static @Nullable String region(@Nullable String message) {
        Matcher expected = EXPECTED_REGION.matcher(message == null ? "" : message);
        return expected.find() ? expected.group(1) : null;
    }

    private static Optional<Long> retryAfterMillis(AwsServiceException answer) {
        return header(answer, "Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Long.parseLong(seconds) * 1000);
    }

    private static Optional<String> header(AwsServiceException answer, String name) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader(name);
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < 20; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            depth++;
        }
        return null;
    }
}
