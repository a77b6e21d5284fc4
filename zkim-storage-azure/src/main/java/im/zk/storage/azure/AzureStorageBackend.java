package im.zk.storage.azure;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerAsyncClient;
import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.NameDeletions;
import im.zk.storage.spi.NameListing;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.ValueTooLargeException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps each value in a block blob of a container of Azure Blob Storage.
 *
 * <p>A value is sent with an MD5 that the service compares and keeps, and read with its length and that MD5 compared. A
 * value larger than a block goes up in blocks and appears whole; of two such that are stored under one key at once, one
 * may fail with {@code CONFLICT}. A value may have as many bytes as an array. Keys are listed in no order that means
 * anything. A blob with snapshots is not deleted, and one with a lease not changed: {@code CONFLICT}.
 *
 * <p>Where the account keeps versions or soft-deleted blobs, what is replaced or deleted stays as such.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/blobs/concurrency-manage">Concurrency in Blob Storage</a>
 */
public final class AzureStorageBackend implements StorageBackend {

    private static final Set<Capability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Capability.ORDERED_LISTING)));

    private final AzureStorageOptions options;
    private final int maximumAttempts;
    private final List<HttpPipelinePolicy> further;
    private final @Nullable AzureStorageBackend replaced;
    private final @Nullable OwnClient own;
    private final BlobContainerAsyncClient client;
    private final Namespace namespace;
    private final Calls calls;
    private final Requests requests;
    private final BlobContainer container;
    private final NameListing listing;
    private final Uploads uploads;
    private final NameDeletions<AnswerException> deletions;

    /**
     * Opens a container, without a request.
     *
     * @param options which container, and how it is reached
     * @throws ServiceException of kind {@code INVALID_CONFIG} where no client can be made
     */
    public AzureStorageBackend(AzureStorageOptions options) {
        this(options, List.of());
    }

    /** For tests that look at each attempt of each request. */
    AzureStorageBackend(AzureStorageOptions options, List<HttpPipelinePolicy> further) {
        this(options, options.maximumAttempts, further, null);
    }

    private AzureStorageBackend(
            AzureStorageOptions options,
            int maximumAttempts,
            List<HttpPipelinePolicy> further,
            @Nullable AzureStorageBackend replaced) {
        this.options = options;
        this.maximumAttempts = maximumAttempts;
        this.further = further;
        this.replaced = replaced;
        AzureErrors errors = new AzureErrors(options.containerName);
        calls = Calls.blocking(errors, options.executor, "zkim-azure");
        own = options.client == null ? OwnClient.create(options, maximumAttempts, calls.executor(), further) : null;
        client = own == null ? Objects.requireNonNull(options.client) : own.client();
        namespace = options.namespace;
        requests = new Requests(calls.executor(), options.callTimeout);
        container = new BlobContainer(client);
        listing = new NameListing(
                "azure",
                namespace,
                BlobContainer.PAGE,
                (prefix, token, limit) -> requests.ask(container.list(prefix, token, limit)));
        uploads = new Uploads(client, requests, options.blockSize);
        deletions = new NameDeletions<>(
                listing,
                calls,
                BlobContainer.BATCH,
                (operation, names) -> requests.ask(container.delete(names)),
                errors::someFailed);
        if (replaced == null) {
            BackendLog.opened(this);
        }
    }

    /** Starts a backend: {@code AzureStorageBackend.builder().containerName("files").connectionString(secret).build()}. */
    public static AzureStorageOptions.Builder<AzureStorageBackend> builder() {
        return new AzureStorageOptions.Builder<>(AzureStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.run(Operation.SET, key, () -> {
            if (value.length > options.maximumValueBytes) {
                throw new ValueTooLargeException(value.length, options.maximumValueBytes);
            }
            return requests.send(uploads.store(namespace.toObjectName(key), value));
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(Operation.GET, key, () -> {
            Mono<byte[]> value = container
                    .read(namespace.toObjectName(key), options.maximumValueBytes, retries() ? maximumAttempts : 1)
                    .flatMap(blob -> requests.compute(blob::verified));
            return unlessMissing(requests.ask(value), null);
        });
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(
                Operation.HAS,
                key,
                () -> unlessMissing(requests.ask(container.require(namespace.toObjectName(key))), false));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(Operation.DELETE, key, () -> {
            Mono<Void> deletion = requests.timed(container.delete(namespace.toObjectName(key)));
            return unlessMissing(requests.send(deletion), null);
        });
    }

    /**
     * One request for each {@value BlobContainer#PAGE} blobs that are listed, and each {@value BlobContainer#BATCH} that are
     * deleted.
     */
    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(Operation.CLEAR, deletions::deleteAll);
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, listing::keys);
    }

    /** One request for each {@value BlobContainer#BATCH} keys. */
    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return calls.runBatch(Operation.DELETE, distinct, () -> deletions.delete(distinct));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(Operation.LIST, query, () -> listing.page(query));
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /**
     * Whether the client tries again what failed, so that nothing above it needs to. Of one that was given it is known that it
     * may, unless {@code maximumAttempts(1)} says that it does not.
     */
    @Override
    public boolean retries() {
        return maximumAttempts > 1 && (own != null || OwnClient.retries(client.getHttpPipeline()));
    }

    /** Not for a client that was given: its retries are its own. */
    @Override
    public StorageBackend withoutRetries() {
        if (!retries()) {
            return this;
        }
        if (own == null) {
            throw AzureErrors.invalid("The client that was given to " + this + " may retry by itself. Build it with"
                    + " retryOptions whose maxTries is 1, and say so with maximumAttempts(1).");
        }
        return new AzureStorageBackend(options, 1, further, this);
    }

    /** Ends the requests under way, and a client and an executor of its own. */
    @Override
    public void close() {
        calls.close();
        if (own != null) {
            own.close();
        }
        if (replaced != null) {
            replaced.close();
        }
    }

    /** {@code Azure[my-container/zkim-files/]}. */
    @Override
    public String toString() {
        return "Azure[" + options.containerName + "/" + namespace + "]";
    }

    private static <T extends @Nullable Object> CompletableFuture<T> unlessMissing(
            CompletableFuture<T> answer, @Nullable T missing) {
        return Futures.recover(answer, failure -> {
            AzureErrors.requireMissingBlob(failure);
            return CompletableFuture.completedFuture(missing);
        });
    }
}
