package im.zk.storage.gcs;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.NameDeletions;
import im.zk.storage.spi.NameListing;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.ValueTooLargeException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.http.impl.client.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each value in an object of a bucket of Google Cloud Storage.
 *
 * <p>A value is sent with a checksum that the service compares, and read with its length and checksum compared. One larger
 * than a chunk goes up resumably and appears whole. A value may have as many bytes as an array. Keys are listed in no order
 * that means anything. The service takes about one change per second of one object, and answers more with
 * {@code RATE_LIMITED}.
 *
 * <p>Where the bucket keeps versions or what was deleted, what is replaced or deleted stays there, and is not listed.
 *
 * @see <a href="https://cloud.google.com/storage/docs/consistency">Cloud Storage consistency</a>
 */
public final class GcsStorageBackend implements StorageBackend {

    private static final Set<Capability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Capability.ORDERED_LISTING)));

    /** Reserved by the service; see <a href="https://cloud.google.com/storage/docs/objects#naming">object names</a>. */
    private static final String RESERVED = ".well-known/acme-challenge/";

    private final GcsStorageOptions options;
    private final @Nullable GcsStorageBackend replaced;
    private final ServiceClient client;
    private final Namespace namespace;
    private final GcsErrors errors;
    private final Calls calls;
    private final Requests requests;
    private final Bucket bucket;
    private final NameListing listing;
    private final Uploads uploads;
    private final NameDeletions<AnswerException> deletions;

    /**
     * Opens a bucket, without a request.
     *
     * @param options which bucket, and how it is reached
     * @throws ServiceException of kind {@code INVALID_CONFIG} where the client that is given does not speak HTTP
     */
    public GcsStorageBackend(GcsStorageOptions options) {
        this(options, further -> {});
    }

    /** For tests that look at the client's requests. */
    GcsStorageBackend(GcsStorageOptions options, Consumer<HttpClientBuilder> further) {
        this(options, ServiceClient.of(options, further), null);
    }

    private GcsStorageBackend(GcsStorageOptions options, ServiceClient client, @Nullable GcsStorageBackend replaced) {
        this.options = options;
        this.client = client;
        this.replaced = replaced;
        namespace = options.namespace;
        errors = new GcsErrors(options.bucketName);
        calls = Calls.blocking(errors, options.executor, "zkim-gcs");
        requests = new Requests(calls.executor(), client, options.callTimeout);
        bucket = new Bucket(requests, options.bucketName);
        listing = new NameListing(
                "gcs",
                namespace,
                Bucket.PAGE,
                (prefix, token, limit) -> requests.send(() -> bucket.list(prefix, token, limit)));
        uploads = new Uploads(requests, options.bucketName, options.chunkSize);
        deletions = new NameDeletions<>(
                listing,
                calls,
                Bucket.BATCH,
                // Whoever clears has just listed the bucket.
                (operation, names) -> requests.send(() -> bucket.delete(names, operation == Operation.DELETE)),
                errors::someFailed);
        if (replaced == null) {
            BackendLog.opened(this);
        }
    }

    /** Starts a backend: {@code GcsStorageBackend.builder().bucketName("my-bucket").build()}. */
    public static GcsStorageOptions.Builder<GcsStorageBackend> builder() {
        return new GcsStorageOptions.Builder<>(GcsStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.run(Operation.SET, key, () -> {
            if (value.length > options.maximumValueBytes) {
                throw new ValueTooLargeException(value.length, options.maximumValueBytes);
            }
            String name = name(Operation.SET, key);
            return requests.send(() -> {
                uploads.store(name, value);
                return null;
            });
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(
                Operation.GET,
                key,
                () -> requests.send(() -> bucket.read(name(Operation.GET, key), options.maximumValueBytes)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(Operation.HAS, key, () -> requests.send(() -> bucket.has(name(Operation.HAS, key))));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(
                Operation.DELETE,
                key,
                () -> requests.send(() -> {
                    bucket.delete(name(Operation.DELETE, key));
                    return null;
                }));
    }

    /** One request for each {@value Bucket#PAGE} objects that are listed, and each {@value Bucket#BATCH} that are deleted. */
    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(Operation.CLEAR, deletions::deleteAll);
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, listing::keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        entries.forEach((key, value) -> Objects.requireNonNull(value, "value"));
        return batch(Operation.SET, entries.keySet(), () -> DefaultOperations.setBatch(this, entries));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return batch(Operation.GET, distinct, () -> DefaultOperations.getBatch(this, distinct));
    }

    /** One request for each {@value Bucket#BATCH} keys. */
    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return batch(Operation.DELETE, distinct, () -> deletions.delete(distinct));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(Operation.LIST, query, () -> listing.page(query));
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /** Whether a request that failed is tried again, so that nothing above it needs to. */
    @Override
    public boolean retries() {
        return client.triesAgain();
    }

    /** On the same client, whose own retries are not used in any case. */
    @Override
    public StorageBackend withoutRetries() {
        return retries() ? new GcsStorageBackend(options, client.withoutRetries(), this) : this;
    }

    /** Ends the requests under way, and a client and an executor of its own. */
    @Override
    public void close() {
        calls.close();
        client.close();
        if (replaced != null) {
            replaced.close();
        }
    }

    /** {@code GCS[my-bucket/zkim-files/]}. */
    @Override
    public String toString() {
        return "GCS[" + options.bucketName + "/" + namespace + "]";
    }

    /** A batch of which no key is one that the service does not take. */
    private <T extends @Nullable Object> CompletableFuture<T> batch(
            Operation operation, Collection<String> keys, Supplier<CompletableFuture<T>> work) {
        return calls.runBatch(operation, keys, () -> {
            keys.forEach(key -> name(operation, key));
            return work.get();
        });
    }

    private String name(Operation operation, String key) {
        String name = namespace.toObjectName(key);
        if (name.startsWith(RESERVED)) {
            throw errors.invalidKey(
                    operation, key, "begins with '" + RESERVED + "', which the service reserves; give a prefix");
        }
        return name;
    }
}
