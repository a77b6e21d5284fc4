package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a key prefix promises beside the contract of storage; a mutant of it is put to the same tests. */
abstract class PrefixContract {

    static final byte[] VALUE = {1};

    final InMemoryStorage memory = new InMemoryStorage();
    final ManualStorage below = new ManualStorage();

    /** A prefix over a backend. */
    abstract StorageBackend prefixed(StorageBackend backend, String prefix);

    private StorageBackend tenant() {
        return prefixed(memory, "tenant");
    }

    private void store(String... keys) {
        for (String key : keys) {
            memory.set(key, VALUE).join();
        }
    }

    @Test
    void everyKeyIsBehindThePrefix() {
        StorageBackend storage = prefixed(below, "tenant/");
        Failures.operations("key")
                .forEach((name, operation) ->
                        assertThat(operation.apply(storage)).as(name).isNotDone());

        assertThat(below.calls())
                .containsExactly(
                        "set tenant/key",
                        "get tenant/key",
                        "has tenant/key",
                        "delete tenant/key",
                        "listKeys tenant/",
                        "listKeys tenant/",
                        "setBatch [tenant/key]",
                        "getBatch [tenant/key]",
                        "deleteBatch [tenant/key]",
                        "listKeys tenant/");
    }

    @Test
    void onlyWhatIsBeneathIsListedUnderItsOwnKeys() {
        store("a", "tenant/a", "tenant/b/c", "tenant//d", "tenant-b/e", "tenant", "tenants/f");

        assertThat(tenant().keys().join()).containsExactly("/d", "a", "b/c");
        assertThat(tenant().listKeys(KeyQuery.prefix("b")).join().keys()).containsExactly("b/c");
    }

