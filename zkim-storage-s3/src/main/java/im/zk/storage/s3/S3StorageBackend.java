package im.zk.storage.s3;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.NameListing;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

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

    private static final int DELETIONS_AT_A_TIME = 4;

    /** Where the answer to HEAD, which has no body, does not tell what is wrong. */
    private static final Set<Integer> AMBIGUOUS = Set.of(301, 307, 400, 403, 404);

    private final S3StorageOptions options;
    private final int maximumAttempts;
    private final Consumer<ClientOverrideConfiguration.Builder> further;
    private final @Nullable S3StorageBackend replaced;
    private final @Nullable OwnClient own;
    private final S3Client client;
    private final Namespace namespace;
    private final Bucket bucket;
    private final NameListing listing;
    private final S3Errors errors;
    private final Calls calls;
    private final Requests requests;
    private final Uploads uploads;

    /**
     * Opens a bucket, without a request.
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
        bucket = new Bucket(client, options.bucket);
        errors = new S3Errors(options.bucket);
        calls = Calls.blocking(errors, options.executor, "zkim-s3");
        requests = new Requests(calls.executor(), own == null ? null : own.http());
        listing = new NameListing(
                "s3",
                namespace,
                Bucket.OBJECTS,
                (prefix, token, limit) -> requests.send(() -> bucket.list(prefix, token, limit)));
        uploads = new Uploads(client, options, requests);
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
                () -> requests.send(() -> {
                    try {
                        return client.getObject(whole(key), new ObjectBody(options.maximumValueBytes));
                    } catch (S3Exception refused) {
                        requireMissingKey(refused);
                        return null;
                    }
                }));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(
                Operation.HAS,
                key,
                () -> requests.send(() -> {
                    try {
                        HeadObjectResponse answer = client.headObject(
                                request -> request.bucket(options.bucket).key(namespace.toObjectName(key)));
                        Answers.requireObject(answer.eTag(), answer);
                        return true;
                    } catch (S3Exception refused) {
                        if (!AMBIGUOUS.contains(refused.statusCode())) {
                            throw refused;
                        }
                        return hasByGet(key);
                    }
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(
                Operation.DELETE,
                key,
                () -> requests.send(() -> {
                    try {
                        DeleteObjectResponse answer = client.deleteObject(
                                request -> request.bucket(options.bucket).key(namespace.toObjectName(key)));
                        Answers.requireNoContent(answer);
                        return null;
                    } catch (S3Exception refused) {
                        requireMissingKey(refused);
                        return null;
                    }
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(
                Operation.CLEAR,
                () -> Futures.map(
                        listing.removeAll(Bucket.OBJECTS, DELETIONS_AT_A_TIME, this::deleteObjects),
                        refused -> requireNone(Operation.CLEAR, refused)));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, listing::keys);
    }

    /** One request for each {@value Bucket#OBJECTS} keys. */
    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return calls.runBatch(
                Operation.DELETE,
                distinct,
                () -> Batches.run(
                        Batches.chunks(distinct, Bucket.OBJECTS).iterator(),
                        DELETIONS_AT_A_TIME,
                        chunk -> chunk,
                        this::deleteChunk));
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

    private GetObjectRequest.Builder object(String key) {
        return GetObjectRequest.builder().bucket(options.bucket).key(namespace.toObjectName(key));
    }

    /** The SDK compares a checksum that it asked for, and asks for none by itself where it is not to send any. */
    private GetObjectRequest whole(String key) {
        GetObjectRequest.Builder request = object(key);
        return options.compatibility.storesCrc32()
                ? request.checksumMode(ChecksumMode.ENABLED).build()
                : request.build();
    }

    /** The same question as HEAD, whose answer has a body; an object that is there sends one byte at most. */
    private boolean hasByGet(String key) {
        try {
            client.getObject(object(key).range("bytes=0-0").build(), ObjectBody::discard);
            return true;
        } catch (S3Exception refused) {
            boolean empty = S3Errors.isEmptyObject(refused);
            if (!empty) {
                requireMissingKey(refused);
            }
            return empty;
        }
    }

    private static void requireMissingKey(S3Exception refused) {
        if (!S3Errors.isMissingKey(refused)) {
            throw refused;
        }
    }

    private CompletableFuture<@Nullable Void> deleteChunk(List<String> keys) {
        return calls.run(
                Operation.DELETE,
                () -> Futures.map(
                        listing.remove(keys, this::deleteObjects), refused -> requireNone(Operation.DELETE, refused)));
    }

    private CompletableFuture<Map<String, Bucket.Refusal>> deleteObjects(List<String> names) {
        return requests.send(() -> bucket.delete(names));
    }

    private @Nullable Void requireNone(Operation operation, Map<String, Bucket.Refusal> refused) {
        if (!refused.isEmpty()) {
            throw errors.someFailed(operation, refused);
        }
        return null;
    }
}
