package im.zk.storage.azure;

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
 * Why the service did not do what was asked, by its documented codes.
 *
 * @param kind the kind
 * @param words what it is called in a message
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes">Blob Storage error codes</a>
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes">Common error codes</a>
 */
record AzureReason(ErrorKind kind, String words) {

    private static final Map<String, AzureReason> CODES = new HashMap<>();

    static {
        put(CONTAINER_NOT_FOUND, "the container does not exist", "ContainerNotFound", "ResourceNotFound");
        put(CONTAINER_NOT_FOUND, "the container is being deleted", "ContainerBeingDeleted");
        put(
                PERMISSION_DENIED,
                "the credentials are refused; check the account's key, whether the SAS has expired, and this machine's clock",
                "AuthenticationFailed",
                "InvalidAuthenticationInfo",
                "NoAuthenticationInformation");
        put(
                PERMISSION_DENIED,
                "the credentials do not allow it; the SAS or a role has to",
                "AuthorizationPermissionMismatch",
                "AuthorizationProtocolMismatch",
                "AuthorizationResourceTypeMismatch",
                "AuthorizationServiceMismatch",
                "AuthorizationSourceIPMismatch",
                "InsufficientAccountPermissions",
                "PublicAccessNotPermitted",
                "UnauthorizedBlobOverwrite");
        put(
                PERMISSION_DENIED,
                "the credentials, or the account's network rules, do not allow it; check the account's key, the SAS and"
                        + " the rules",
                "AuthorizationFailure");
        put(
                PERMISSION_DENIED,
                "the account takes no keys, and no SAS made with one; use Microsoft Entra ID",
                "KeyBasedAuthenticationNotPermitted");
        put(PERMISSION_DENIED, "the account or the container is disabled", "AccountIsDisabled", "ContainerDisabled");
        put(PERMISSION_DENIED, "a policy keeps the blob as it is", "BlobImmutableDueToPolicy");
        put(
                PERMISSION_DENIED,
                "the blob is encrypted with a key or scope of its own",
                "BlobUsesCustomerSpecifiedEncryption",
                "BlobDoesNotUseCustomerSpecifiedEncryption",
                "BlobCustomerSpecifiedEncryptionMismatch");
        put(RATE_LIMITED, "the service asks to be called less often", "ServerBusy", "TooManyRequests");
        put(TIMEOUT, "the service could not answer in time", "OperationTimedOut");
        put(UNAVAILABLE, "the service cannot answer now", "InternalError", "AccountBeingCreated", "ServiceUnavailable");
        put(
                CONFLICT,
                "somebody holds a lease on the blob",
                "LeaseIdMissing",
                "LeaseIdMismatchWithBlobOperation",
                "LeaseIdMismatchWithContainerOperation",
                "LeaseLost",
                "LeaseNotPresentWithBlobOperation",
                "LeaseAlreadyPresent");
        put(
                CONFLICT,
                "the blob has snapshots, which this storage does not remove; delete them first",
                "SnapshotsPresent");
        put(
                CONFLICT,
                "another operation got in the way",
                "ConditionNotMet",
                "TargetConditionNotMet",
                "BlobAlreadyExists",
                "BlobBeingRehydrated",
                "BlobOverwritten",
                "InvalidBlockList",
                "InvalidBlobOrBlock",
                "PendingCopyOperation",
                "ResourceAlreadyExists",
                "SystemInUse");
        put(
                VALUE_TOO_LARGE,
                "the value is larger than the service takes",
                "RequestBodyTooLarge",
                "BlockListTooLong",
                "BlockCountExceedsLimit",
                "ContentLengthLargerThanTierLimit");
        put(
                CORRUPTED,
                "what arrived is not what was sent; the value was not stored",
                "Md5Mismatch",
                "InvalidMd5",
                "Crc64Mismatch");
        put(
                INVALID_CONFIG,
                "the service does not know what was asked of it; it may be older than this library's SDK",
                "FeatureVersionMismatch",
                "InvalidHeaderValue",
                "InvalidQueryParameterValue",
                "InvalidResourceName",
                "InvalidUri",
                "OutOfRangeInput",
                "RequestUrlFailedToParse",
                "ResourceTypeMismatch",
                "UnsupportedHeader",
                "UnsupportedHttpVerb",
                "UnsupportedQueryParameter");
        put(UNKNOWN, "the blob is archived and has to be rehydrated first", "BlobArchived");
        put(UNKNOWN, "the blob is of another type than a block blob", "InvalidBlobType");
    }

    /** Why an answer was no success: by its code, else by its status. */
    static AzureReason of(AnswerException answer) {
        if (answer.isOutsideOfTime()) {
            return new AzureReason(PERMISSION_DENIED, "the SAS has expired, or is not valid yet; get a new one");
        }
        AzureReason known = answer.code() == null ? null : CODES.get(answer.code());
        return known == null ? byStatus(answer.status()) : known;
    }

    private static AzureReason byStatus(int status) {
        return switch (status) {
            case 401, 403 -> new AzureReason(PERMISSION_DENIED, "the credentials do not allow it");
            case 404 -> new AzureReason(CORRUPTED, "the endpoint does not answer as Azure does; check the endpoint");
            case 408 -> new AzureReason(TIMEOUT, "the service waited too long for the request");
            case 409, 412 -> new AzureReason(CONFLICT, "another operation got in the way");
            case 413 -> new AzureReason(VALUE_TOO_LARGE, "the value is larger than the service takes");
            case 429 -> new AzureReason(RATE_LIMITED, "the service asks to be called less often");
            case 301, 302, 307, 308, 405, 501 ->
                new AzureReason(INVALID_CONFIG, "the endpoint does not know what was asked of it; check the endpoint");
            default ->
                status >= 500
                        ? new AzureReason(UNAVAILABLE, "the service cannot answer now")
                        : new AzureReason(UNKNOWN, "the service refused");
        };
    }

    private static void put(ErrorKind kind, String words, String... codes) {
        List.of(codes).forEach(code -> CODES.put(code, new AzureReason(kind, words)));
    }
}
