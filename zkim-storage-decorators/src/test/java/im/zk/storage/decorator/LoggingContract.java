package im.zk.storage.decorator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What a log of operations shows, and what it never does. */
abstract class LoggingContract {

    private static final byte[] VALUE = "VALUE".getBytes(UTF_8);

    private final ManualStorage below = new ManualStorage();
    private final RecordingLogger logger = new RecordingLogger(Level.DEBUG);

    abstract LoggingStorageBackend newLogging(StorageBackend backend, LoggingOptions options);

    private StorageBackend logging(LoggingOptions.KeyStyle keys) {
        return newLogging(
                below, LoggingOptions.builder().logger(logger).keys(keys).build());
    }

    /** The lines, with the time replaced. */
    private List<String> lines() {
        return logger.lines().stream()
                .map(line -> line.replaceFirst("\\d+ µs", "N µs"))
                .toList();
    }

    @Test
    void everyOperationIsOneLineThatTellsHowItEnded() {
        StorageBackend storage = logging(LoggingOptions.KeyStyle.FULL);
        storage.set("a key", VALUE);
        storage.get("a key");
        storage.get("a key");
        storage.has("a key");
        storage.delete("a key");
        storage.clear();
        storage.keys();
        storage.setBatch(Map.of("x", VALUE, "y", VALUE));
        storage.getBatch(List.of("x", "y"));
        storage.deleteBatch(List.of("x"));
        storage.listKeys(KeyQuery.prefix("a/"));
        storage.listKeys(KeyQuery.all());
        List<Object> results = new ArrayList<>(Arrays.asList(null, VALUE, null, true, null, null));
        results.addAll(Arrays.asList(List.of("x", "y"), null, Map.of("x", VALUE), null));
        results.add(new KeyPage(List.of("a/b"), "more"));
        results.add(new KeyPage(List.of("a"), null));
        assertThat(logger.lines()).isEmpty();
        for (int call = 0; call < results.size(); call++) {
            below.end(call, results.get(call));
        }

        assertThat(lines())
                .containsExactly(
                        "DEBUG Manual set 'a key': 5 bytes, N µs",
                        "DEBUG Manual get 'a key': 5 bytes, N µs",
                        "DEBUG Manual get 'a key': missing, N µs",
                        "DEBUG Manual has 'a key': true, N µs",
                        "DEBUG Manual delete 'a key': done, N µs",
                        "DEBUG Manual clear: done, N µs",
                        "DEBUG Manual keys: 2 keys, N µs",
                        "DEBUG Manual setBatch of 2 keys: 10 bytes, N µs",
                        "DEBUG Manual getBatch of 2 keys: 1 found, 5 bytes, N µs",
                        "DEBUG Manual deleteBatch of 1 keys: done, N µs",
                        "DEBUG Manual listKeys 'a/': 1 keys, N µs",
                        "DEBUG Manual listKeys: 1 keys, the last, N µs");
    }

    @Test
    void noLineHoldsAValue() {
        StorageBackend storage = logging(LoggingOptions.KeyStyle.FULL);
        storage.set("key", VALUE);
        storage.get("key");
        storage.getBatch(List.of("key"));
        below.end(0, null);
        below.end(1, VALUE);
        below.end(2, Map.of("key", VALUE));

        assertThat(lines()).hasSize(3).noneMatch(line -> line.contains("VALUE") || line.contains("86, 65"));
    }

    @Test
    void aFailureIsAWarning() {
        StorageBackend storage = logging(LoggingOptions.KeyStyle.FULL);
        CompletableFuture<byte[]> read = storage.get("a key");
        below.fail(0, ErrorKind.UNAVAILABLE);

        assertThat(read).isCompletedExceptionally();
        assertThat(lines())
                .containsExactly("WARN Manual get 'a key': failed, MANUAL_ERROR UNAVAILABLE, It failed by hand., N µs");
    }

    @Test
    void aCancelIsNoFailure() {
        StorageBackend storage = logging(LoggingOptions.KeyStyle.FULL);
        storage.get("a key").cancel(true);

        assertThat(below.call(0)).isCancelled();
        assertThat(lines()).containsExactly("DEBUG Manual get 'a key': cancelled, N µs");
    }

    @Test
    void hiddenKeysAreNowhere() {
        for (LoggingOptions.KeyStyle style : List.of(LoggingOptions.KeyStyle.HASHED, LoggingOptions.KeyStyle.NONE)) {
            StorageBackend storage = logging(style);
            storage.get("secret/key");
            below.last().complete(VALUE);
            storage.get("secret/key");
            below.last()
                    .completeExceptionally(DecoratorErrors.of(ErrorKind.CORRUPTED, "The key 'secret/key' is cut.")
                            .build());
            storage.listKeys(KeyQuery.prefix("secret/"));
            below.last().complete(new KeyPage(List.of("secret/key"), null));
        }

        assertThat(lines()).noneMatch(line -> line.contains("secret"));
        assertThat(lines().subList(0, 2))
                .containsExactly(
                        "DEBUG Manual get #f09080922bf9dad8: 5 bytes, N µs",
                        "WARN Manual get #f09080922bf9dad8: failed, STORAGE_ERROR CORRUPTED, N µs");
        assertThat(lines().get(3)).isEqualTo("DEBUG Manual get: 5 bytes, N µs");
    }

    @Test
    void aKeyCannotForgeALine() {
        logging(LoggingOptions.KeyStyle.FULL).get("key\nWARN forged");
        below.fail(0, ErrorKind.INVALID_KEY);

        assertThat(lines()).hasSize(1).allMatch(line -> line.contains("'key\\u000AWARN forged'"));
    }

    @Test
    void whereNobodyListensTheCallIsPassedOnAsItIs() {
        RecordingLogger off = new RecordingLogger(null);
        StorageBackend storage =
                newLogging(below, LoggingOptions.builder().logger(off).build());

        assertThat((Object) storage.get("key")).isSameAs(below.last());
        assertThat((Object) storage.keys()).isSameAs(below.last());
        assertThat((Object) storage.deleteBatch(List.of("key"))).isSameAs(below.last());
    }

    @Test
    void theLineIsThereBeforeTheResult() {
        CompletableFuture<Integer> linesThen = logging(LoggingOptions.KeyStyle.FULL)
                .get("key")
                .thenApply(value -> logger.lines().size());
        below.end(0, VALUE);

        assertThat(linesThen).isCompletedWithValue(1);
    }
}
