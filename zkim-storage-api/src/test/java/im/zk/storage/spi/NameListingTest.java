package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys from the pages of names, and all of them removed, over a container that is a sorted map. */
class NameListingTest {

    private static final int PAGE = 10;

    private final Namespace namespace = Namespace.of("own", ObjectNames.PATH);
    private final TreeMap<String, Boolean> container = new TreeMap<>();
    private final List<Integer> requests = new ArrayList<>();
    private final NameListing listing = new NameListing("test", namespace, PAGE, this::list);

    @Test
    void everyKeyIsListedOnceAndNoNameOfSomebodyElses() {
        List<String> keys = fill(25);
        container.put("own/%41", true);
        container.put("own/", true);
        container.put("other/key", true);

        assertThat(listing.keys().join()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(requests).as("requests").hasSize(3);
    }

    @Test
    void aPageIsOneRequestAndGoesOnWithItsToken() {
        fill(25);
        List<String> seen = new ArrayList<>();
        KeyQuery query = KeyQuery.prefix("key 1").withLimit(4);
        KeyPage page = listing.page(query).join();
        for (;
                page.nextToken() != null;
                page = listing.page(query.withToken(page.nextToken())).join()) {
            seen.addAll(page.keys());
        }
        seen.addAll(page.keys());

        assertThat(seen).hasSize(11).allMatch(key -> key.startsWith("key 1")).doesNotHaveDuplicates();
        assertThat(requests).containsOnly(4);
        assertThatThrownBy(() -> listing.page(KeyQuery.all().withToken("other:token")))
                .isInstanceOf(ServiceException.class);
        assertThat(listing.page(KeyQuery.all()).join().keys())
                .as("never more than the service's page")
                .hasSize(PAGE);
    }

    @Test
    void allIsRemovedInBatchesButNothingOfSomebodyElses() {
        fill(25);
        container.put("own/%41", true);
        container.put("other/key", true);
        List<Integer> batches = new ArrayList<>();

        Map<String, String> refused = listing.<String>removeAll(4, 2, names -> {
                    batches.add(names.size());
                    names.forEach(container::remove);
                    return CompletableFuture.completedFuture(Map.of());
                })
                .join();

        assertThat(refused).isEmpty();
        assertThat(container.keySet()).containsExactlyInAnyOrder("own/%41", "other/key");
        assertThat(batches).allMatch(size -> size <= 4);
        assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(25);
    }

    @Test
    void whatIsRefusedIsNamedByItsKeyAndEndsNothing() {
        List<String> keys = fill(25);

        Map<String, String> refused = listing.<String>removeAll(4, 2, names -> {
                    names.stream().filter(name -> !name.endsWith("7")).forEach(container::remove);
                    return CompletableFuture.completedFuture(names.stream()
                            .filter(name -> name.endsWith("7"))
                            .collect(Collectors.toMap(name -> name, name -> "locked")));
                })
                .join();

        assertThat(refused).containsExactlyInAnyOrderEntriesOf(Map.of("key 7", "locked", "key 17", "locked"));
        assertThat(container).hasSize(2);
        assertThat(listing.<String>remove(
                                keys.subList(0, 2),
                                names -> CompletableFuture.completedFuture(Map.of(names.get(0), "locked")))
                        .join())
                .containsExactly(Map.entry(keys.get(0), "locked"));
    }

    @Test
    void neverMoreThanTheBoundAreUnderWayAndItIsNotDoneBeforeTheLastIs() {
        fill(25);
        List<CompletableFuture<Map<String, String>>> open = new ArrayList<>();
        CompletableFuture<Map<String, String>> all = listing.removeAll(4, 3, names -> {
            CompletableFuture<Map<String, String>> call = new CompletableFuture<>();
            open.add(call);
            return call;
        });

        for (int ended = 0; ended < 8; ended++) {
            assertThat(all).as("with %s of 8 calls ended", ended).isNotDone();
            assertThat(open.size() - ended).as("under way").isBetween(1, 3);
            open.get(ended).complete(Map.of());
        }
        assertThat(open).hasSize(8);
        assertThat(all).isCompleted();
    }

    @Test
    void aCallThatFailsEndsItAndCancelsTheOthers() {
        fill(25);
        List<CompletableFuture<Map<String, String>>> open = new ArrayList<>();
        CompletableFuture<Map<String, String>> all = listing.removeAll(4, 3, names -> {
            CompletableFuture<Map<String, String>> call = new CompletableFuture<>();
            open.add(call);
            return call;
        });

        open.get(0).completeExceptionally(new IllegalStateException("refused"));
        assertThat(all).isCompletedExceptionally();
        assertThat(open.subList(1, open.size())).isNotEmpty().allMatch(CompletableFuture::isDone);

        open.clear();
        CompletableFuture<Map<String, String>> cancelled = listing.removeAll(4, 3, names -> {
            CompletableFuture<Map<String, String>> call = new CompletableFuture<>();
            open.add(call);
            return call;
        });
        cancelled.cancel(true);
        assertThat(open).isNotEmpty().allMatch(CompletableFuture::isDone);
    }

    private List<String> fill(int count) {
        List<String> keys =
                IntStream.range(0, count).mapToObj(number -> "key " + number).toList();
        keys.forEach(key -> container.put(namespace.toObjectName(key), true));
        return keys;
    }

    private CompletableFuture<NamePage> list(String namePrefix, @Nullable String token, int limit) {
        requests.add(limit);
        List<String> names = (token == null ? container.tailMap(namePrefix) : container.tailMap(token, false))
                .keySet().stream()
                        .filter(name -> name.startsWith(namePrefix))
                        .limit(limit + 1L)
                        .toList();
        boolean more = names.size() > limit;
        return CompletableFuture.completedFuture(
                more ? new NamePage(names.subList(0, limit), names.get(limit - 1)) : new NamePage(names, null));
    }
}
