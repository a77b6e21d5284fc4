package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What tests of several decorators ask of futures. */
final class Failures {

    private static final byte[] VALUE = {1, 2, 3};

    private Failures() {}

    /** What a future failed with, bare, which it has to have by now. */
    static ServiceException of(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        future.whenComplete((value, failure) -> seen.set(failure));
        assertThat(seen.get()).isInstanceOf(ServiceException.class).isNotInstanceOf(CompletionException.class);
        return (ServiceException) Objects.requireNonNull(seen.get());
    }

    /** The same, with its kind. */
    static ServiceException of(CompletableFuture<?> future, ErrorKind kind) {
        ServiceException failure = of(future);
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }

    /** A failure of a kind, as a backend makes one. */
    static ServiceException.Builder failure(ErrorKind kind) {
        return ServiceException.builder("MANUAL_UPLOAD_ERROR", kind, "It failed by hand.");
    }

    /** Every operation once, by its name, of one key where it takes any. */
    static Map<String, Function<StorageBackend, CompletableFuture<?>>> operations(String key) {
        Map<String, Function<StorageBackend, CompletableFuture<?>>> all = new LinkedHashMap<>();
        all.put("set", storage -> storage.set(key, VALUE));
        all.put("get", storage -> storage.get(key));
        all.put("has", storage -> storage.has(key));
        all.put("delete", storage -> storage.delete(key));
        all.put("clear", StorageBackend::clear);
        all.put("keys", StorageBackend::keys);
        all.put("setBatch", storage -> storage.setBatch(Map.of(key, VALUE)));
        all.put("getBatch", storage -> storage.getBatch(List.of(key)));
        all.put("deleteBatch", storage -> storage.deleteBatch(List.of(key)));
        all.put("listKeys", storage -> storage.listKeys(KeyQuery.all()));
        return all;
    }
}
