package im.zk.storage.benchmarks;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import im.zk.storage.gcs.GcsStorageBackend;
import im.zk.storage.testservers.FakeGcsServer;
import im.zk.storage.testservers.TestServers;
import java.util.Random;
import java.util.UUID;
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
 * {@code get} and {@code set} of the Google Cloud Storage backend beside Google's client, and beside itself on that client's
 * own HTTP transport, against fake-gcs-server. Run with {@code -prof gc} for what a call allocates
 * ({@code gc.alloc.rate.norm}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class GcsBenchmark {

    private static final String KEY = "object";

    private final String bucket = "zkim-benchmark-" + UUID.randomUUID();
    private final BlobId object = BlobId.of(bucket, "zkim-files/" + KEY);

    @Param({"1024", "65536", "1048576"})
    int size;

    private byte[] value = {};
    private GcsStorageBackend storage;
    private GcsStorageBackend onJdk;
    private Storage client;

    /** Starts a server and opens the clients. */
    @Setup(Level.Trial)
    public void open() {
        FakeGcsServer server = TestServers.fakeGcs();
        value = new byte[size];
        new Random(1).nextBytes(value);
        client = StorageOptions.http()
                .setHost(server.endpoint().toString())
                .setProjectId(server.projectId())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        client.create(BucketInfo.of(bucket));
        storage = GcsStorageBackend.builder()
                .bucketName(bucket)
                .endpoint(server.endpoint())
                .credentials(NoCredentials.getInstance())
                .build();
        onJdk = GcsStorageBackend.builder().bucketName(bucket).client(client).build();
        set();
    }

    /** Closes the clients; the server ends with the JVM. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
        storage.close();
        onJdk.close();
        client.close();
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
    public byte[] sdkGet() {
        return client.readAllBytes(object);
    }

    /** As the guide does, in two requests. */
    @Benchmark
    public byte @Nullable [] sdkExistsThenGet() {
        Blob blob = client.get(object);
        return blob == null ? null : blob.getContent();
    }

    @Benchmark
    public Object sdkSet() {
        return client.create(BlobInfo.newBuilder(object).build(), value);
    }
}
