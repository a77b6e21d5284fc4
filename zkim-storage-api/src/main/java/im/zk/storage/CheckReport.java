package im.zk.storage;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BackendCheck#run} found. Prints as lines for people to read; holds no value and no credential.
 *
 * @param backend the backend, as it prints
 * @param capabilities what it declares
 * @param calls the calls of single operations that were made, in their order
 * @param findings what is wrong, and what to change; empty where nothing is
 */
public record CheckReport(String backend, Set<Capability> capabilities, List<Call> calls, List<Finding> findings) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Copies the collections. */
    public CheckReport {
        Set<Capability> copy = EnumSet.noneOf(Capability.class);
        copy.addAll(capabilities);
        capabilities = Collections.unmodifiableSet(copy);
        calls = List.copyOf(calls);
        findings = List.copyOf(findings);
    }

    /** Whether nothing was found. */
    public boolean passed() {
        return findings.isEmpty();
    }

    /**
     * A call that the check made.
     *
     * @param operation which, such as {@code get of a missing key}
     * @param latency from the call until its future completed
     * @param failure why it failed, or null
     */
    public record Call(
            String operation, Duration latency, @Nullable ErrorKind failure) {}

    /**
     * Something that is wrong.
     *
     * @param problem what sort of thing
     * @param message what was seen
     * @param advice what to change
     */
    public record Finding(Problem problem, String message, String advice) {}

    /** Sorts of findings. */
    public enum Problem {
        /** The credentials do not allow an operation. */
        PERMISSION_MISSING,
        /** This machine's clock differs from the service's by more than it takes. */
        CLOCK_SKEW,
        /** The bucket, container, table or directory is not there. */
        CONTAINER_MISSING,
        /** The service does not answer, or too late. */
        UNREACHABLE,
        /** An operation failed for another reason. */
        OPERATION_FAILED,
        /** An operation succeeded, and what it said or did is not so. */
        WRONG_ANSWER,
        /** The store cannot hold keys of a style, or confuses them. */
        KEY_STYLE,
        /** A key of the check is still in the store. */
        LEFT_BEHIND,
        /** Nothing was written, as it could not be removed again. */
        NOT_CHECKED
    }

    /** One line for the backend, its capabilities, each call and each finding. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(backend).append('\n');
        text.append("  can: ")
                .append(capabilities.stream().map(Enum::name).collect(Collectors.joining(", ")))
                .append('\n');
        for (Call call : calls) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-24s %9.1f ms  %s%n",
                    call.operation(),
                    call.latency().toNanos() / NANOS_PER_MILLI,
                    call.failure() == null ? "" : call.failure()));
        }
        for (Finding finding : findings) {
            text.append("  ")
                    .append(finding.problem())
                    .append(": ")
                    .append(finding.message())
                    .append('\n');
            text.append("    ").append(finding.advice()).append('\n');
        }
        return text.append(passed() ? "  Nothing is wrong.\n" : "").toString();
    }
}
