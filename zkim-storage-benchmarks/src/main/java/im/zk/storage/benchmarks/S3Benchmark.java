package im.zk.storage.benchmarks;

import im.zk.storage.s3.Compatibility;
import im.zk.storage.s3.S3StorageBackend;
import im.zk.storage.testservers.MinioServer;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code get} and {@code set} of the S3 backend beside the two clients of the AWS SDK as it recommends them, against MinIO.
 * Run with {@code -prof gc} for what a call allocates ({@code gc.alloc.rate.norm}), and with {@code -t 64} for what 64
 * calls at a time come to.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class S3Benchmark {

    private static final String BUCKET = "zkim-benchmark";
    private static final String OBJECT = "object";
    private static final int CONNECTIONS = 64;

    @Param({"1024", "65536", "1048576"})
    int size;

    private byte[] value = {};
    private S3StorageBackend storage;
    private S3Client blocking;
    private S3AsyncClient async;

    /** Starts a server and opens the three clients. */
    @Setup(Level.Trial)
    public void open() {
        MinioServer server = TestServers.minio();
        value = new byte[size];
        new Random(1).nextBytes(value);
        blocking = describe(S3Client.builder(), server)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
                .build();
        async = describe(S3AsyncClient.builder(), server)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS))
                .build();
        storage = S3StorageBackend.builder()
                .bucket(BUCKET)
                .endpoint(server.endpoint())
                .compatibility(Compatibility.MINIO)
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .build();
        blocking.createBucket(request -> request.bucket(BUCKET));
        sdkSet();
        set();
    }

    /** Closes the clients; the server ends with the JVM. */
    @TearDown(Level.Trial)
    public void close() {
        storage.close();
        blocking.close();
        async.close();
    }

    @Benchmark
    public byte @Nullable [] get() {
        return storage.get(OBJECT).join();
    }

    @Benchmark
    public @Nullable Object set() {
        return storage.set(OBJECT, value).join();
    }

    @Benchmark
    public byte[] sdkGet() {
        return blocking.getObject(request -> request.bucket(BUCKET).key(OBJECT), ResponseTransformer.toBytes())
                .asByteArray();
    }

    @Benchmark
    public Object sdkSet() {
        return blocking.putObject(request -> request.bucket(BUCKET).key(OBJECT), RequestBody.fromBytes(value));
    }

    @Benchmark
    public byte[] sdkAsyncGet() {
        return async.getObject(request -> request.bucket(BUCKET).key(OBJECT), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArray();
    }

    @Benchmark
    public Object sdkAsyncSet() {
        return async.putObject(request -> request.bucket(BUCKET).key(OBJECT), AsyncRequestBody.fromBytes(value))
                .join();
    }

    private static <B extends S3BaseClientBuilder<B, ?>> B describe(B builder, MinioServer server) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())));
    }
}
