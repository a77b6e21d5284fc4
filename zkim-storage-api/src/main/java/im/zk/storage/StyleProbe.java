package im.zk.storage;

import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Pages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a store holds keys of one style, all of them at once and each with its own value. */
final class StyleProbe {

    private final StorageBackend backend;
    private final List<String> keys;
    private final boolean lists;
    private final Set<String> refused = new HashSet<>();

    StyleProbe(StorageBackend backend, List<String> keys, boolean lists) {
        this.backend = backend;
        this.keys = keys;
        this.lists = lists;
    }

    List<String> keys() {
        return keys;
    }

    /** Those that were refused for good. */
    Set<String> refused() {
        return refused;
    }

    /** What is wrong with them, as the end of a sentence; null where nothing is. */
    CompletableFuture<@Nullable String> wrong() {
        CompletableFuture<@Nullable String> wrong = CompletableFuture.completedFuture(null);
        for (String key : keys) {
            wrong = orElse(wrong, () -> store(key));
        }
        for (String key : keys) {
            wrong = orElse(wrong, () -> readBack(key));
        }
        return lists ? orElse(wrong, this::list) : wrong;
    }

    /** The keys with a prefix, of all pages: one may be empty, and not the last. */
    static CompletableFuture<List<String>> list(StorageBackend backend, String prefix) {
        List<String> keys = new ArrayList<>();
        CompletableFuture<@Nullable Void> walked = Pages.walk(backend, KeyQuery.prefix(prefix), page -> {
            keys.addAll(page.keys());
            return CompletableFuture.completedFuture(null);
        });
        return Futures.map(walked, done -> keys);
    }

    /** Whether a write failed so that nothing of it can be there, now or later. */
    static boolean isFinal(@Nullable Throwable failure) {
        return failure != null && !CheckFindings.kind(failure).isRetryable();
    }

    private CompletableFuture<@Nullable String> store(String key) {
        return Futures.call(() -> backend.set(key, value(key))).handle((done, failure) -> {
            if (isFinal(failure)) {
                refused.add(key);
            }
            return failure == null ? null : "one cannot be stored: " + reason(failure);
        });
    }

    private CompletableFuture<@Nullable String> readBack(String key) {
        return Futures.call(() -> backend.get(key)).handle((found, failure) -> {
            if (failure != null) {
                return "one cannot be read: " + reason(failure);
            }
            if (found == null) {
                return "one is missing after it was stored.";
            }
            return Arrays.equals(found, value(key)) ? null : "one has another one's value.";
        });
    }

    private CompletableFuture<@Nullable String> list() {
        String common = keys.get(0).substring(0, keys.get(0).indexOf('/') + 1);
        return list(backend, common).handle((found, failure) -> {
            if (failure != null) {
                return "they cannot be listed: " + reason(failure);
            }
            TreeSet<String> listed = new TreeSet<>(Keys.UTF8_ORDER);
            listed.addAll(found);
            return listed.containsAll(keys) && listed.size() == keys.size() ? null : "they are listed as others.";
        });
    }

    private static CompletableFuture<@Nullable String> orElse(
            CompletableFuture<@Nullable String> wrong, Supplier<CompletableFuture<@Nullable String>> next) {
        return wrong.thenCompose(known -> known == null ? next.get() : CompletableFuture.completedFuture(known));
    }

    private static String reason(Throwable failure) {
        return CheckFindings.describe(failure);
    }

    private static byte[] value(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
