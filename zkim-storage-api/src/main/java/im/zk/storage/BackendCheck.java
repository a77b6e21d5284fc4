package im.zk.storage;

import im.zk.storage.CheckReport.Call;
import im.zk.storage.CheckReport.Problem;
import im.zk.storage.spi.Futures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries a backend out: writes, reads, lists and deletes keys of its own, and says what is wrong and what to change.
 *
 * <p>For the first minutes with a store, for a deployment's start, and for the question why it does not work. It costs
 * about a hundred calls, one after the other; styles of keys are tried where nothing else is wrong. Its keys begin with {@code zkim-check-} and a random UUID; no
 * other key is read, written or deleted. Each is removed at the end, also where something failed.
 */
public final class BackendCheck {

    /** Failures after which another call would only fail the same way, perhaps after a long wait. */
    private static final Set<ErrorKind> FINAL = EnumSet.of(
            ErrorKind.CONTAINER_NOT_FOUND,
            ErrorKind.UNAVAILABLE,
            ErrorKind.TIMEOUT,
            ErrorKind.CLOSED,
            ErrorKind.INVALID_CONFIG);

    private static final CompletableFuture<Boolean> NO = CompletableFuture.completedFuture(false);

    private final StorageBackend backend;
    private final Set<Capability> capabilities;
    private final String key = "zkim-check-" + UUID.randomUUID();
    private final List<Call> calls = new ArrayList<>();
    private final CheckFindings findings = new CheckFindings();

    /** Keys of which a write was begun, and that were not deleted since. */
    private final Set<String> written = new LinkedHashSet<>();

    /** Keys that were refused for good, so that nothing was stored; some stores refuse to delete them, too. */
    private final Set<String> refused = new HashSet<>();

    private boolean over;

    private BackendCheck(StorageBackend backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
        this.capabilities = backend.capabilities();
    }

    /**
     * Checks a backend, which stays open.
     *
     * @param backend the backend; with or without decorators
     * @return completes with the report, whatever is wrong; cancelling it does not keep the check from removing its keys
     */
    public static CompletableFuture<CheckReport> run(StorageBackend backend) {
        return new BackendCheck(backend).run();
    }

    private CompletableFuture<CheckReport> run() {
        return reads().thenCompose(ignored -> over ? NO : writes())
                .thenCompose(ignored -> findings.all().isEmpty() ? styles() : NO)
                .thenCompose(ignored -> removeLeftovers())
                .thenApply(ignored -> new CheckReport(backend.toString(), capabilities, calls, findings.all()));
    }

    private CompletableFuture<Boolean> reads() {
        return call("has of a missing key", () -> backend.has(key), Boolean.FALSE::equals, "is not false")
                .thenCompose(ignored -> over
                        ? NO
                        : call("get of a missing key", () -> backend.get(key), Objects::isNull, "gives a value"))
                .thenCompose(ignored -> over || !can(Capability.LIST) ? NO : list("list of no key", List.of()));
    }

    private CompletableFuture<Boolean> writes() {
        if (!can(Capability.WRITE) || !can(Capability.DELETE)) {
            findings.add(Problem.NOT_CHECKED, "Nothing was written: WRITE and DELETE are not both declared.");
            return NO;
        }
        byte[] first = value(key);
        byte[] second = value(key + " replaced");
        return set("set", key, first)
                .thenCompose(stored -> !stored
                        ? NO
                        : get("get", key, first)
                                .thenCompose(ignored ->
                                        call("has", () -> backend.has(key), Boolean.TRUE::equals, "is not true"))
                                .thenCompose(ignored -> set("set again", key, second))
                                .thenCompose(ignored -> get("get again", key, second))
                                .thenCompose(ignored -> can(Capability.LIST) ? list("list", List.of(key)) : NO))
                .thenCompose(ignored -> delete("delete", key))
                .thenCompose(deleted -> deleted
                        ? call("has after delete", () -> backend.has(key), Boolean.FALSE::equals, "is not false")
                        : NO);
    }

    private CompletableFuture<Boolean> styles() {
        CompletableFuture<Boolean> all = NO;
        for (KeyStyle style : KeyStyle.ALL) {
            all = all.thenCompose(ignored -> over ? NO : style(style));
        }
        return all;
    }

    private CompletableFuture<Boolean> style(KeyStyle style) {
        StyleProbe probe = new StyleProbe(backend, style.keys(key), can(Capability.LIST));
        written.addAll(probe.keys());
        return probe.wrong().thenCompose(wrong -> {
            refused.addAll(probe.refused());
            if (wrong != null) {
                findings.add(Problem.KEY_STYLE, "Keys with " + style.description() + ": " + wrong);
            }
            return removeAll(probe.keys());
        });
    }

    private CompletableFuture<Boolean> removeAll(List<String> keys) {
        CompletableFuture<Boolean> all = NO;
        for (String each : keys) {
            all = all.thenCompose(ignored -> Futures.call(() -> backend.delete(each))
                    .handle((done, failure) -> failure == null && written.remove(each)));
        }
        return all;
    }

    /** What could not be deleted at once is tried again, and then told. */
    private CompletableFuture<Boolean> removeLeftovers() {
        return removeAll(List.copyOf(written)).thenApply(ignored -> {
            written.removeAll(refused);
            written.forEach(left -> findings.add(
                    Problem.LEFT_BEHIND, "The key '" + left + "' may be there still: it was not deleted."));
            return true;
        });
    }

    private CompletableFuture<Boolean> set(String operation, String key, byte[] value) {
        boolean isFirst = written.add(key);
        return call(
                operation,
                () -> Futures.call(() -> backend.set(key, value)).whenComplete((done, failure) -> {
                    // What an earlier one stored is there still.
                    if (isFirst && StyleProbe.isFinal(failure)) {
                        refused.add(key);
                    }
                }),
                ignored -> true,
                "");
    }

    private CompletableFuture<Boolean> get(String operation, String key, byte[] value) {
        return call(operation, () -> backend.get(key), found -> Arrays.equals(found, value), "is not what was stored");
    }

    private CompletableFuture<Boolean> delete(String operation, String key) {
        return call(operation, () -> backend.delete(key), ignored -> true, "").thenApply(deleted -> {
            if (deleted) {
                written.remove(key);
            }
            return deleted;
        });
    }

    private CompletableFuture<Boolean> list(String operation, List<String> keys) {
        return call(
                operation, () -> StyleProbe.list(backend, key), keys::equals, "does not give the keys that are there");
    }

    /** Makes a call; whether it succeeded, and what it gave is as expected. */
    private <T extends @Nullable Object> CompletableFuture<Boolean> call(
            String operation, Supplier<CompletableFuture<T>> call, Predicate<T> expected, String otherwise) {
        long start = System.nanoTime();
        return Futures.call(call).handle((answer, failure) -> {
            ErrorKind kind = failure == null ? null : CheckFindings.kind(failure);
            calls.add(new Call(operation, Duration.ofNanos(System.nanoTime() - start), kind));
            if (failure != null) {
                findings.failed(operation, failure);
                over = over || FINAL.contains(kind);
                return false;
            }
            if (!expected.test(answer)) {
                findings.add(Problem.WRONG_ANSWER, operation + " " + otherwise + ".");
                return false;
            }
            return true;
        });
    }

    private boolean can(Capability capability) {
        return capabilities.contains(capability);
    }

    private static byte[] value(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
