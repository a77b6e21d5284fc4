package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many objects deleted in batches, over a container that is a set of names. */
class NameDeletionsTest {

    private static final int BATCH = 4;

    private final Namespace namespace = Namespace.of("own", ObjectNames.PATH);
    private final TreeSet<String> container = new TreeSet<>(List.of("other/key"));
    private final List<Operation> asked = new ArrayList<>();
    private final NameListing listing = new NameListing("test", namespace, 100, this::list);
    private final NameDeletions<String> deletions =
            new NameDeletions<>(listing, Calls.async(new TestErrors()), BATCH, this::remove, this::someFailed);

    @Test
    void allOfTheNamespaceIsDeletedInBatches() {
        fill(10);
        deletions.deleteAll().join();

        assertThat(container).containsExactly("other/key");
        assertThat(asked).hasSize(3).containsOnly(Operation.CLEAR);
    }

    @Test
    void keysAreDeletedInBatches() {
        List<String> keys = fill(10);
        deletions.delete(keys.subList(1, 10)).join();

        assertThat(container).containsExactlyInAnyOrder("other/key", namespace.toObjectName(keys.get(0)));
        assertThat(asked).hasSize(3).containsOnly(Operation.DELETE);
    }

    @Test
    void whatTheServiceRefusesFailsByItsKeyAndAllElseIsDeleted() {
        List<String> keys = fill(10);
        String refused = keys.get(2);
        container.add(namespace.toObjectName(refused) + " is locked");

        assertThat(TestErrors.failureOf(deletions.delete(keys)).details())
                .containsEntry(ServiceException.FAILED_KEYS, List.of(refused));
        assertThat(TestErrors.failureOf(deletions.deleteAll()).details())
                .containsEntry(ServiceException.FAILED_KEYS, List.of(refused));
        assertThat(container).contains(namespace.toObjectName(refused)).hasSize(3);
    }

    private List<String> fill(int count) {
        List<String> keys =
                IntStream.range(0, count).mapToObj(number -> "key" + number).toList();
        keys.forEach(key -> container.add(namespace.toObjectName(key)));
        return keys;
    }

    private CompletableFuture<NamePage> list(String prefix, @Nullable String token, int limit) {
        List<String> names = container.stream()
                .filter(name -> name.startsWith(prefix) && !name.endsWith(" is locked"))
                .toList();
        return CompletableFuture.completedFuture(new NamePage(names, null));
    }

    private CompletableFuture<Map<String, String>> remove(Operation operation, List<String> names) {
        asked.add(operation);
        assertThat(names).hasSizeLessThanOrEqualTo(BATCH);
        Map<String, String> refused = names.stream()
                .filter(name -> container.contains(name + " is locked"))
                .collect(Collectors.toMap(Function.identity(), name -> "locked"));
        names.stream().filter(name -> !refused.containsKey(name)).forEach(container::remove);
        return CompletableFuture.completedFuture(refused);
    }

    private ServiceException someFailed(Operation operation, Map<String, String> refused) {
        return new TestErrors()
                .error(operation, null, ErrorKind.CONFLICT, "refused")
                .failedKeys(refused.keySet())
                .build();
    }
}