    @Test
    void pagesAreThoseOfTheBackend() {
        for (int number = 0; number < 25; number++) {
            store("tenant/" + number);
        }
        List<String> seen = new ArrayList<>();
        KeyQuery query = KeyQuery.all().withLimit(10);
        KeyPage page = tenant().listKeys(query).join();
        while (true) {
            seen.addAll(page.keys());
            assertThat(page.keys()).hasSizeLessThanOrEqualTo(10);
            if (page.nextToken() == null) {
                break;
            }
            page = tenant().listKeys(query.withToken(page.nextToken())).join();
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void clearLeavesWhatIsNotBeneath() {
        store("a", "tenant-b/a", "tenant", "tenants/f");
        for (int number = 0; number < 2_500; number++) {
            store("tenant/" + number);
        }
        tenant().clear().join();

        assertThat(memory.keys().join()).containsExactly("a", "tenant", "tenant-b/a", "tenants/f");
    }

    @Test
    void aKeyThatIsThePrefixItselfIsSomebodyElses() {
        store("tenant/", "tenant/a");

        assertThat(tenant().keys().join()).containsExactly("a");
        assertThat(tenant().listKeys(KeyQuery.all()).join().keys()).containsExactly("a");
        assertThat(tenant().listKeys(KeyQuery.all().withLimit(1)).join().keys()).isEmpty();
        tenant().clear().join();
        assertThat(memory.keys().join()).containsExactly("tenant/");
    }

    @Test
    void aListingThatGoesRoundInCirclesIsCorrupted() {
        StorageBackend storage = prefixed(
                new Tampered(memory) {
                    @Override
                    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                        return CompletableFuture.completedFuture(new KeyPage(List.of("tenant/a"), "the same"));
                    }
                },
                "tenant");

        assertThat(Failures.of(storage.keys(), ErrorKind.CORRUPTED)).hasMessageContaining("same continuation token");
        Failures.of(storage.clear(), ErrorKind.CORRUPTED);
    }

    @Test
    void clearGoesOnBehindWhatItCouldNotRemoveAndNamesIt() {
        StorageBackend storage = prefixed(below, "t");
        CompletableFuture<?> clear = storage.clear();
        below.end(0, new KeyPage(List.of("t/a", "t/b"), "next"));
        below.call(1).completeExceptionally(failed("t/b"));
        below.end(2, new KeyPage(List.of("t/c", "t/d"), null));
        below.call(3).completeExceptionally(failed("t/c"));

        assertThat(below.calls())
                .containsExactly("listKeys t/", "deleteBatch [t/a, t/b]", "listKeys t/", "deleteBatch [t/c, t/d]");
        ServiceException failure = Failures.of(clear, ErrorKind.CONFLICT);
        assertThat(failure.details()).containsEntry(ServiceException.FAILED_KEYS, List.of("b", "c"));
        assertThat(failure.code()).isEqualTo(ServiceException.STORAGE_ERROR);
    }

    @Test
    void failuresNameTheCallersKeys() {
        StorageBackend storage = prefixed(below, "t");
        CompletableFuture<?> one = storage.get("key");
        CompletableFuture<?> many = storage.deleteBatch(List.of("a", "b"));
        ServiceException ofOne = Failures.failure(ErrorKind.CONFLICT)
                .key("t/key")
                .detail("requestId", "7")
                .build();
        below.call(0).completeExceptionally(ofOne);
        below.call(1).completeExceptionally(failed("t/a", "t/b"));

        assertThat(Failures.of(one, ErrorKind.CONFLICT).details())
                .isEqualTo(Map.of(ServiceException.KEY, "key", ServiceException.REQUEST_ID, "7"));
        assertThat(Failures.of(one)).hasCause(ofOne);
        assertThat(Failures.of(one).code()).isEqualTo(ofOne.code());
        assertThat(Failures.of(many).details())
                .containsEntry(ServiceException.KEY, "a")
                .containsEntry(ServiceException.FAILED_KEYS, List.of("a", "b"));
    }

    @Test
    void afterCloseAnIllegalKeyIsRefusedAsClosed() {
        StorageBackend storage = prefixed(below, "t");
        storage.close();
        Failures.operations("a/../b").forEach((name, operation) -> {
            if (!Set.of("clear", "keys", "listKeys").contains(name)) {
                Failures.of(operation.apply(storage), ErrorKind.CLOSED);
            }
        });
        Failures.of(storage.listKeys(KeyQuery.prefix("a/../b/")), ErrorKind.CLOSED);
        assertThat(below.calls()).isEmpty();
    }

    @Test
    void aBatchThatIsReadHasTheCallersKeysInTheirOrder() {
        store("tenant/a", "tenant/b", "b", "c");

        assertThat(new ArrayList<>(
                        tenant().getBatch(List.of("b", "c", "a", "b")).join().keySet()))
                .containsExactly("b", "a");
    }

    @Test
    void aKeyThatIsTooLongWithThePrefixIsIllegalAndNothingIsSent() {
        StorageBackend storage = prefixed(below, "tenant");
        String longest = "k".repeat(Keys.MAXIMUM_BYTES - "tenant/".length());
        storage.get(longest);
        assertThat(below.calls()).hasSize(1);
        String longer = longest + "k";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("fine", VALUE);
        entries.put(longer, VALUE);
        for (CompletableFuture<?> refused : List.<CompletableFuture<?>>of(
                storage.get(longer),
                storage.set(longer, VALUE),
                storage.has(longer),
                storage.delete(longer),
                storage.setBatch(entries),
                storage.getBatch(List.of("fine", longer)),
                storage.deleteBatch(List.of("fine", longer)),
                storage.listKeys(KeyQuery.prefix(longer)))) {
            ServiceException failure = Failures.of(refused, ErrorKind.INVALID_KEY);
            assertThat(failure).hasMessageContaining("too long behind the prefix 'tenant/'");
            assertThat(failure.details()).containsEntry(ServiceException.KEY, longer);
        }
        assertThat(below.calls()).hasSize(1);
    }

    @Test
    void afterCloseClearFailsAsClosedThoughItCouldNotBeDone() {
        StorageBackend storage = prefixed(able(EnumSet.noneOf(Capability.class)), "tenant");
        storage.close();

        Failures.of(storage.clear(), ErrorKind.CLOSED);
    }

    @Test
    void clearingTakesListingAndDeleting() {
        for (Capability taken : Capability.values()) {
            EnumSet<Capability> left = EnumSet.complementOf(EnumSet.of(taken));
            StorageBackend storage = prefixed(able(left), "t");
            Set<Capability> expected = EnumSet.copyOf(left);
            expected.add(Capability.CLEAR);
            if (taken == Capability.LIST || taken == Capability.DELETE) {
                expected.remove(Capability.CLEAR);
                Failures.of(storage.clear(), ErrorKind.UNSUPPORTED);
            } else {
                storage.clear().join();
            }
            assertThat(storage.capabilities()).isEqualTo(expected);
        }
        assertThat(prefixed(able(EnumSet.noneOf(Capability.class)), "t").capabilities())
                .isEmpty();
    }

    private StorageBackend able(Set<Capability> capabilities) {
        return new Tampered(memory) {
            @Override
            public Set<Capability> capabilities() {
                return Collections.unmodifiableSet(capabilities);
            }
        };
    }

    private static ServiceException failed(String... keys) {
        return Failures.failure(ErrorKind.CONFLICT).failedKeys(List.of(keys)).build();
    }
}
