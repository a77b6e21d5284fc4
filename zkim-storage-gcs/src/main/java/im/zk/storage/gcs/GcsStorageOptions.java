package im.zk.storage.gcs;

import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which bucket a {@link GcsStorageBackend} keeps its objects in, and how it is reached. Immutable. */
public final class GcsStorageOptions {

    /** What object names begin with, unless another prefix is given. */
    public static final String DEFAULT_PREFIX = "zkim-files/";

    final String bucketName;
    final Namespace namespace;
    final @Nullable String projectId;
    final @Nullable URI endpoint;
    final Credentials credentials;
    final @Nullable Storage client;
    final @Nullable Executor executor;
    final Duration callTimeout;
    final int maximumAttempts;
    final int chunkSize;
    final long maximumValueBytes;

    private GcsStorageOptions(Builder<?> builder, String bucketName, Credentials credentials) {
        this.bucketName = bucketName;
        this.credentials = credentials;
        namespace = Namespace.of(builder.prefix, ObjectNames.PATH);
        projectId = builder.projectId;
        endpoint = builder.endpoint;
        client = builder.client;
        executor = builder.executor;
        callTimeout = builder.callTimeout;
        maximumAttempts = builder.maximumAttempts;
        chunkSize = builder.chunkSize;
        maximumValueBytes = builder.maximumValueBytes;
    }

    /** Starts options; {@link GcsStorageBackend#builder()} makes the backend at once. */
    public static Builder<GcsStorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** The bucket, the prefix and the endpoint; no credential. */
    @Override
    public String toString() {
        return "GcsStorageOptions[" + bucketName + "/" + namespace + (endpoint == null ? "" : ", " + endpoint) + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        final Function<GcsStorageOptions, T> result;

        @Nullable String bucketName;

        String prefix = DEFAULT_PREFIX;

        @Nullable Path keyFile;

        @Nullable Credentials credentials;

        @Nullable String projectId;

        @Nullable URI endpoint;

        @Nullable Storage client;

        @Nullable Executor executor;

        Duration callTimeout = Duration.ofMinutes(5);
        int maximumAttempts = 3;
        int chunkSize = 16 << 20;
        long maximumValueBytes = BodyReader.LARGEST_ARRAY;

        Builder(Function<GcsStorageOptions, T> result) {
            this.result = result;
        }

        /** The bucket, which must exist; required. */
        public Builder<T> bucketName(String bucketName) {
            this.bucketName = Objects.requireNonNull(bucketName, "bucketName");
            return this;
        }

        /** What object names begin with (default {@value #DEFAULT_PREFIX}); empty for the whole bucket. */
        public Builder<T> prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * A file in JSON with the key of a service account, or the configuration of another credential; read by
         * {@link #build()}. Without it, Application Default Credentials are looked for with the first request.
         */
        public Builder<T> keyFilename(Path keyFilename) {
            this.keyFile = Objects.requireNonNull(keyFilename, "keyFilename");
            return this;
        }

        /** Ready credentials; {@link NoCredentials#getInstance()} for an emulator. */
        public Builder<T> credentials(Credentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** The client's project, which no request for objects depends on; the default is the key file's. */
        public Builder<T> projectId(String projectId) {
            this.projectId = Objects.requireNonNull(projectId, "projectId");
            return this;
        }

        /** Where the service is, such as {@code https://storage.us-central1.rep.googleapis.com}; the default is Google's. */
        public Builder<T> endpoint(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * A ready client that speaks HTTP, which stays open; endpoint, credentials, project, timeouts and attempts are then
         * its own.
         */
        public Builder<T> client(Storage client) {
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

        /** How often a request is tried in all, with growing pauses (default 3); 1 for no retries. */
        public Builder<T> maximumAttempts(int maximumAttempts) {
            this.maximumAttempts = maximumAttempts;
            return this;
        }

        /** Values of more bytes go up resumably in chunks of so many, a multiple of 256 KiB (default 16 MiB). */
        public Builder<T> chunkSize(int chunkSize) {
            this.chunkSize = chunkSize;
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
         *     contradicts another, or the key file cannot be used
         */
        public T build() {
            String bucket = OptionRules.check(this);
            return result.apply(new GcsStorageOptions(this, bucket, OptionRules.credentials(this)));
        }
    }
}
