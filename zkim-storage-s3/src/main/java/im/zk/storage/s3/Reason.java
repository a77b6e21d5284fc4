package im.zk.storage.s3;

import static im.zk.storage.ErrorKind.CONFLICT;
import static im.zk.storage.ErrorKind.CONTAINER_NOT_FOUND;
import static im.zk.storage.ErrorKind.CORRUPTED;
import static im.zk.storage.ErrorKind.INVALID_CONFIG;
import static im.zk.storage.ErrorKind.PERMISSION_DENIED;
import static im.zk.storage.ErrorKind.RATE_LIMITED;
import static im.zk.storage.ErrorKind.TIMEOUT;
import static im.zk.storage.ErrorKind.UNAVAILABLE;
import static im.zk.storage.ErrorKind.UNKNOWN;
import static im.zk.storage.ErrorKind.VALUE_TOO_LARGE;

import im.zk.storage.ErrorKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why the service refused, by its documented error codes, or where there is none by the status.
 *
 * @param kind the kind
 * @param words what to say and do about it, as a part of a sentence
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
record Reason(ErrorKind kind, String words) {

    private static final Map<String, Reason> CODES = new HashMap<>();

    static {
        String keys = "the credentials are refused; check accessKeyId, secretAccessKey and sessionToken";
        put(PERMISSION_DENIED, keys, "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSecurity", "NotSignedUp");
        put(
                PERMISSION_DENIED,
                "the session token has expired or is not valid; get a new one",
                "ExpiredToken",
                "InvalidToken",
                "InvalidTokenId",
                "TokenRefreshRequired",
                "ExpiredTokenException");
        put(
                PERMISSION_DENIED,
                "the clocks of this machine and the service differ too much; set this machine's",
                "RequestTimeTooSkewed",
                "RequestExpired",
                "RequestInTheFuture");
        put(
                PERMISSION_DENIED,
                "the credentials do not allow it; a policy has to",
                "AccessDenied",
                "AccessForbidden",
                "AllAccessDisabled",
                "AccountProblem",
                "MethodNotAllowed",
                "KMS.AccessDeniedException",
                "UnauthorizedAccess",
                "UserSuspended",
                "InvalidPayer");
        put(CONTAINER_NOT_FOUND, "the bucket does not exist", "NoSuchBucket");
        put(
                INVALID_CONFIG,
                "the bucket is in another region",
                "PermanentRedirect",
                "AuthorizationHeaderMalformed",
                "IllegalLocationConstraintException",
                "TemporaryRedirect",
                "Redirect",
                "InvalidRegionName");
        put(
                INVALID_CONFIG,
                "the service does not know what was asked of it; check the compatibility",
                "NotImplemented",
                "UnsupportedOperation",
                "InvalidRequest",
                "InvalidArgument",
                "InvalidBucketName",
                "InvalidStorageClass",
                "InvalidEncryptionAlgorithmError",
                "MalformedXML",
                "UnsupportedSignature",
                "MissingContentLength",
                "MissingSecurityHeader",
                "InvalidURI");
        put(
                INVALID_CONFIG,
                "the KMS key cannot be used",
                "KMS.NotFoundException",
                "kms:KeyNotFound",
                "KMS.DisabledException",
                "KMS.InvalidStateException",
                "KMS.KMSInvalidStateException",
                "KMS.InvalidKeyUsageException");
        put(
                RATE_LIMITED,
                "the service asks to be called less often",
                "SlowDown",
                "SlowDownRead",
                "SlowDownWrite",
                "Throttling",
                "ThrottlingException",
                "ThrottledException",
                "RequestThrottled",
                "RequestLimitExceeded",
                "TooManyRequests",
                "TooManyRequestsException",
                "BandwidthLimitExceeded",
                "RequestThrottledException",
                "KMS.ThrottlingException");
        put(
                UNAVAILABLE,
                "the service cannot answer now",
                "InternalError",
                "ServiceUnavailable",
                "Busy",
                "ServerNotInitialized",
                "XMinioServerNotInitialized",
                "XMinioStorageFull",
                "QuotaExceeded",
                "XMinioAdminBucketQuotaExceeded",
                "InsufficientStorage",
                "IncompleteBody",
                "RequestTimeTooShort");
        put(TIMEOUT, "the service waited too long for the request", "RequestTimeout");
        put(
                CONFLICT,
                "another operation got in the way",
                "OperationAborted",
                "PreconditionFailed",
                "ConditionalRequestConflict",
                "NoSuchUpload",
                "InvalidPart",
                "InvalidPartOrder",
                "ConcurrentModification");
        put(
                VALUE_TOO_LARGE,
                "the value is larger than the service takes",
                "EntityTooLarge",
                "MaxMessageLengthExceeded");
        put(
                CORRUPTED,
                "what arrived is not what was sent; the value was not stored",
                "BadDigest",
                "InvalidDigest",
                "XAmzContentSHA256Mismatch",
                "XAmzContentChecksumMismatch",
                "ContentSHA256Mismatch");
        put(UNKNOWN, "the object is archived and has to be restored first", "InvalidObjectState");
    }

    /** What a code stands for, or another reason where it is not known. */
    static Reason ofCode(String code, Reason otherwise) {
        return CODES.getOrDefault(code, otherwise);
    }

    /** What an answer with a code stands for. Only S3 gives codes, so that even an unknown one tells of no other endpoint. */
    static Reason of(int status, String code) {
        Reason byStatus = ofStatus(status);
        return ofCode(code, byStatus.kind() == CORRUPTED ? new Reason(UNKNOWN, "the service refused") : byStatus);
    }

    /** What a status stands for. */
    static Reason ofStatus(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                new Reason(
                        INVALID_CONFIG, "the endpoint redirects to another place; check the endpoint and the region");
            case 401, 403 -> new Reason(PERMISSION_DENIED, "the credentials do not allow it");
            case 400, 404 -> new Reason(CORRUPTED, "the endpoint does not answer as S3 does; check the endpoint");
            case 408 -> new Reason(TIMEOUT, "the service waited too long for the request");
            case 409, 412 -> new Reason(CONFLICT, "another operation got in the way");
            case 413 -> new Reason(VALUE_TOO_LARGE, "the value is larger than the service takes");
            case 429 -> new Reason(RATE_LIMITED, "the service asks to be called less often");
            case 405, 501 -> new Reason(INVALID_CONFIG, "the endpoint does not know what was asked of it");
            default ->
                status >= 500
                        ? new Reason(UNAVAILABLE, "the service cannot answer now")
                        : new Reason(UNKNOWN, "the service refused");
        };
    }

    private static void put(ErrorKind kind, String words, String... codes) {
        List.of(codes).forEach(code -> CODES.put(code, new Reason(kind, words)));
    }
}
