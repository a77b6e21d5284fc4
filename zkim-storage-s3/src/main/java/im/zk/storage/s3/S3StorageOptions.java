package im.zk.storage.s3;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.Namespace;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Which bucket an {@link S3StorageBackend} keeps its objects in, and how it is reached. Immutable. */
public final class S3StorageOptions {

    /** What object names begin with, unless another prefix is given. */
    public static final String DEFAULT_PREFIX = "zkim-files/";

    final String bucket;
    final Namespace namespace;
    final Compatibility compatibility;
    final @Nullable String region;
    final @Nullable URI endpoint;
    final boolean pathStyle;
    final @Nullable String profile;
    final @Nullable String accessKeyId;
    final @Nullable String secretAccessKey;
    final @Nullable String sessionToken;
    final @Nullable String serverSideEncryption;
    final @Nullable String kmsKeyId;
    final @Nullable String storageClass;
    final @Nullable S3Client client;
    final @Nullable Executor executor;
    final Duration callTimeout;
    final int maximumAttempts;
    final int partSize;
    final long maximumValueBytes;

    private S3StorageOptions(Builder<?> builder, String bucket) {
        this.bucket = bucket;
        compatibility = builder.compatibility;
        namespace = Namespace.of(builder.prefix, compatibility.names());
        region = builder.region == null && builder.profile == null ? compatibility.region() : builder.region;
        endpoint = builder.endpoint;
        pathStyle = builder.pathStyle == null ? compatibility.pathStyle() : builder.pathStyle;
        profile = builder.profile;
        accessKeyId = builder.accessKeyId;
        secretAccessKey = builder.secretAccessKey;
        sessionToken = builder.sessionToken;
        serverSideEncryption = builder.serverSideEncryption;
        kmsKeyId = builder.kmsKeyId;
        storageClass = builder.storageClass;
        client = builder.client;
        executor = builder.executor;
        callTimeout = builder.callTimeout;
        maximumAttempts = builder.maximumAttempts;
        partSize = builder.partSize;
        maximumValueBytes = builder.maximumValueBytes;
    }

    /** Starts options; {@link S3StorageBackend#builder()} makes the backend at once. */
    public static Builder<S3StorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** The bucket, the prefix and what speaks S3 there; no credential. */
    @Override
    public String toString() {
        return "S3StorageOptions[" + bucket + "/" + namespace + ", " + compatibility
                + (region == null ? "" : ", " + region) + (endpoint == null ? "" : ", " + endpoint) + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        final Function<S3StorageOptions, T> result;

        @Nullable String bucket;

        @Nullable String region;

        String prefix = DEFAULT_PREFIX;

        @Nullable URI endpoint;

        @Nullable Boolean pathStyle;

        Compatibility compatibility = Compatibility.AWS;

        @Nullable String profile;

        @Nullable String accessKeyId;

        @Nullable String secretAccessKey;

        @Nullable String sessionToken;

        @Nullable String serverSideEncryption;

        @Nullable String kmsKeyId;

        @Nullable String storageClass;

        @Nullable S3Client client;

        @Nullable Executor executor;

        Duration callTimeout = Duration.ofMinutes(5);
        int maximumAttempts = 3;
        int partSize = 16 << 20;
        long maximumValueBytes = BodyReader.LARGEST_ARRAY;

        Builder(Function<S3StorageOptions, T> result) {
            this.result = result;
        }

        /** The bucket, which must exist; required. A general purpose bucket, or the alias of an access point to one. */
        public Builder<T> bucket(String bucket) {
            this.bucket = Objects.requireNonNull(bucket, "bucket");
            return this;
        }

        /** The bucket's region; the default is the profile's or the environment's, as the SDK finds it. */
        public Builder<T> region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** What object names begin with (default {@value #DEFAULT_PREFIX}); empty for the whole bucket. */
        public Builder<T> prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** Where the service is, such as {@code https://storage.example.com:9000}; the default is the region's. */
        public Builder<T> endpoint(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /** Whether the bucket is named in the path, not in the host; the default is that of the compatibility. */
        public Builder<T> pathStyle(boolean pathStyle) {
            this.pathStyle = pathStyle;
            return this;
        }

        /** Which store it is (default {@link Compatibility#AWS}). Objects stored under one may not be found under another. */
        public Builder<T> compatibility(Compatibility compatibility) {
            this.compatibility = Objects.requireNonNull(compatibility, "compatibility");
            return this;
        }

        /** The profile of the shared AWS configuration files whose credentials, and region, are used. */
        public Builder<T> profile(String profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /** Fixed credentials; without them, those of the profile or of the SDK's default chain, asked for with each request. */
        public Builder<T> credentials(String accessKeyId, String secretAccessKey) {
            this.accessKeyId = Objects.requireNonNull(accessKeyId, "accessKeyId");
            this.secretAccessKey = Objects.requireNonNull(secretAccessKey, "secretAccessKey");
            return this;
        }

        /** The token that belongs to temporary {@link #credentials}. */
        public Builder<T> sessionToken(String sessionToken) {
            this.sessionToken = Objects.requireNonNull(sessionToken, "sessionToken");
            return this;
        }

        /** How the service is to encrypt: {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}; the default is the bucket's. */
        public Builder<T> serverSideEncryption(String serverSideEncryption) {
            this.serverSideEncryption = Objects.requireNonNull(serverSideEncryption, "serverSideEncryption");
            return this;
        }

        /** The id, ARN or alias of the KMS key with which the service is to encrypt; implies {@code aws:kms}. */
        public Builder<T> kmsKeyId(String kmsKeyId) {
            this.kmsKeyId = Objects.requireNonNull(kmsKeyId, "kmsKeyId");
            return this;
        }

        /** The storage class of what is stored, such as {@code STANDARD_IA}; the default is the bucket's. */
        public Builder<T> storageClass(String storageClass) {
            this.storageClass = Objects.requireNonNull(storageClass, "storageClass");
            return this;
        }

        /** A ready client, which stays open; region, endpoint, credentials, timeout and attempts are then its own. */
        public Builder<T> client(S3Client client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** Where requests are made; stays open when the backend is closed. The default is one of the backend's own. */
        public Builder<T> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** How long a request and its retries may take, the value's transfer included: up to a day (default 5 minutes). */
        public Builder<T> callTimeout(Duration callTimeout) {
            this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
            return this;
        }

        /** How often the SDK tries a request in all, in its standard mode (default 3); 1 for no retries. */
        public Builder<T> maximumAttempts(int maximumAttempts) {
            this.maximumAttempts = maximumAttempts;
            return this;
        }

        /** Values of more bytes go up in parts of so many, 5 MiB at least (default 16 MiB). */
        public Builder<T> partSize(int partSize) {
            this.partSize = partSize;
            return this;
        }

        /** The most bytes of a value that is stored or fetched (default and most: what an array can hold). */
        public Builder<T> maximumValueBytes(long maximumValueBytes) {
            this.maximumValueBytes = maximumValueBytes;
            return this;
        }

        /**
         * Checks the options and makes what was asked for. No request is made, but for a region that is not given, see
         * {@link S3StorageBackend#S3StorageBackend(S3StorageOptions)}.
         *
         * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where an option is missing, malformed or
         *     contradicts another
         */
        public T build() {
            return result.apply(new S3StorageOptions(this, OptionRules.check(this)));
        }
    }
}
