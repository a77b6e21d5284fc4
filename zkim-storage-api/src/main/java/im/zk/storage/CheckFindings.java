package im.zk.storage;

import im.zk.storage.CheckReport.Finding;
import im.zk.storage.CheckReport.Problem;
import im.zk.storage.spi.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns what a check sees into findings, each with what to change. */
final class CheckFindings {

    /** What services call a request whose time is too far from theirs. */
    private static final List<String> SKEW_CODES = List.of("RequestTimeTooSkewed", "RequestExpired");

    private static final Map<Problem, String> ADVICE = Map.of(
            Problem.PERMISSION_MISSING,
            "Allow the operation to these credentials, or give others; the page of the backend lists what it needs.",
            Problem.CLOCK_SKEW,
            "Set this machine's clock, best by NTP; the service refuses requests that seem old or early.",
            Problem.CONTAINER_MISSING,
            "Create the bucket, container, table or directory, or correct its name and region.",
            Problem.UNREACHABLE,
            "See whether the endpoint is right, the service is up, and no firewall or proxy is between.",
            Problem.WRONG_ANSWER,
            "Something between, such as a cache or proxy, or the store itself, breaks the contract: run the test kit against it.",
            Problem.KEY_STYLE,
            "Do without such keys, or choose flat names, as compatibility=minio of the s3 backend does.",
            Problem.LEFT_BEHIND,
            "Remove the key by hand, and allow delete to these credentials.",
            Problem.NOT_CHECKED,
            "To have writes checked, check a backend that declares WRITE and DELETE.");

    private final List<Finding> findings = new ArrayList<>();

    List<Finding> all() {
        return findings;
    }

    void add(Problem problem, String message) {
        findings.add(new Finding(problem, message, ADVICE.getOrDefault(problem, "")));
    }

    /** An operation that failed; the first finding of its sort tells the reason. */
    void failed(String operation, Throwable failure) {
        ErrorKind kind = kind(failure);
        Problem problem = problem(failure, kind);
        String advice = problem == Problem.OPERATION_FAILED ? advice(kind) : ADVICE.getOrDefault(problem, "");
        findings.add(new Finding(problem, operation + " failed with " + describe(failure), advice));
    }

    /** The kind of a failure; one that is no {@link ServiceException} breaks the contract and has none. */
    static ErrorKind kind(Throwable failure) {
        return Futures.unwrap(failure) instanceof ServiceException known ? known.kind() : ErrorKind.UNKNOWN;
    }

    /** The kind and the message. What is no {@link ServiceException} is not quoted: nobody vouches for its words. */
    static String describe(Throwable failure) {
        Throwable cause = Futures.unwrap(failure);
        return cause instanceof ServiceException known
                ? known.kind() + ": " + known.getMessage()
                : cause.getClass().getName() + ", which is no ServiceException.";
    }

    private static Problem problem(Throwable failure, ErrorKind kind) {
        if (SKEW_CODES.contains(errorCode(failure))) {
            return Problem.CLOCK_SKEW;
        }
        return switch (kind) {
            case PERMISSION_DENIED -> Problem.PERMISSION_MISSING;
            case CONTAINER_NOT_FOUND -> Problem.CONTAINER_MISSING;
            case UNAVAILABLE, TIMEOUT -> Problem.UNREACHABLE;
            default -> Problem.OPERATION_FAILED;
        };
    }

    private static String errorCode(Throwable failure) {
        return Futures.unwrap(failure) instanceof ServiceException known
                ? String.valueOf(known.details().get("errorCode"))
                : "";
    }

    private static String advice(ErrorKind kind) {
        return switch (kind) {
            case INVALID_CONFIG -> "Correct the property that the message names.";
            case RATE_LIMITED -> "Call less often, ask for a higher quota, or put retries around the backend.";
            case CONFLICT -> "Another writer, a lease or a policy is in the way; see the message, and try again.";
            case CORRUPTED -> "See whether the endpoint is the store itself and not a website or proxy.";
            case VALUE_TOO_LARGE -> "The store's limit, or maximumValueBytes, is under a hundred bytes: raise it.";
            case UNSUPPORTED -> "The backend declares a capability that it does not have: its author is to remove it.";
            case CLOSED -> "Check the backend before it is closed.";
            default -> "See the message and its cause; the backend's page lists the failures that it knows.";
        };
    }
}
