package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** No input makes a parser throw anything but a {@link ServiceException}, allocate beyond a bound, or hang. */
class HostileInputTest {

    private static final long BYTES = 10_000_000;
    private static final long SEED = Long.getLong("zkim.test.seed", 20_260_101);

    private final InMemoryStorage storage = new InMemoryStorage();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(storage);

    @Test
    void tenMillionBytesOfHeaders() {
        ZkimFile file = await(service.createZkimFile(content(3 * CHUNK), ALICE, platform, alice, NOTES));
        byte[] right = file.header().encoded();

        Tally tally = fuzz(right, BYTES, bytes -> FileHeader.parse(file.id(), bytes));

        assertThat(tally.bytes).isGreaterThanOrEqualTo(BYTES);
        assertThat(tally.refused).isGreaterThan(100);
        assertThat(tally.accepted).isGreaterThan(100);
    }

    @Test
    void aPlatformLayerOfAUserWithoutAnIdIsRefused() {
        PlatformRecord owner = new PlatformRecord("", 1, 2, new Secret(content(32)), content(1952));

        assertThatThrownBy(() -> PlatformRecord.parse(owner.encoded()))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo("ZKIM_FILE_PARSE_FAILED"));
    }

    @Test
    void tenMillionBytesOfEachRecord() {
        FileMetadata metadata = NOTES;
        UserRecord user = new UserRecord(new Secret(content(32)), 5, 6, metadata);
        PlatformRecord owner = new PlatformRecord(ALICE, 1, 2, new Secret(content(32)), content(1952));
        UploadIntent intent = new UploadIntent(java.time.Instant.EPOCH, java.time.Instant.EPOCH);

        for (Tally tally : List.of(
                fuzz(metadata.encoded(), BYTES, FileMetadata::parse),
                fuzz(user.encoded(), BYTES, UserRecord::parse),
                fuzz(owner.encoded(), BYTES, PlatformRecord::parse),
                fuzz(intent.encoded(), BYTES / 10, UploadIntent::parse))) {
            assertThat(tally.bytes).isGreaterThanOrEqualTo(BYTES / 10);
            assertThat(tally.refused).isGreaterThan(100);
        }
    }

    @Test
    void tenMillionBytesOfCompressedChunks() {
        byte[] right = ChunkBody.compress("again and again ".repeat(60).getBytes(UTF_8), 0, 960);

        Tally tally = fuzz(right, BYTES, bytes -> {
            byte[] piece = ChunkBody.expand(bytes, 960);
            if (piece == null) {
                throw FileErrors.chunkAltered("x", 0);
            }
            assertThat(piece).hasSize(960);
        });

        assertThat(tally.refused).isGreaterThan(1000);
    }

    @Test
    void aFrameThatExpandsToAGigabyteGivesNothing() {
        byte[] bomb = Zstd.compress(new byte[100 << 20]);
        byte[] body = new byte[bomb.length + 1];
        body[0] = 1;
        System.arraycopy(bomb, 0, body, 1, bomb.length);

        long before = allocated();
        assertThat(ChunkBody.expand(body, CHUNK)).isNull();
        assertThat(allocated() - before).isLessThan(4L * body.length + (1 << 20));
    }

    @Test
    void aHeaderThatClaimsMuchAllocatesLittle() {
        ZkimFile file = await(service.createZkimFile(content(CHUNK), ALICE, platform, alice, NOTES));
        byte[] claiming = file.header().encoded().clone();
        // 65,536 chunks, whose tags are not there.
        claiming[37] = 1;
        claiming[38] = 0;
        claiming[39] = 0;
        claiming[44] = 2;

        long before = allocated();
        ServiceException refused = refusal(() -> FileHeader.parse(file.id(), claiming));

        assertThat(refused.code()).isEqualTo("ZKIM_FILE_PARSE_FAILED");
        assertThat(allocated() - before).isLessThan(1 << 20);
    }

    @Test
    void filesOfTheTypeScriptVersionAreRecognisedAndRefused() {
        byte[] wire = Bytes.concat("ZKIM".getBytes(UTF_8), new byte[] {1, 0, 0, 0}, content(300));
        byte[] json = "{\"header\":{\"magic\":\"ZKIM\",\"version\":1},\"chunks\":[]}".getBytes(UTF_8);
        String theirId = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k-_w";
        String ourId = "a".repeat(32);

        for (byte[] old : List.of(wire, json)) {
            for (String id : List.of(theirId, ourId)) {
                await(storage.set(id.equals(ourId) ? FileNames.header(id) : id, old));
                ServiceException refused = failure(service.downloadFile(id, ALICE, platform, alice));
                assertThat(refused.code()).isEqualTo("ZKIM_FILE_VERSION_UNSUPPORTED");
                assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
                assertThat(refused.getMessage()).contains("TypeScript");
            }
        }
        await(storage.set(theirId, content(10)));
        assertThat(failure(service.getZkimFile(theirId)).code()).isEqualTo("ZKIM_FILE_NOT_FOUND");
    }

    /** Mutations of something right, and noise, until so many bytes were parsed. */
    private static Tally fuzz(byte[] right, long bytes, Consumer<byte[]> parser) {
        Random random = new Random(SEED);
        Tally tally = new Tally();
        while (tally.bytes < bytes) {
            byte[] input = mutated(right, random);
            tally.bytes += input.length;
            try {
                parser.accept(input);
                tally.accepted++;
            } catch (ServiceException expected) {
                tally.refused++;
            } catch (RuntimeException | Error wrong) {
                throw new AssertionError("seed " + SEED + ", after " + tally.bytes + " bytes", wrong);
            }
        }
        return tally;
    }

    private static byte[] mutated(byte[] right, Random random) {
        byte[] input = right.clone();
        int kind = random.nextInt(5);
        if (kind == 0) {
            input = new byte[random.nextInt(2 * right.length)];
            random.nextBytes(input);
        } else if (kind == 1) {
            input = Arrays.copyOf(right, random.nextInt(2 * right.length));
        } else {
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(random.nextBoolean() ? Math.min(128, input.length) : input.length);
                input[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextBoolean() ? -1 : 0);
            }
        }
        return input;
    }

    private static ServiceException refusal(Runnable parsing) {
        try {
            parsing.run();
        } catch (ServiceException refused) {
            return refused;
        }
        throw new AssertionError("was accepted");
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static final class Tally {
        private long bytes;
        private long accepted;
        private long refused;
    }
}
