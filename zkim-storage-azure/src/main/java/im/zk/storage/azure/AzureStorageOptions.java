package im.zk.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.storage.blob.BlobContainerAsyncClient;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which container an {@link AzureStorageBackend} keeps its blobs in, and how it is reached. Immutable. */
public final class AzureStorageOptions {

    /** What blob names begin with, unless another prefix is given. */
    public static final String DEFAULT_PREFIX = "zkim-files/";

    /** A name has at most 254 segments. */
    private static final int MOST_SLASHES = 253;

    final String containerName;
    final Namespace namespace;
    final @Nullable String connectionString;
    final @Nullable URI endpoint;
    final @Nullable String sasToken;
    final @Nullable TokenCredential credential;
    final @Nullable BlobContainerAsyncClient client;
    final @Nullable Executor executor;
    final Duration callTimeout;
    final int maximumAttempts;
    final int blockSize;
    final long maximumValueBytes;

    private AzureStorageOptions(Builder<?> builder, String containerName) {
        this.containerName = containerName;
        namespace = namespace(builder.prefix);
        connectionString = builder.connectionString;
        endpoint = builder.endpoint;
        sasToken = builder.sasToken;
        credential = builder.credential;
        client = builder.client;
        executor = builder.executor;
        callTimeout = builder.callTimeout;
        maximumAttempts = builder.maximumAttempts;
        blockSize = builder.blockSize;
        maximumValueBytes = builder.maximumValueBytes;
    }

    /** Starts options; {@link AzureStorageBackend#builder()} makes the backend at once. */
    public static Builder<AzureStorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /**
     * How keys become names under a prefix.
     *
     * @see <a
     *     href="https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata">Naming
     *     blobs</a>
     */
    static Namespace namespace(String prefix) {
        ObjectNames names = ObjectNames.PATH.escapingTrailingDots();
        long slashes = Namespace.of(prefix, names)
                .prefix()
                .chars()
                .filter(each -> each == '/')
                .count();
        return Namespace.of(prefix, names.withMaximumSlashes(MOST_SLASHES - (int) slashes));
    }

    /** The container, the prefix and the endpoint; no credential. */
    @Override
    public String toString() {
        return "AzureStorageOptions[" + containerName + "/" + namespace + (endpoint == null ? "" : ", " + endpoint)
                + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        final Function<AzureStorageOptions, T> result;

        @Nullable String containerName;

        String prefix = DEFAULT_PREFIX;

        @Nullable String connectionString;

        @Nullable URI endpoint;

        @Nullable String sasToken;

        @Nullable TokenCredential credential;

        @Nullable BlobContainerAsyncClient client;

        @Nullable Executor executor;

        Duration callTimeout = Duration.ofMinutes(5);
        int maximumAttempts = 3;
        int blockSize = 16 << 20;
        long maximumValueBytes = BodyReader.LARGEST_ARRAY;

        Builder(Function<AzureStorageOptions, T> result) {
            this.result = result;
        }

        /** The container, which must exist; required, unless a client is given. */
        public Builder<T> containerName(String containerName) {
            this.containerName = Objects.requireNonNull(containerName, "containerName");
            return this;
        }

        /** What blob names begin with (default {@value #DEFAULT_PREFIX}); no segment ends with a dot; empty for all. */
        public Builder<T> prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** The account's connection string, with its key or a shared access signature. */
        public Builder<T> connectionString(String connectionString) {
            this.connectionString = Objects.requireNonNull(connectionString, "connectionString");
            return this;
        }

        /**
         * The account's blob endpoint, such as {@code https://account.blob.core.windows.net}, in place of a connection
         * string. Without {@link #sasToken} and {@link #credential}, the SDK's default credentials are used, which need
         * the artifact {@code com.azure:azure-identity}.
         */
        public Builder<T> endpoint(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /** A shared access signature for the container or the account, beside {@link #endpoint}. */
        public Builder<T> sasToken(String sasToken) {
            this.sasToken = Objects.requireNonNull(sasToken, "sasToken");
            return this;
        }

        /** A credential of Microsoft Entra ID, beside {@link #endpoint}; asked for a token as often as one expires. */
        public Builder<T> credential(TokenCredential credential) {
            this.credential = Objects.requireNonNull(credential, "credential");
            return this;
        }

        /**
         * A ready client of a container, which stays open; endpoint and credentials are then its own, and the attempts of each
         * request. One that was told to make a single attempt needs {@link #maximumAttempts maximumAttempts(1)} as well, because
         * it does not say so itself.
         */
        public Builder<T> client(BlobContainerAsyncClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Where results are completed and checksums computed, so that what follows an operation blocks no thread of the
         * client's; stays open when the backend is closed. The default is one of the backend's own.
         */
        public Builder<T> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** How long a request and its retries may take, the value's transfer included: up to a day (default 5 minutes). */
        public Builder<T> callTimeout(Duration callTimeout) {
            this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
            return this;
        }

        /** How often the SDK tries a request in all, with growing pauses (default 3); 1 for no retries. */
        public Builder<T> maximumAttempts(int maximumAttempts) {
            this.maximumAttempts = maximumAttempts;
            return this;
        }

        /** Values of more bytes go up in blocks of so many, 64 KiB at least (default 16 MiB). */
        public Builder<T> blockSize(int blockSize) {
            this.blockSize = blockSize;
            return this;
        }

        /** The most bytes of a value that is stored or fetched (default and most: what an array can hold). */
        public Builder<T> maximumValueBytes(long maximumValueBytes) {
            this.maximumValueBytes = maximumValueBytes;
            return this;
        }

        /**
         * Checks the options and makes what was asked for. No request is made.
         *
         * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where an option is missing, malformed or
         *     contradicts another
         */
        public T build() {
            return result.apply(new AzureStorageOptions(this, OptionRules.check(this)));
        }
    }
}
