package im.zk.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many keys at a time: filling a namespace, reading and listing it, and saying which key is wrong. */
final class Bulk {

    private static final int SHOWN_KEYS = 10;

    /** No listing of the kit has as many pages, unless it goes round in circles. */
    private static final int MOST_PAGES = 10_000;

    private Bulk() {}

    /** The value that the kit gives to a key: no two keys have the same. */
    static byte[] value(String key) {
        return ("value of " + key).getBytes(UTF_8);
    }

    /** Keys with their values, in order. */
    static Map<String, byte[]> entries(Collection<String> keys) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        keys.forEach(key -> entries.put(key, value(key)));
        return entries;
    }

    /** So many keys: a text, and a number of four digits. */
    static List<String> numbered(String text, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> text + (10_000 + number))
                .toList();
    }

    /** Every second element of a list, from the first or from the second on. */
    static List<String> everySecond(List<String> all, int from) {
        return IntStream.range(0, all.size())
                .filter(at -> at % 2 == from)
                .mapToObj(all::get)
                .toList();
    }

    /** Stores keys, each by itself, several at a time. */
    static void set(StorageBackend storage, Collection<String> keys) throws InterruptedException {
        each(keys, key -> storage.set(key, value(key)));
    }

    /** Calls an operation for each key, several at a time, and gives the results by key. */
    static <T extends @Nullable Object> Map<String, T> each(
            Collection<String> keys, Function<String, CompletableFuture<T>> operation) throws InterruptedException {
        Map<String, T> results = Collections.synchronizedMap(new LinkedHashMap<>());
        Await.done(Batches.run(
                keys.iterator(),
                Batches.CONCURRENCY,
                List::of,
                key -> Futures.map(operation.apply(key), result -> {
                    results.put(key, result);
                    return result;
                })));
        return results;
    }

    /** Asserts that each key has its value by {@code get}, and is there by {@code has}. */
    static void assertHolds(StorageBackend storage, Collection<String> keys) throws InterruptedException {
        Map<String, byte @Nullable []> values = each(keys, storage::get);
        Map<String, Boolean> there = each(keys, storage::has);
        for (String key : keys) {
            assertThat(values.get(key)).as("get %s", Keys.quote(key)).isEqualTo(value(key));
            assertThat(there.get(key)).as("has %s", Keys.quote(key)).isTrue();
        }
    }

    /** Asserts that no key has a value, by {@code get} and by {@code has}. */
    static void assertMissing(StorageBackend storage, Collection<String> keys) throws InterruptedException {
        Map<String, byte @Nullable []> values = each(keys, storage::get);
        Map<String, Boolean> there = each(keys, storage::has);
        for (String key : keys) {
            assertThat(values.get(key)).as("get %s", Keys.quote(key)).isNull();
            assertThat(there.get(key)).as("has %s", Keys.quote(key)).isFalse();
        }
    }

    /** Asserts that {@code keys} and {@code listKeys} give exactly these keys, each once. */
    static void assertLists(StorageBackend storage, Collection<String> expected) throws InterruptedException {
        assertSame("keys()", Await.done(storage.keys()), expected);
        assertSame("listKeys", pages(storage, KeyQuery.all()), expected);
    }

    /** Asserts that a listing gave exactly these keys, each once, in any order. */
    static void assertSame(String listing, List<String> listed, Collection<String> expected) {
        Set<String> seen = new HashSet<>();
        List<String> repeated = listed.stream().filter(key -> !seen.add(key)).toList();
        Set<String> wanted = new HashSet<>(expected);
        List<String> lost = expected.stream().filter(key -> !seen.contains(key)).toList();
        List<String> surplus =
                seen.stream().filter(key -> !wanted.contains(key)).toList();
        String report = show("missing", lost) + show("surplus", surplus) + show("repeated", repeated);
        assertThat(report)
                .as("%s gives the %d keys, each once, but:", listing, wanted.size())
                .isEmpty();
    }

    /** The keys of all pages of a listing, in order; asserts that no page is too long, and that it ends. */
    static List<String> pages(StorageBackend storage, KeyQuery query) throws InterruptedException {
        List<String> keys = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        String token = query.token();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            KeyPage page = Await.done(storage.listKeys(query.withToken(token)));
            assertThat(page.keys().size())
                    .as("keys on a page of at most %d", query.limit())
                    .isLessThanOrEqualTo(query.limit());
            keys.addAll(page.keys());
            token = page.nextToken();
            if (token == null) {
                return keys;
            }
            assertThat(tokens.add(token)).as("the token %s is new", token).isTrue();
        }
        return fail("The listing of %s has more than %d pages", query, MOST_PAGES);
    }

    private static String show(String what, List<String> keys) {
        if (keys.isEmpty()) {
            return "";
        }
        String some = keys.stream().sorted().limit(SHOWN_KEYS).map(Keys::quote).collect(Collectors.joining(", "));
        return keys.size() + " " + what + ": " + some + (keys.size() > SHOWN_KEYS ? ", …; " : "; ");
    }
}
