package im.zk.storage.gcs;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.core.ApiClock;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.services.storage.Storage;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.spi.v1.HttpStorageRpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.http.impl.client.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The client for the JSON API that belongs to a client of google-cloud-storage. Requests are made with it, and not with the
 * methods around it: those skip the checksum of what is read where the service names the stored length, which it always
 * does; go on with a newer object where an answer breaks off; and take any answer to a deletion for a success.
 *
 * @param api makes requests
 * @param retries how often and how long it tries again
 * @param clock what the retries are measured by
 * @param http the connections, where they are the backend's own; null for a client of the user's
 */
record ServiceClient(
        Storage api,
        RetrySettings retries,
        ApiClock clock,
        @Nullable AbortableHttpClient http) implements AutoCloseable {

    static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

    /** More requests at a time than this wait for a connection. */
    static final int CONNECTIONS = 64;

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(20);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final double PAUSE_GROWTH = 2;

    /** Object requests name no project; without one, the library would look for it, and ask the machine's metadata server. */
    private static final String NO_PROJECT = "none";

    static ServiceClient of(GcsStorageOptions options, Consumer<HttpClientBuilder> further) {
        return options.client == null ? create(options, further) : given(options.client.getOptions());
    }

    @Override
    public void close() {
        if (http != null) {
            try {
                http.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Whether what failed is tried again. */
    boolean triesAgain() {
        return retries.getMaxAttempts() != 1;
    }

    /** The same connections for one attempt of each request. */
    ServiceClient withoutRetries() {
        return new ServiceClient(api, retries.toBuilder().setMaxAttempts(1).build(), clock, http);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "ServiceClient[" + api.getRootUrl() + "]";
    }

    private static ServiceClient given(StorageOptions options) {
        if (!(options.getRpc() instanceof HttpStorageRpc rpc)) {
            throw GcsErrors.invalid("The client does not speak HTTP. Give one that StorageOptions.http() makes.");
        }
        return new ServiceClient(rpc.getStorage(), options.getRetrySettings(), options.getClock(), null);
    }

    private static ServiceClient create(GcsStorageOptions options, Consumer<HttpClientBuilder> further) {
        HttpClientBuilder connections = ApacheHttpTransport.newDefaultHttpClientBuilder()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                // An object that somebody compressed is its compressed bytes.
                .disableContentCompression()
                .disableCookieManagement();
        further.accept(connections);
        AbortableHttpClient http = new AbortableHttpClient(connections.build());
        ApacheHttpTransport transport = new ApacheHttpTransport(http);
        StorageOptions.Builder builder = StorageOptions.http()
                .setProjectId(options.projectId == null ? NO_PROJECT : options.projectId)
                .setCredentials(options.credentials)
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(() -> transport)
                        .setConnectTimeout(millis(LONGEST_CONNECT, options.callTimeout))
                        .setReadTimeout(millis(LONGEST_SILENCE, options.callTimeout))
                        .build())
                .setRetrySettings(retries(options));
        if (options.endpoint != null) {
            builder.setHost(options.endpoint.toString());
        }
        StorageOptions built = builder.build();
        return new ServiceClient(
                ((HttpStorageRpc) built.getRpc()).getStorage(), built.getRetrySettings(), built.getClock(), http);
    }

    private static RetrySettings retries(GcsStorageOptions options) {
        return RetrySettings.newBuilder()
                .setMaxAttempts(options.maximumAttempts)
                .setInitialRetryDelayDuration(FIRST_PAUSE)
                .setRetryDelayMultiplier(PAUSE_GROWTH)
                .setMaxRetryDelayDuration(LONGEST_PAUSE)
                .setTotalTimeoutDuration(options.callTimeout)
                .build();
    }

    private static int millis(Duration usual, Duration callTimeout) {
        return (int) (usual.compareTo(callTimeout) < 0 ? usual : callTimeout).toMillis();
    }
}
