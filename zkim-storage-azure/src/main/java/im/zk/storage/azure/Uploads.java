package im.zk.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobAsyncClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Requests that store values. The bytes are sent from the caller's array itself, after a checksum of them in a header, by
 * which the service refuses what does not arrive as it was.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/put-block-list">Put Block List</a>
 */
final class Uploads {

    private static final String CONTENT_TYPE = "application/octet-stream";
    private static final int BLOCKS_AT_A_TIME = 4;

    private final BlobContainerAsyncClient container;
    private final Requests requests;
    private final int blockSize;

    Uploads(BlobContainerAsyncClient container, Requests requests, int blockSize) {
        this.container = container;
        this.requests = requests;
        this.blockSize = blockSize;
    }

    /** Stores a value; in blocks, which appear as one value at the end, where it is larger than one. */
    Mono<Void> store(String name, byte[] value) {
        BlockBlobAsyncClient blob = container.getBlobAsyncClient(name).getBlockBlobAsyncClient();
        return value.length > blockSize ? inBlocks(blob, value) : atOnce(blob, value);
    }

    private Mono<Void> atOnce(BlockBlobAsyncClient blob, byte[] value) {
        Mono<?> request = requests.compute(() -> Checksums.md5(value, 0, value.length))
                .flatMap(md5 -> blob.uploadWithResponse(new BlockBlobSimpleUploadOptions(slice(value, 0, value.length))
                        .setContentMd5(md5)
                        .setHeaders(headers(md5))));
        return requests.timed(request.then());
    }

    /** Blocks have names of their own in each upload, so that two of one key never mix. */
    private Mono<Void> inBlocks(BlockBlobAsyncClient blob, byte[] value) {
        UUID upload = UUID.randomUUID();
        int count = (int) ((value.length + (long) blockSize - 1) / blockSize);
        List<String> blocks = IntStream.range(0, count)
                .mapToObj(number -> blockId(upload, number))
                .toList();
        Mono<Boolean> staged = Flux.range(0, count)
                .flatMap(number -> stage(blob, blocks.get(number), value, number * blockSize), BLOCKS_AT_A_TIME)
                .then(Mono.just(true));
        return requests.compute(() -> Checksums.md5(value, 0, value.length))
                .zipWith(staged, (md5, done) -> md5)
                .flatMap(md5 -> requests.timed(blob.commitBlockListWithResponse(
                        new BlockBlobCommitBlockListOptions(blocks).setHeaders(headers(md5)))))
                .then();
    }

    private Mono<?> stage(BlockBlobAsyncClient blob, String block, byte[] value, int from) {
        int length = Math.min(blockSize, value.length - from);
        return requests.timed(requests.compute(() -> Checksums.md5(value, from, length))
                .flatMap(md5 -> blob.stageBlockWithResponse(
                        new BlockBlobStageBlockOptions(block, slice(value, from, length)).setContentMd5(md5))));
    }

    private static BlobHttpHeaders headers(byte[] md5) {
        return new BlobHttpHeaders().setContentType(CONTENT_TYPE).setContentMd5(md5);
    }

    /** All ids of a blob must be of one length. */
    private static String blockId(UUID upload, int number) {
        String id = String.format(Locale.ROOT, "%s-%06d", upload, number);
        return Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.US_ASCII));
    }

    private static BinaryData slice(byte[] value, int from, int length) {
        return BinaryData.fromByteBuffer(ByteBuffer.wrap(value, from, length));
    }
}
