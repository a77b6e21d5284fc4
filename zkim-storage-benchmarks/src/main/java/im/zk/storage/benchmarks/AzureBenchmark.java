package im.zk.storage.benchmarks;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import im.zk.storage.azure.AzureStorageBackend;
import im.zk.storage.testservers.AzuriteServer;
import im.zk.storage.testservers.TestServers;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code get} and {@code set} of the Azure backend beside the clients of the Azure SDK, and beside itself on the other HTTP
 * clients that the SDK can be given, against Azurite. Run with {@code -prof gc} for what a call allocates
 * ({@code gc.alloc.rate.norm}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class AzureBenchmark {

    private static final String CONTAINER = "zkim-benchmark";
    private static final String KEY = "object";

    @Param({"1024", "65536", "1048576"})
    int size;

    private byte[] value = {};
    private AzureStorageBackend storage;
    private AzureStorageBackend onJdk;
    private AzureStorageBackend onOkHttp;
    private BlobClient blocking;
    private BlobAsyncClient async;

    /** Starts a server and opens the clients. */
    @Setup(Level.Trial)
    public void open() {
        AzuriteServer server = TestServers.azurite();
        value = new byte[size];
        new Random(1).nextBytes(value);
        storage = AzureStorageBackend.builder()
                .containerName(CONTAINER)
                .connectionString(server.connectionString())
                .build();
        onJdk = on(server, new JdkHttpClientBuilder().build());
        onOkHttp = on(server, new OkHttpAsyncHttpClientBuilder().build());
        BlobContainerClientBuilder netty = client(server, new NettyAsyncHttpClientBuilder().build());
        netty.buildClient().createIfNotExists();
        blocking = netty.buildClient().getBlobClient("zkim-files/" + KEY);
        async = netty.buildAsyncClient().getBlobAsyncClient("zkim-files/" + KEY);
        set();
    }

    /** Closes the backends; the server ends with the JVM. */
    @TearDown(Level.Trial)
    public void close() {
        storage.close();
        onJdk.close();
        onOkHttp.close();
    }

    @Benchmark
    public byte @Nullable [] get() {
        return storage.get(KEY).join();
    }

    @Benchmark
    public @Nullable Object set() {
        return storage.set(KEY, value).join();
    }

    @Benchmark
    public byte @Nullable [] getOnJdkClient() {
        return onJdk.get(KEY).join();
    }

    @Benchmark
    public byte @Nullable [] getOnOkHttp() {
        return onOkHttp.get(KEY).join();
    }

    @Benchmark
    public byte[] sdkGet() {
        return blocking.downloadContent().toBytes();
    }

    @Benchmark
    public Object sdkSet() {
        blocking.upload(BinaryData.fromBytes(value), true);
        return value;
    }

    @Benchmark
    public byte[] sdkAsyncGet() {
        return async.downloadContent().toFuture().join().toBytes();
    }

    @Benchmark
    public @Nullable Object sdkAsyncSet() {
        return async.upload(BinaryData.fromBytes(value), true).toFuture().join();
    }

    private static AzureStorageBackend on(AzuriteServer server, HttpClient http) {
        return AzureStorageBackend.builder()
                .client(client(server, http).buildAsyncClient())
                .build();
    }

    private static BlobContainerClientBuilder client(AzuriteServer server, HttpClient http) {
        return new BlobContainerClientBuilder()
                .connectionString(server.connectionString())
                .containerName(CONTAINER)
                .httpClient(http);
    }
}
