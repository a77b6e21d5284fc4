package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import im.zk.storage.spi.Pages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to the keys that begin with a prefix, which the caller does not see: a part of a store for itself.
 *
 * <p>The prefix counts for the length of a key. A key that is too long with it fails with {@code INVALID_KEY}.
 */
final class PrefixStorageBackend extends LayerStorageBackend {

    private final String prefix;
    private final PrefixErrors errors;

    PrefixStorageBackend(StorageBackend delegate, String prefix) {
        super(delegate);
        this.prefix = checked(prefix);
        this.errors = new PrefixErrors(this.prefix);
    }

    /** The prefix with the slash at its end, without which {@code tenant} would hold {@code tenant-b} too. */
    static String checked(String prefix) {
        if (prefix.isEmpty()) {
            throw DecoratorErrors.invalid("The key prefix is empty. Give one like 'tenant-a/', or none.");
        }
        return Namespace.of(prefix, ObjectNames.PATH).prefix();
    }

    @Override
    Layer layer() {
        return Layer.KEY_PREFIX;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return one(key, () -> delegate().set(prefix + key, value));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return one(key, () -> delegate().get(prefix + key));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return one(key, () -> delegate().has(prefix + key));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return one(key, () -> delegate().delete(prefix + key));
    }

    /** Page by page, by means of {@code deleteBatch}: the delegate's own {@code clear} would take the others' keys too. */
    @Override
    public CompletableFuture<@Nullable Void> clear() {
        if (isClosed()) {
            return CompletableFuture.failedFuture(DecoratorErrors.closed(Call.of(null, StorageBackend::clear)));
        }
        if (!capabilities().contains(Capability.CLEAR)) {
            return CompletableFuture.failedFuture(DecoratorErrors.unsupported(
                    "What is beneath the prefix cannot be cleared: " + delegate() + " cannot list and delete."));
        }
        Queue<ServiceException> refused = new ConcurrentLinkedQueue<>();
        CompletableFuture<@Nullable Void> all = walk(keys -> Futures.recover(
                Futures.<@Nullable Void, @Nullable Object>map(delegate().deleteBatch(keys), done -> null), failure -> {
                    refused.add(PrefixErrors.requireSomeFailed(failure));
                    return CompletableFuture.completedFuture(null);
                }));
        CompletableFuture<@Nullable Void> cleared = Futures.then(
                all,
                done -> Batches.run(refused.iterator(), 1, PrefixErrors::failedKeys, CompletableFuture::failedFuture));
        return Futures.recover(cleared, failure -> CompletableFuture.failedFuture(errors.ofClear(failure)));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        List<String> keys = new ArrayList<>();
        CompletableFuture<@Nullable Void> all = walk(beneath -> {
            beneath.forEach(key -> keys.add(errors.own(key)));
            return CompletableFuture.completedFuture(null);
        });
        return translated(Futures.map(all, done -> List.copyOf(keys)));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        Map<String, byte[]> prefixed = new LinkedHashMap<>();
        entries.forEach((key, value) ->
                prefixed.put(prefix + Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
        return many(entries.keySet(), () -> delegate().setBatch(prefixed));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return many(
                keys,
                () -> Futures.map(delegate().getBatch(prefixed(keys)), found -> {
                    Map<String, byte[]> own = new LinkedHashMap<>();
                    found.forEach((key, value) -> own.put(errors.own(key), value));
                    return Collections.unmodifiableMap(own);
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return many(keys, () -> delegate().deleteBatch(prefixed(keys)));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        String violation = Keys.prefixViolation(query.prefix());
        if (violation == null && Keys.prefixViolation(prefix + query.prefix()) != null) {
            violation = tooLong(query.prefix());
        }
        if (violation != null) {
            return CompletableFuture.failedFuture(refusal("prefix", query.prefix(), violation));
        }
        return translated(Futures.map(
                delegate().listKeys(query.withPrefix(prefix + query.prefix())),
                page -> new KeyPage(beneath(page).stream().map(errors::own).toList(), page.nextToken())));
    }

    /** Those of the delegate; clearing takes listing and deleting. */
    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(delegate().capabilities());
        capabilities.remove(Capability.CLEAR);
        if (capabilities.contains(Capability.LIST) && capabilities.contains(Capability.DELETE)) {
            capabilities.add(Capability.CLEAR);
        }
        return Collections.unmodifiableSet(capabilities);
    }

    /** {@code Prefix[tenant-a/](S3[my-bucket/])}. */
    @Override
    public String toString() {
        return "Prefix[" + prefix + "](" + delegate() + ")";
    }

    private <T extends @Nullable Object> CompletableFuture<T> one(String key, Supplier<CompletableFuture<T>> call) {
        Objects.requireNonNull(key, "key");
        String violation = violation(key);
        return violation == null
                ? translated(call.get())
                : CompletableFuture.failedFuture(refusal("key", key, violation));
    }

    private <T extends @Nullable Object> CompletableFuture<T> many(
            Collection<String> keys, Supplier<CompletableFuture<T>> call) {
        keys.forEach(key -> Objects.requireNonNull(key, "key"));
        for (String key : keys) {
            String violation = violation(key);
            if (violation != null) {
                return CompletableFuture.failedFuture(refusal("key", key, violation));
            }
        }
        return translated(call.get());
    }

    private @Nullable String violation(String key) {
        String violation = Keys.violation(key);
        return violation == null && Keys.violation(prefix + key) != null ? tooLong(key) : violation;
    }

    private String tooLong(String key) {
        return "is too long behind the prefix " + Keys.quote(prefix) + ": with it, it " + Keys.violation(prefix + key);
    }

    private List<String> prefixed(Collection<String> keys) {
        return keys.stream().map(key -> prefix + key).toList();
    }

    /** The delegate's keys of a page, without the prefix itself: that is another client's key, for no key here is empty. */
    private List<String> beneath(KeyPage page) {
        return page.keys().stream().filter(key -> !key.equals(prefix)).toList();
    }

    private CompletableFuture<@Nullable Void> walk(Function<List<String>, CompletableFuture<?>> use) {
        return Pages.walk(delegate(), KeyQuery.prefix(prefix), page -> use.apply(beneath(page)));
    }

    private <T extends @Nullable Object> CompletableFuture<T> translated(CompletableFuture<T> call) {
        if (call.isDone() && !call.isCompletedExceptionally()) {
            return call;
        }
        return Futures.recover(call, failure -> CompletableFuture.failedFuture(errors.translated(failure)));
    }
}
