package im.zk.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RequestRetryPolicy;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The client that a backend makes where it is given none, with connections and threads of its own that end with it.
 *
 * @param client the client
 * @param connections its connections
 * @param loops the threads that serve them
 */
record OwnClient(BlobContainerAsyncClient client, ConnectionProvider connections, LoopResources loops)
        implements AutoCloseable {

    /** More requests at a time than this wait for a connection. */
    static final int CONNECTIONS = 64;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** Makes a client, which asks for tokens on an executor; further policies see each attempt of each request. */
    static OwnClient create(
            AzureStorageOptions options, int maximumAttempts, Executor executor, List<HttpPipelinePolicy> further) {
        ConnectionProvider connections = ConnectionProvider.builder("zkim-azure")
                .maxConnections(CONNECTIONS)
                .maxIdleTime(LONGEST_SILENCE)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(options.callTimeout)
                .build();
        LoopResources loops = LoopResources.create("zkim-azure", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
        try {
            HttpClient http = http(options, connections, loops);
            return new OwnClient(client(options, maximumAttempts, http, executor, further), connections, loops);
        } catch (RuntimeException unusable) {
            dispose(connections, loops);
            throw unusable;
        }
    }

    /** Ends connections and threads, in the background. */
    @Override
    public void close() {
        dispose(connections, loops);
    }

    /** Whether a client of the user's tries again what failed. */
    static boolean retries(HttpPipeline pipeline) {
        return IntStream.range(0, pipeline.getPolicyCount())
                .mapToObj(pipeline::getPolicy)
                .anyMatch(policy -> policy instanceof RequestRetryPolicy || policy instanceof RetryPolicy);
    }

    private static HttpClient http(AzureStorageOptions options, ConnectionProvider connections, LoopResources loops) {
        Duration silence = LONGEST_SILENCE.compareTo(options.callTimeout) < 0 ? LONGEST_SILENCE : options.callTimeout;
        // The SDK would look up names with the JDK's resolver, which blocks a thread of the loop.
        return new NettyAsyncHttpClientBuilder(reactor.netty.http.client.HttpClient.create(connections)
                        .runOn(loops)
                        .resolver(names -> names.runOn(loops)))
                // A value is copied out of the network's buffers at once, see BlobBody; a second copy is for nothing.
                .disableBufferCopy(true)
                .connectTimeout(CONNECT)
                .responseTimeout(silence)
                .readTimeout(silence)
                .writeTimeout(silence)
                .build();
    }

    private static BlobContainerAsyncClient client(
            AzureStorageOptions options,
            int maximumAttempts,
            HttpClient http,
            Executor executor,
            List<HttpPipelinePolicy> further) {
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder()
                .containerName(options.containerName)
                .httpClient(http)
                .retryOptions(new RequestRetryOptions(
                        RetryPolicyType.EXPONENTIAL,
                        maximumAttempts,
                        tryTimeout(options.callTimeout),
                        FIRST_DELAY,
                        LONGEST_DELAY,
                        null));
        builder.addPolicy(new Attempts());
        builder.addPolicy(new RequestIds());
        further.forEach(builder::addPolicy);
        if (options.connectionString != null) {
            return withConnectionString(builder, options.connectionString);
        }
        builder.endpoint(String.valueOf(options.endpoint));
        if (options.sasToken != null) {
            builder.sasToken(options.sasToken);
        } else {
            builder.credential(
                    askedOn(executor, options.credential == null ? defaultCredential(http) : options.credential));
        }
        return builder.buildAsyncClient();
    }

    /** In whole seconds, one at least, as the SDK wants it; a call is ended after its own timeout in any case. */
    private static Duration tryTimeout(Duration callTimeout) {
        return Duration.ofSeconds(Math.max(1, callTimeout.plusMillis(999).toSeconds()));
    }

    private static BlobContainerAsyncClient withConnectionString(
            BlobContainerClientBuilder builder, String connectionString) {
        try {
            return builder.connectionString(connectionString).buildAsyncClient();
        } catch (RuntimeException refused) {
            // Without its message and without it as a cause: it may quote the string.
            throw AzureErrors.invalid("The Azure SDK cannot use the connectionString: "
                    + refused.getClass().getSimpleName() + ".");
        }
    }

    /** A chain of credentials runs programs and reads files, and would do so on the thread that begins a request. */
    private static TokenCredential askedOn(Executor executor, TokenCredential credential) {
        Scheduler scheduler = Schedulers.fromExecutor(executor);
        return request -> Mono.defer(() -> credential.getToken(request)).subscribeOn(scheduler);
    }

    private static TokenCredential defaultCredential(HttpClient http) {
        try {
            return IdentityCredential.create(http);
        } catch (NoClassDefFoundError missing) {
            throw AzureErrors.noIdentity(missing);
        }
    }

    private static void dispose(ConnectionProvider connections, LoopResources loops) {
        connections
                .disposeLater()
                .then(loops.disposeLater(Duration.ZERO, FAREWELL))
                .subscribe();
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "OwnClient[" + client.getBlobContainerName() + "]";
    }
}
