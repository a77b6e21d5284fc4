package im.zk.storage.rest;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BaseUrl;
import im.zk.storage.spi.BodyReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which service a {@link RestStorageBackend} speaks to, and how. Immutable. */
public final class RestStorageOptions {

    private final URI baseUrl;
    private final @Nullable String apiKey;
    private final Duration callTimeout;
    private final Duration connectTimeout;
    private final long maximumValueBytes;
    private final long maximumListingBytes;
    private final boolean orderedListing;
    private final HttpClient.Version httpVersion;
    private final @Nullable HttpClient client;
    private final @Nullable Executor executor;

    private RestStorageOptions(Builder<?> builder, URI baseUrl) {
        this.baseUrl = baseUrl;
        this.apiKey = builder.apiKey;
        this.callTimeout = builder.callTimeout;
        this.connectTimeout = builder.connectTimeout;
        this.maximumValueBytes = builder.maximumValueBytes;
        this.maximumListingBytes = builder.maximumListingBytes;
        this.orderedListing = builder.orderedListing;
        HttpClient.Version usual =
                "https".equals(baseUrl.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
        this.httpVersion = Objects.requireNonNullElse(builder.httpVersion, usual);
        this.client = builder.client;
        this.executor = builder.executor;
    }

    /** Starts options; {@link RestStorageBackend#builder()} makes the backend at once. */
    public static Builder<RestStorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** What stands before {@code /files} in every URL, without a slash at the end. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The bearer token, if there is one. */
    public Optional<String> apiKey() {
        return Optional.ofNullable(apiKey);
    }

    /** How long an operation may take, or one request of a batch. */
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

    /** Whether listings are in the order of the keys' UTF-8 bytes. */
    public boolean orderedListing() {
        return orderedListing;
    }

    /** The newest version of HTTP that is tried. */
    public HttpClient.Version httpVersion() {
        return httpVersion;
    }

    /** The client, if the user gave one. */
    public Optional<HttpClient> client() {
        return Optional.ofNullable(client);
    }

    /** Where calls wait for their answers, if the user gave an executor. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** The base URL, and whether there is an API key. */
    @Override
    public String toString() {
        return "RestStorageOptions[" + baseUrl + ", " + (apiKey == null ? "no API key" : "API key ***") + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        private final Function<RestStorageOptions, T> result;
        private @Nullable String baseUrl;
        private @Nullable String apiKey;
        private Duration callTimeout = Duration.ofMinutes(2);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private long maximumValueBytes = BodyReader.LARGEST_ARRAY;
        private long maximumListingBytes = 256L << 20;
        private boolean orderedListing;
        private HttpClient.@Nullable Version httpVersion;
        private @Nullable HttpClient client;
        private @Nullable Executor executor;

        Builder(Function<RestStorageOptions, T> result) {
            this.result = result;
        }

        /** What stands before {@code /files} in every URL: {@code https://storage.example.com/v1}; required. */
        public Builder<T> baseUrl(String baseUrl) {
            this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
            return this;
        }

        /** The token of {@code Authorization: Bearer} (default none). It is sent to the base URL's own host alone. */
        public Builder<T> apiKey(String apiKey) {
            this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
            return this;
        }

        /**
         * How long an operation may take from its call to the last byte, or one request of a batch (default 2 minutes);
         * then it fails with {@code TIMEOUT}.
         */
        public Builder<T> callTimeout(Duration callTimeout) {
            this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
            return this;
        }

        /** How long connecting may take (default 10 seconds); a client that is passed in has its own. */
        public Builder<T> connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
            return this;
        }

        /**
         * The most bytes of a value (default what an array can hold): more are refused with {@code VALUE_TOO_LARGE},
         * before they are sent or read.
         */
        public Builder<T> maximumValueBytes(long maximumValueBytes) {
            this.maximumValueBytes = maximumValueBytes;
            return this;
        }

        /** The most bytes of a listing, or of any other answer that is not a value (default 256 MiB). */
        public Builder<T> maximumListingBytes(long maximumListingBytes) {
            this.maximumListingBytes = maximumListingBytes;
            return this;
        }

        /**
         * Whether listings are in the order of the keys' UTF-8 bytes (default false). With true, a service that does not
         * list in order is asked for all its keys for each page.
         */
        public Builder<T> orderedListing(boolean orderedListing) {
            this.orderedListing = orderedListing;
            return this;
        }

        /**
         * The newest version of HTTP that is tried (default HTTP/2 for {@code https}, HTTP/1.1 for {@code http}, where
         * it would be an upgrade, which the JDK's client was seen to break under load).
         */
        public Builder<T> httpVersion(HttpClient.Version httpVersion) {
            this.httpVersion = Objects.requireNonNull(httpVersion, "httpVersion");
            return this;
        }

        /**
         * A client with TLS, proxy or authenticator of one's own; stays open when the backend is closed. It must not
         * follow redirects, which may carry the token to another host.
         */
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
            if (baseUrl == null || baseUrl.isBlank()) {
                throw RestErrors.invalid("The REST storage needs a baseUrl, such as https://storage.example.com/v1.");
            }
            URI url = BaseUrl.parse("baseUrl", "Give the token as apiKey", baseUrl);
            if (apiKey != null && !apiKey.matches("[\\x21-\\x7E]+")) {
                throw RestErrors.invalid("The apiKey is empty, or has a space, a line break or a letter beyond ASCII.");
            }
            requirePositive("callTimeout", callTimeout.toMillis());
            requirePositive("connectTimeout", connectTimeout.toMillis());
            requirePositive("maximumValueBytes", maximumValueBytes);
            requirePositive("maximumListingBytes", maximumListingBytes);
            if (maximumValueBytes > BodyReader.LARGEST_ARRAY || maximumListingBytes > BodyReader.LARGEST_ARRAY) {
                throw RestErrors.invalid("A maximum is over what an array can hold: " + BodyReader.LARGEST_ARRAY + ".");
            }
            if (client != null && client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw RestErrors.invalid(
                        "The HTTP client follows redirects, which may carry the token to another host. Make it with"
                                + " HttpClient.Redirect.NEVER; the storage follows those that stay on the host.");
            }
            return result.apply(new RestStorageOptions(this, url));
        }

        private static void requirePositive(String name, long value) {
            if (value <= 0) {
                throw RestErrors.invalid("The " + name + " must be more than 0.");
            }
        }
    }
}
