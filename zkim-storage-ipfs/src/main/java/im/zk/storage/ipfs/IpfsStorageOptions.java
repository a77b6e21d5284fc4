package im.zk.storage.ipfs;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BodyReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which node an {@link IpfsStorageBackend} stores in, and where. Immutable; prints without its credentials. */
public final class IpfsStorageOptions {

    private final URI ipfsUrl;
    private final String directory;
    private final @Nullable String authorization;
    private final @Nullable String pinningService;
    private final Duration callTimeout;
    private final Duration connectTimeout;
    private final long maximumValueBytes;
    private final long maximumListingBytes;
    private final @Nullable HttpClient client;
    private final @Nullable Executor executor;

    private IpfsStorageOptions(Builder<?> builder) {
        this.ipfsUrl = OptionRules.check(builder);
        this.directory = OptionRules.directory(builder);
        this.authorization = OptionRules.authorization(builder);
        this.pinningService = builder.pinningService;
        this.callTimeout = builder.callTimeout;
        this.connectTimeout = builder.connectTimeout;
        this.maximumValueBytes = builder.maximumValueBytes;
        this.maximumListingBytes = builder.maximumListingBytes;
        this.client = builder.client;
        this.executor = builder.executor;
    }

    /** Starts options; {@link IpfsStorageBackend#builder()} makes the backend at once. */
    public static Builder<IpfsStorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** The URL of the node's RPC API, without {@code /api/v0} and without a slash at the end. */
    public URI ipfsUrl() {
        return ipfsUrl;
    }

    /** The directory of the node's MFS in which the keys are files: {@code /zkim-files}. */
    public String directory() {
        return directory;
    }

    /** The name by which the node knows a pinning service, if there is one. */
    public Optional<String> pinningService() {
        return Optional.ofNullable(pinningService);
    }

    /** How long an operation may take. */
    public Duration callTimeout() {
        return callTimeout;
    }

    /** How long connecting may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** The most bytes of a value. */
    public long maximumValueBytes() {
        return maximumValueBytes;
    }

    /** The most bytes of a listing, or of any other answer that is not a value. */
    public long maximumListingBytes() {
        return maximumListingBytes;
    }

    /** The client, if the user gave one. */
    public Optional<HttpClient> client() {
        return Optional.ofNullable(client);
    }

    /** Where calls wait for their answers, if the user gave an executor. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** The header with the credentials, or null. */
    @Nullable String authorization() {
        return authorization;
    }

    /** HTTP/2 is asked for over TLS alone, where it takes no upgrade. */
    HttpClient.Version httpVersion() {
        return "https".equals(ipfsUrl.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
    }

    /** The node and the directory, and whether there are credentials. */
    @Override
    public String toString() {
        return "IpfsStorageOptions[" + ipfsUrl + directory + ", "
                + (authorization == null ? "no credentials" : "credentials ***") + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        private final Function<IpfsStorageOptions, T> result;
        String ipfsUrl = "http://localhost:5001";
        String prefix = "zkim-files";

        @Nullable String bearerToken;

        @Nullable String username;

        @Nullable String password;

        @Nullable String pinningService;

        Duration callTimeout = Duration.ofMinutes(2);
        Duration connectTimeout = Duration.ofSeconds(10);
        long maximumValueBytes = BodyReader.LARGEST_ARRAY;
        long maximumListingBytes = 256L << 20;

        @Nullable HttpClient client;

        @Nullable Executor executor;

        Builder(Function<IpfsStorageOptions, T> result) {
            this.result = result;
        }

        /** The URL of the node's RPC API, without {@code /api/v0} (default {@code http://localhost:5001}). */
        public Builder<T> ipfsUrl(String ipfsUrl) {
            this.ipfsUrl = Objects.requireNonNull(ipfsUrl, "ipfsUrl");
            return this;
        }

        /**
         * The directory of the node's MFS (default {@code zkim-files}); it is made where it is missing. In a prefix with a
         * {@code /}, each directory but the last has a {@code %} at its end: {@code a/b} is {@code /a%/b}.
         */
        public Builder<T> prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** The token of {@code Authorization: Bearer} (default none), as {@code API.Authorizations} of Kubo knows them. */
        public Builder<T> bearerToken(String bearerToken) {
            this.bearerToken = Objects.requireNonNull(bearerToken, "bearerToken");
            return this;
        }

        /** The user's name and password of {@code Authorization: Basic} (default none). */
        public Builder<T> basic(String username, String password) {
            this.username = Objects.requireNonNull(username, "username");
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * The name by which the node knows a remote pinning service (default none): every value is to be pinned there too.
         * The service's address and token stay with the node.
         */
        public Builder<T> pinningService(String pinningService) {
            this.pinningService = Objects.requireNonNull(pinningService, "pinningService");
            return this;
        }

        /** How long an operation may take from its call to the last byte (default 2 minutes). */
        public Builder<T> callTimeout(Duration callTimeout) {
            this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
            return this;
        }

        /** How long connecting may take (default 10 seconds); a client that is passed in has its own. */
        public Builder<T> connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
            return this;
        }

        /** The most bytes of a value (default what an array can hold): more are refused before they are sent or read. */
        public Builder<T> maximumValueBytes(long maximumValueBytes) {
            this.maximumValueBytes = maximumValueBytes;
            return this;
        }

        /** The most bytes of a listing, or of any other answer that is not a value (default 256 MiB). */
        public Builder<T> maximumListingBytes(long maximumListingBytes) {
            this.maximumListingBytes = maximumListingBytes;
            return this;
        }

        /** A client with TLS or a proxy of one's own, which follows no redirects; stays open when the backend is closed. */
        public Builder<T> client(HttpClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** Where calls wait for their answers; stays open when the backend is closed. The default is one of its own. */
        public Builder<T> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Checks the options and makes what was asked for.
         *
         * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where one of them cannot be used
         */
        public T build() {
            return result.apply(new IpfsStorageOptions(this));
        }
    }
}
