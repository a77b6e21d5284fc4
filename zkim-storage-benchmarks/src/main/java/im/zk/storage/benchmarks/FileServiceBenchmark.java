package im.zk.storage.benchmarks;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesCtrHmacStreaming;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import im.zk.file.FileMetadata;
import im.zk.file.FileServiceConfig;
import im.zk.file.PlatformKey;
import im.zk.file.UserKeys;
import im.zk.file.ZkimFile;
import im.zk.file.ZkimFileService;
import im.zk.storage.InMemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * 64 MiB through the file service over memory, with one thread and with two, beside the AEAD that it uses on the same pieces of
 * 1 MiB, AES-GCM on them (which gives nothing to sign), and Tink's streaming AEADs of segments of 1 MiB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class FileServiceBenchmark {

    private static final int SIZE = 64 << 20;
    private static final int PIECE = 1 << 20;
    private static final int TAG = 32;
    private static final int IV = 12;
    private static final int BLOCK = 16;
    private static final int GCM_TAG_BITS = 128;
    private static final byte[] AAD = new byte[27];

    @Param({"1", "2"})
    int threads;

    private final Set<Long> workers = ConcurrentHashMap.newKeySet();
    private final byte[][] pieces = new byte[SIZE / PIECE][];
    private final byte[] content = new byte[SIZE];
    private final byte[] key = new byte[TAG];
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys user = UserKeys.generate();
    private final FileMetadata metadata = FileMetadata.of("benchmark", "application/octet-stream");
    private final InMemoryStorage storage = new InMemoryStorage();
    private ExecutorService executor;
    private ZkimFileService service;
    private ZkimFile file;
    private StreamingAead ctrHmac;
    private StreamingAead gcm;
    private byte[] ctrHmacSealed;
    private byte[] gcmSealed;

    /** Makes what is read. */
    @Setup(Level.Trial)
    public void open() throws GeneralSecurityException, IOException {
        new Random(1).nextBytes(content);
        new Random(2).nextBytes(key);
        executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "benchmark");
            workers.add(thread.getId());
            return thread;
        });
        service = ZkimFileService.builder()
                .storage(storage)
                .config(FileServiceConfig.builder().searchable(false).build())
                .executor(executor)
                .build();
        file = create();
        ctrHmac = new AesCtrHmacStreaming(key, "HmacSha256", TAG, "HmacSha256", TAG, PIECE, 0);
        gcm = new AesGcmHkdfStreaming(key, "HmacSha256", TAG, PIECE, 0);
        ctrHmacSealed = sealed(ctrHmac);
        gcmSealed = sealed(gcm);
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void close() {
        service.close();
        executor.shutdown();
    }

    @Benchmark
    public ZkimFile createAndDelete() {
        ZkimFile made = create();
        service.deleteFile(made.id()).join();
        return made;
    }

    @Benchmark
    public byte[] download() {
        return service.downloadFile(file.id(), "user", platform, user).join();
    }

    @Benchmark
    public void aead(Blackhole hole) throws GeneralSecurityException {
        seal();
        hole.consume(pieces);
    }

    /** The AEAD alone, sealing. */
    void seal() throws GeneralSecurityException {
        for (int at = 0; at < SIZE; at += PIECE) {
            byte[] sealed = new byte[PIECE + TAG];
            cipher(Cipher.ENCRYPT_MODE, at).doFinal(content, at, PIECE, sealed, 0);
            mac(at, sealed).doFinal(sealed, PIECE);
            pieces[at / PIECE] = sealed;
        }
    }

    /** The AEAD alone, opening what it sealed last. */
    byte[] unseal() throws GeneralSecurityException {
        byte[] opened = new byte[SIZE];
        for (int at = 0; at < SIZE; at += PIECE) {
            byte[] sealed = pieces[at / PIECE];
            byte[] tag = mac(at, sealed).doFinal();
            if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, PIECE, sealed.length))) {
                throw new GeneralSecurityException("a tag is wrong");
            }
            cipher(Cipher.DECRYPT_MODE, at).doFinal(sealed, 0, PIECE, opened, at);
        }
        return opened;
    }

    LongStream workers() {
        return workers.stream().mapToLong(Long::longValue);
    }

    private Cipher cipher(int mode, int at) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv(at)));
        return cipher;
    }

    private Mac mac(int at, byte[] sealed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(AAD);
        mac.update(iv(at), 0, IV);
        mac.update(sealed, 0, PIECE);
        mac.update(new byte[Long.BYTES]);
        return mac;
    }

    private static byte[] iv(int at) {
        return ByteBuffer.allocate(BLOCK).putInt(7, at / PIECE).array();
    }

    @Benchmark
    public void aesGcm(Blackhole hole) throws GeneralSecurityException {
        for (int at = 0; at < SIZE; at += PIECE) {
            byte[] iv = Arrays.copyOf(
                    ByteBuffer.allocate(Long.BYTES).putLong(System.nanoTime()).array(), 12);
            iv[11] = (byte) (at / PIECE);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(GCM_TAG_BITS, iv));
            cipher.updateAAD(AAD);
            hole.consume(cipher.doFinal(content, at, PIECE));
        }
    }

    @Benchmark
    public void tinkCtrHmacSeal() throws GeneralSecurityException, IOException {
        seal(ctrHmac, OutputStream.nullOutputStream());
    }

    @Benchmark
    public void tinkGcmSeal() throws GeneralSecurityException, IOException {
        seal(gcm, OutputStream.nullOutputStream());
    }

    @Benchmark
    public byte[] tinkCtrHmacOpen() throws GeneralSecurityException, IOException {
        return opened(ctrHmac, ctrHmacSealed);
    }

    @Benchmark
    public byte[] tinkGcmOpen() throws GeneralSecurityException, IOException {
        return opened(gcm, gcmSealed);
    }

    private ZkimFile create() {
        return service.createZkimFile(content, "user", platform, user, metadata).join();
    }

    private void seal(StreamingAead aead, OutputStream target) throws GeneralSecurityException, IOException {
        try (OutputStream sealing = aead.newEncryptingStream(target, AAD)) {
            sealing.write(content);
        }
    }

    private byte[] sealed(StreamingAead aead) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(SIZE + PIECE);
        seal(aead, sealed);
        return sealed.toByteArray();
    }

    private static byte[] opened(StreamingAead aead, byte[] sealed) throws GeneralSecurityException, IOException {
        byte[] all = new byte[SIZE];
        try (InputStream opening = aead.newDecryptingStream(new ByteArrayInputStream(sealed), AAD)) {
            opening.readNBytes(all, 0, SIZE);
        }
        return all;
    }
}
