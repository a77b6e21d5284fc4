package im.zk.storage.s3;

import im.zk.storage.spi.ValueTooLargeException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Requests that store values. The bytes are sent from the caller's array itself, after a checksum of them in a header, by
 * which the service refuses what does not arrive as it was.
 */
final class Uploads implements AutoCloseable {

    private static final String CONTENT_TYPE = "application/octet-stream";
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final S3Client client;
    private final S3StorageOptions options;
    private final Requests requests;
    private final boolean crc32;
    private final Set<MultipartUpload> open = ConcurrentHashMap.newKeySet();

    Uploads(S3Client client, S3StorageOptions options, Requests requests) {
        this.client = client;
        this.options = options;
        this.requests = requests;
        this.crc32 = options.compatibility.storesCrc32();
    }

    /** Stores a value, in parts where it is larger than one. */
    CompletableFuture<@Nullable Void> store(String name, byte[] value) {
        if (value.length > options.maximumValueBytes) {
            return CompletableFuture.failedFuture(new ValueTooLargeException(value.length, options.maximumValueBytes));
        }
        if (value.length > options.partSize) {
            return new MultipartUpload(this, name, value, options.partSize).run();
        }
        return requests.send(() -> put(name, value));
    }

    Requests requests() {
        return requests;
    }

    String bucket() {
        return options.bucket;
    }

    String create(String name) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(options.bucket)
                .key(name)
                .contentType(CONTENT_TYPE)
                .serverSideEncryption(encryption())
                .ssekmsKeyId(options.kmsKeyId)
                .storageClass(options.storageClass);
        if (crc32) {
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32).checksumType(ChecksumType.FULL_OBJECT);
        }
        var answer = client.createMultipartUpload(request.build());
        Answers.require(answer.uploadId(), answer);
        return answer.uploadId();
    }

    CompletedPart uploadPart(String name, String uploadId, byte[] value, int number) {
        int from = (number - 1) * options.partSize;
        int length = Math.min(options.partSize, value.length - from);
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(options.bucket)
                .key(name)
                .uploadId(uploadId)
                .partNumber(number)
                .contentLength((long) length);
        String checksum = crc32 ? Checksums.crc32(value, from, length) : Checksums.md5(value, from, length);
        UploadPartResponse answer = client.uploadPart(
                (crc32 ? request.checksumCRC32(checksum) : request.contentMD5(checksum)).build(),
                body(value, from, length));
        Answers.requireObject(answer.eTag(), answer);
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(crc32 ? checksum : null)
                .build();
    }

    void complete(String name, String uploadId, byte[] value, List<CompletedPart> parts) {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(options.bucket)
                .key(name)
                .uploadId(uploadId)
                .multipartUpload(all -> all.parts(parts));
        if (crc32) {
            request.checksumType(ChecksumType.FULL_OBJECT).checksumCRC32(Checksums.crc32(value, 0, value.length));
        }
        CompleteMultipartUploadResponse answer = client.completeMultipartUpload(request.build());
        // Ceph leaves the ETag empty.
        Answers.require(answer.key(), answer);
    }

    void abort(String name, String uploadId, Duration timeout) {
        client.abortMultipartUpload(request -> request.bucket(options.bucket)
                .key(name)
                .uploadId(uploadId)
                .overrideConfiguration(call -> call.apiCallTimeout(timeout)));
    }

    void opened(MultipartUpload upload) {
        open.add(upload);
    }

    void ended(MultipartUpload upload) {
        open.remove(upload);
    }

    /** Aborts what is still open, on the calling thread: the executor may be closed by now. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        for (MultipartUpload each : open) {
            each.abortNow(Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private @Nullable Void put(String name, byte[] value) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(options.bucket)
                .key(name)
                .contentType(CONTENT_TYPE)
                .contentLength((long) value.length)
                .serverSideEncryption(encryption())
                .ssekmsKeyId(options.kmsKeyId)
                .storageClass(options.storageClass);
        request = crc32
                ? request.checksumCRC32(Checksums.crc32(value, 0, value.length))
                : request.contentMD5(Checksums.md5(value, 0, value.length));
        PutObjectResponse answer = client.putObject(request.build(), body(value, 0, value.length));
        Answers.requireObject(answer.eTag(), answer);
        return null;
    }

    private @Nullable String encryption() {
        return options.kmsKeyId != null && options.serverSideEncryption == null
                ? "aws:kms"
                : options.serverSideEncryption;
    }

    /** Without a copy, which {@code RequestBody.fromBytes} would make; a retry reads the array again. */
    private static RequestBody body(byte[] value, int from, int length) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(value, from, length), length, CONTENT_TYPE);
    }
}
