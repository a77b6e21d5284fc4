package im.zk.storage.s3;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.NameDeletions;
import im.zk.storage.spi.NameListing;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Keeps each value in an object of a bucket of Amazon S3, or of a store that speaks its protocol.
 *
 * <p>A value is sent with a checksum that the service compares, and read with its length, and where the service keeps one,
 * its checksum compared. A value larger than a part goes up in parts and appears whole. A value may have as many bytes as
 * an array. Keys are listed in no order that means anything. Without the permission {@code s3:ListBucket}, S3 answers 403
 * for a missing key, so that it fails with {@code PERMISSION_DENIED}.
 *
 * <p>Where the bucket keeps versions, what is replaced or deleted stays as an old version.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel">S3's data consistency
 *     model</a>
 */
public final class S3StorageBackend implements StorageBackend {

    private static final Set<Capability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Capability.ORDERED_LISTING)));

    private final S3StorageOptions options;
    private final int maximumAttempts;
    private final Consumer<ClientOverrideConfiguration.Builder> further;
    private final @Nullable S3StorageBackend replaced;
    private final @Nullable OwnClient own;
    private final S3Client client;
    private final Namespace namespace;
    private final Calls calls;
    private final Requests requests;
    private final Bucket bucket;
    private final NameListing listing;
    private final Uploads uploads;
    private final NameDeletions<Bucket.Refusal> deletions;

    /**
     * Opens a bucket, without a request to it. Without a region the SDK looks for one, on a machine of Amazon's by asking the
     * instance's metadata service.
     *
     * @param options which bucket, and how it is reached
     * @throws ServiceException of kind {@code INVALID_CONFIG} where no client can be made, as without a region
     */
    public S3StorageBackend(S3StorageOptions options) {
        this(options, further -> {});
    }

    /** For tests that look at the client's requests. */
    S3StorageBackend(S3StorageOptions options, Consumer<ClientOverrideConfiguration.Builder> further) {
        this(options, options.maximumAttempts, further, null);
    }

    private S3StorageBackend(
            S3StorageOptions options,
            int maximumAttempts,
            Consumer<ClientOverrideConfiguration.Builder> further,
            @Nullable S3StorageBackend replaced) {
        this.options = options;
        this.maximumAttempts = maximumAttempts;
        this.further = further;
        this.replaced = replaced;
        own = options.client == null ? OwnClient.create(options, maximumAttempts, further) : null;
        client = own == null ? Objects.requireNonNull(options.client) : own.client();
        namespace = options.namespace;
        S3Errors errors = new S3Errors(options.bucket);
        calls = Calls.blocking(errors, options.executor, "zkim-s3");
        requests = new Requests(calls.executor(), own == null ? null : own.http());
        bucket = new Bucket(client, options.bucket, options.compatibility.storesCrc32());
        listing = new NameListing(
                "s3",
                namespace,
                Bucket.OBJECTS,
                (prefix, token, limit) -> requests.send(() -> bucket.list(prefix, token, limit)));
        uploads = new Uploads(client, options, requests);
        deletions = new NameDeletions<>(
                listing,
                calls,
                Bucket.OBJECTS,
                (operation, names) -> requests.send(() -> bucket.delete(names)),
                errors::someFailed);
        if (replaced == null) {
            BackendLog.opened(this);
        }
    }

    /** Starts a backend: {@code S3StorageBackend.builder().bucket("my-bucket").region("eu-west-1").build()}. */
    public static S3StorageOptions.Builder<S3StorageBackend> builder() {
        return new S3StorageOptions.Builder<>(S3StorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.run(Operation.SET, key, () -> uploads.store(namespace.toObjectName(key), value));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(
                Operation.GET,
                key,
                () -> requests.send(() -> bucket.read(namespace.toObjectName(key), options.maximumValueBytes)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(Operation.HAS, key, () -> requests.send(() -> bucket.has(namespace.toObjectName(key))));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(
                Operation.DELETE,
                key,
                () -> requests.send(() -> {
                    bucket.delete(namespace.toObjectName(key));
                    return null;
                }));
    }

    /** One request for each {@value Bucket#OBJECTS} objects that are listed, and one that deletes them. */
    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(Operation.CLEAR, deletions::deleteAll);
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, listing::keys);
    }

    /** One request for each {@value Bucket#OBJECTS} keys. */
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

    /** Whether the client tries again what failed, so that nothing above it needs to. */
    @Override
    public boolean retries() {
        return own == null ? OwnClient.retries(client) : maximumAttempts > 1;
    }

    /** Not for a client that was given: its retries are its own. */
    @Override
    public StorageBackend withoutRetries() {
        if (!retries()) {
            return this;
        }
        if (own == null) {
            throw S3Errors.invalid("The client that was given to " + this + " retries by itself. Build it with"
                    + " retryStrategy(AwsRetryStrategy.doNotRetry()) in its overrideConfiguration.");
        }
        return new S3StorageBackend(options, 1, further, this);
    }

    /** Ends the requests under way, aborts uploads in parts, and ends a client and an executor of its own. */
    @Override
    public void close() {
        calls.close();
        uploads.close();
        if (own != null) {
            own.close();
        }
        if (replaced != null) {
            replaced.close();
        }
    }

    /** {@code S3[my-bucket/zkim-files/]}. */
    @Override
    public String toString() {
        return "S3[" + options.bucket + "/" + namespace + "]";
    }
}
