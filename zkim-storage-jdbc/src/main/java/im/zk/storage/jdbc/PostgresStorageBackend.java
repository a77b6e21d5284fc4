package im.zk.storage.jdbc;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.AbortableWork;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.Pages;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each value in a row of a PostgreSQL table, which may be the one of the guide's own backend.
 *
 * <p>A key is stored as it is, behind the prefix; rows of the table whose key no backend can have written are somebody
 * else's, neither listed nor cleared. The table is looked at, and made where it is missing, before the first operation.
 * Keys are listed in the order of their bytes. A batch is done in chunks, each in one statement, all or nothing, unless the
 * table refuses single rows of it. Cancelling cancels the statement on the server.
 */
public final class PostgresStorageBackend implements StorageBackend {

    /** How many statements of one batch are under way at a time; other operations need connections too. */
    private static final int BATCH_CONCURRENCY = 4;

    /** Of how many bytes a value may be for {@code getBatch} to read it together with others. */
    private static final int READ_TOGETHER = 8 << 10;

    private static final int READ_KEYS = 1_000;
    private static final int CLEARED_KEYS = 5_000;

    private final PostgresStorageOptions options;
    private final PostgresErrors errors;
    private final Calls calls;
    private final Sessions sessions;
    private final TableOpening opening;

    /** Opens a table, without connecting. */
    public PostgresStorageBackend(PostgresStorageOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        errors = new PostgresErrors(options.tableName);
        sessions = new Sessions(options);
        opening = new TableOpening(sessions, options);
        calls = Calls.blocking(errors, options.executor, "zkim-postgres");
        BackendLog.opened(this);
    }

    /** Starts a backend: {@code PostgresStorageBackend.builder().connectionString("jdbc:postgresql://…").build()}. */
    public static PostgresStorageOptions.Builder<PostgresStorageBackend> builder() {
        return new PostgresStorageOptions.Builder<>(PostgresStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.runAbortable(Operation.SET, key, with((table, session) -> {
            table.set(session, key, value);
            return null;
        }));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.runAbortable(Operation.GET, key, with((table, session) -> table.get(session, key)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.runAbortable(Operation.HAS, key, with((table, session) -> table.has(session, key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.runAbortable(Operation.DELETE, key, with((table, session) -> {
            table.delete(session, key);
            return null;
        }));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.runAbortable(Operation.CLEAR, with((table, session) -> {
            if (options.truncateOnClear) {
                table.truncate(session);
            } else {
                deleteAll(table, session);
            }
            return null;
        }));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.runAbortable(
                Operation.LIST,
                with((table, session) ->
                        Collections.unmodifiableList(table.listing().keys(session))));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> copy.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
        return calls.runBatch(
                Operation.SET,
                copy.keySet(),
                () -> inChunks(Operation.SET, Chunks.of(copy), Map.Entry::getKey, Table::set));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        Map<String, byte[]> found = new ConcurrentHashMap<>();
        return calls.runBatch(
                Operation.GET,
                distinct,
                () -> Futures.map(
                        inChunks(
                                Operation.GET,
                                Batches.chunks(distinct, READ_KEYS),
                                key -> key,
                                (table, session, chunk) -> read(table, session, chunk, found)),
                        ignored -> DefaultOperations.inOrder(distinct, found)));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return calls.runBatch(
                Operation.DELETE,
                distinct,
                () -> inChunks(Operation.DELETE, Batches.chunks(distinct, Chunks.KEYS), key -> key, Table::delete));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(Operation.LIST, query, () -> {
            String after = Pages.after(query);
            AbortableWork<KeyPage> work =
                    with((table, session) -> table.listing().page(session, query, after));
            return Futures.supplyAbortable(calls.executor(), work);
        });
    }

    /** Cancels the statements under way, and ends a pool and an executor of its own. */
    @Override
    public void close() {
        calls.close();
        sessions.close();
    }

    /** {@code Postgres[localhost:5432/zkim, zkim_files, tenant/]}. */
    @Override
    public String toString() {
        return "Postgres[" + options.location() + "]";
    }

    private <T> AbortableWork<T> with(TableWork<T> work) {
        return cancellation -> {
            Table table = opening.table(cancellation);
            return sessions.call(cancellation, session -> work.run(table, session));
        };
    }

    /** One statement for each chunk; where the table refuses a row of it, for each half, down to the row. */
    private <R> CompletableFuture<@Nullable Void> inChunks(
            Operation operation, List<List<R>> chunks, Function<R, String> keyOf, ChunkWork<R> work) {
        return Batches.run(
                chunks.iterator(),
                BATCH_CONCURRENCY,
                chunk -> chunk.stream().map(keyOf).toList(),
                chunk -> calls.runAbortable(operation, with((table, session) -> {
                    new Refusals<>(keyOf, rows -> work.run(table, session, rows)).run(chunk);
                    return null;
                })));
    }

    /** Reads the large values one by one, so that a statement's answer stays small. */
    private static void read(Table table, Session session, List<String> keys, Map<String, byte[]> found)
            throws SQLException {
        List<Map.Entry<String, byte[]>> rows = new ArrayList<>();
        List<String> large = keys.size() == 1 ? keys : table.get(session, keys, READ_TOGETHER, rows);
        rows.forEach(row -> found.put(row.getKey(), row.getValue()));
        for (String key : large) {
            byte[] value = table.get(session, key);
            if (value != null) {
                found.put(key, value);
            }
        }
    }

    /** Page by page, so that no statement grows with the table, and by the keys that were seen, which are ours. */
    private static void deleteAll(Table table, Session session) throws SQLException {
        KeyListing listing = table.listing();
        KeyRange range = listing.range("", null);
        List<String> stored;
        do {
            stored = listing.stored(session, range, CLEARED_KEYS);
            List<String> keys = listing.ownKeys(stored);
            if (!keys.isEmpty()) {
                table.delete(session, keys);
            }
            range = stored.isEmpty() ? range : range.after(stored.get(stored.size() - 1));
        } while (stored.size() == CLEARED_KEYS);
    }

    /** What a batch does with the table for some of its rows, all or nothing. */
    @FunctionalInterface
    private interface ChunkWork<R> {
        void run(Table table, Session session, List<R> rows) throws SQLException;
    }
}
