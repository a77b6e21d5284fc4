package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Nested;

/**
 * The whole contract for one backend. Its author extends this class and says how a backend is opened; that is enough:
 *
 * <pre>{@code
 * class MyBackendTest extends StorageBackendTck {
 *     @Override
 *     protected StorageBackend open(String namespace) {
 *         return new MyBackend(server.address(), namespace);
 *     }
 * }
 * }</pre>
 *
 * <p>The other methods tell the kit what more it can do to this backend; each that is overridden makes a test stricter.
 * A capability that the backend does not declare is asserted to be refused. Waits are bounded by the system property
 * {@code zkim.tck.timeoutSeconds} (30); randomised tests print their seed and take it back as {@code zkim.tck.seed}.
 */
public abstract class StorageBackendTck {

    /** For the author's class. */
    protected StorageBackendTck() {}

    /**
     * Opens a backend. Two that are opened with one name are clients of the same keys; with different names they share
     * bucket, container or table, but no key. After each test the kit closes all that it opened, and then clears the names that
     * it used, with a client that it opens for that.
     *
     * @param namespace 1 to 40 of {@code a-z}, {@code 0-9} and {@code -}; new for every test. For the backend's prefix,
     *     or whatever parts its keys from others'
     * @return a backend, open
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected abstract StorageBackend open(String namespace) throws Exception;

    /**
     * Opens a client of the same keys that has every capability, with which the kit prepares what a backend without
     * {@code WRITE} or {@code DELETE} is tested on.
     *
     * @param namespace as for {@link #open}
     * @return a backend, open
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected StorageBackend openWriter(String namespace) throws Exception {
        return open(namespace);
    }

    /**
     * Opens a backend whose bucket, container, table, directory or node does not exist; empty for a store that has none.
     * Makes the tests of O3 strict.
     *
     * @return a backend, open, or empty
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected Optional<StorageBackend> openWithoutContainer() throws Exception {
        return Optional.empty();
    }

    /**
     * Puts somebody else's objects into the container, inside of the namespace and beside it, with names that this
     * backend cannot have made: where keys are names by {@code ObjectNames.PATH}, {@code a//b}, {@code a%2fb} and
     * {@code %41} under the prefix, and the prefix itself. Empty for a store that has no such names, as a table with a
     * column for the key. Makes the tests of K4 strict.
     *
     * @param namespace as for {@link #open}
     * @return what was put there, or empty
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected Optional<ForeignObjects> plantForeign(String namespace) throws Exception {
        return Optional.empty();
    }

    /**
     * Opens a backend whose service takes every call and never answers; {@link StalledServer} is one for backends that
     * speak to a socket. Empty where nothing can stall. Makes the tests of A3, A4, K3 and L2 strict.
     *
     * @return a backend, open, and a look at its service, or empty
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected Optional<Stalled> openStalled() throws Exception {
        return Optional.empty();
    }

    /**
     * Opens a client of the same keys of which it is known how many bytes it receives; {@link CountingProxy} counts them for
     * backends that speak to a socket. Empty where that can't be counted. Makes the tests of O4 strict.
     *
     * @param namespace as for {@link #open}
     * @return a backend, open, and its count, or empty
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected Optional<Counted> openCounted(String namespace) throws Exception {
        return Optional.empty();
    }

    /**
     * Opens a backend whose service refuses to change or read some keys and serves all others; empty where that can't
     * be arranged. Makes the tests of O7 strict.
     *
     * @param namespace as for {@link #open}
     * @param keys the keys that fail
     * @return a backend, open, or empty
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) throws Exception {
        return Optional.empty();
    }

    /**
     * Opens a backend that does its blocking work, if any, on an executor of the caller's; empty where it takes none.
     * Makes the tests of L1 strict.
     *
     * @param namespace as for {@link #open}
     * @param executor the caller's
     * @return a backend, open, or empty
     * @throws Exception whatever goes wrong, which fails the test
     */
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) throws Exception {
        return Optional.empty();
    }

    /**
     * The most bytes that this backend takes for a value, where that is little enough to try (up to 256 MiB); empty
     * otherwise. Makes the tests of V2 and O7 strict.
     *
     * @return the limit in bytes, or empty
     */
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.empty();
    }

    /**
     * How many bytes the backend itself puts to every key, so that a key may have so many less than rule K2 says, each
     * {@code /}, {@code %} and {@code \\} of them counted three: a decorator that prefixes keys does. 0 for all others.
     *
     * @return the bytes
     */
    protected int keyBytesTaken() {
        return 0;
    }

    /**
     * The secrets with which the backends were opened, and forms of them that must not be seen either.
     *
     * @return passwords, keys, tokens, signatures; empty where there are none
     */
    protected Collection<String> secrets() {
        return List.of();
    }

    /** Rule K1. */
    @Nested
    class KeyRules extends KeyContract {}

    /** Rule K2. */
    @Nested
    class LegalKeyRules extends LegalKeyContract {}

    /** Rule K3. */
    @Nested
    class IllegalKeyRules extends IllegalKeyContract {}

    /** Rule K4. */
    @Nested
    class NameRules extends NameContract {}

    /** Rule K5. */
    @Nested
    class NamespaceRules extends NamespaceContract {}

    /** Rules V1 and V2. */
    @Nested
    class ValueRules extends ValueContract {}

    /** Rule V3. */
    @Nested
    class ValueOwnershipRules extends ValueOwnershipContract {}

    /** Rule O1. */
    @Nested
    class VisibilityRules extends VisibilityContract {}

    /** Rules O2 and O4. */
    @Nested
    class OperationRules extends OperationContract {}

    /** Rule O3. */
    @Nested
    class MissingContainerRules extends MissingContainerContract {}

    /** Rule O5. */
    @Nested
    class ListingRules extends ListingContract {}

    /** Rule O6. */
    @Nested
    class ClearRules extends ClearContract {}

    /** Rule O7, where all goes well. */
    @Nested
    class BatchRules extends BatchContract {}

    /** Rule O7, where some keys fail. */
    @Nested
    class BatchFailureRules extends BatchFailureContract {}

    /** Rules A1 to A3. */
    @Nested
    class FutureRules extends FutureContract {}

    /** Rule A4. */
    @Nested
    class CancelRules extends CancelContract {}

    /** Rule V4. */
    @Nested
    class ReplacementRules extends ReplacementContract {}

    /** Rule A5. */
    @Nested
    class ConcurrencyRules extends ConcurrencyContract {}

    /** Rules L1 and L2. */
    @Nested
    class LifeRules extends LifeContract {}

    /** Rule L3. */
    @Nested
    class LeakRules extends LeakContract {}

    /** Rules E1 and E3. */
    @Nested
    class ErrorRules extends ErrorContract {}

    /** Rule E2. */
    @Nested
    class SecrecyRules extends SecrecyContract {}
}
