package im.zk.storage.decorator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a checksum notices, and what it stores. */
abstract class ChecksumContract {

    private static final byte[] VALUE = "123456789".getBytes(UTF_8);
    private static final int LARGEST = 1000;

    private final InMemoryStorage below = new InMemoryStorage();

    abstract ChecksumStorageBackend newChecksum(StorageBackend backend, ChecksumOptions options, int largestArray);

    private StorageBackend checksum(ChecksumAlgorithm algorithm) {
        return newChecksum(below, ChecksumOptions.builder().algorithm(algorithm).build(), LARGEST);
    }

    private byte[] stored(StorageBackend storage, byte[] value) {
        storage.set("key", value).join();
        return below.get("key").join();
    }

    private static ServiceException failure(CompletableFuture<?> future) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        future.whenComplete((value, thrown) -> failure.set(thrown));
        return (ServiceException) Objects.requireNonNull(failure.get(), "a failure");
    }

    private void assertCorrupted(StorageBackend storage, byte[] stored, String what) {
        below.set("key", stored).join();
        ServiceException failure = failure(storage.get("key"));
        assertThat(failure.kind()).as(what).isEqualTo(ErrorKind.CORRUPTED);
        assertThat(failure.details()).containsEntry(ServiceException.KEY, "key");
    }

    @Test
    void theFormatIsTheDocumentedOne() {
        // The check value of CRC-32C, E3069283, is that of the value alone; here what stands behind it is in the
        // checksum too.
        assertThat(HexFormat.of().formatHex(stored(checksum(ChecksumAlgorithm.CRC32C), VALUE)))
                .startsWith("313233343536373839")
                .endsWith("0000000000000009" + "01" + "01" + "5a6b4373")
                .hasSize(2 * (9 + 4 + 14));
        assertThat(HexFormat.of().formatHex(stored(checksum(ChecksumAlgorithm.SHA256), VALUE)))
                .startsWith("313233343536373839")
                .endsWith("0000000000000009" + "02" + "01" + "5a6b4373")
                .hasSize(2 * (9 + 32 + 14));
    }

    @ParameterizedTest
    @EnumSource
    void eitherAlgorithmIsReadByEither(ChecksumAlgorithm algorithm) {
        for (byte[] value : List.of(VALUE, new byte[0], stored(checksum(algorithm), VALUE))) {
            checksum(algorithm).set("key", value).join();
            for (ChecksumAlgorithm reader : ChecksumAlgorithm.values()) {
                assertThat(checksum(reader).get("key").join()).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangedBitIsNoticed(ChecksumAlgorithm algorithm) {
        StorageBackend storage = checksum(algorithm);
        byte[] good = stored(storage, VALUE);
        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertCorrupted(storage, bad, "bit " + bit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCutIsNoticed(ChecksumAlgorithm algorithm) {
        StorageBackend storage = checksum(algorithm);
        byte[] good = stored(storage, VALUE);
        for (int length = 0; length < good.length; length++) {
            assertCorrupted(storage, Arrays.copyOf(good, length), "the first " + length);
            assertCorrupted(storage, Arrays.copyOfRange(good, good.length - length, good.length), "the last " + length);
        }
        assertCorrupted(storage, Arrays.copyOf(good, good.length + 1), "one more");
    }

    @ParameterizedTest
    @EnumSource
    void aLengthBelowZeroIsNoticed(ChecksumAlgorithm algorithm) {
        for (int missing = 1; missing <= algorithm.length(); missing++) {
            byte[] stored = new byte[ChecksumTrailer.length(algorithm) - missing];
            ByteBuffer.wrap(stored, stored.length - ChecksumTrailer.FOOTER, ChecksumTrailer.FOOTER)
                    .putLong(-missing)
                    .put(algorithm.id())
                    .put((byte) 1)
                    .putInt(0x5A6B4373);
            assertCorrupted(checksum(algorithm), stored, "a length of -" + missing);
        }
    }

    @Test
    void whatWasStoredWithoutAChecksumIsNotTakenUnlessAsked() {
        assertCorrupted(checksum(ChecksumAlgorithm.CRC32C), VALUE, "no trailer");
        StorageBackend accepting = newChecksum(
                below, ChecksumOptions.builder().acceptUnmarked(true).build(), LARGEST);

        assertThat(accepting.get("key").join()).isEqualTo(VALUE);
        assertThat(accepting.getBatch(List.of("key")).join().get("key")).isEqualTo(VALUE);
        byte[] bad = stored(accepting, VALUE);
        bad[0]++;
        assertCorrupted(accepting, bad, "a trailer that does not fit");
    }

    @Test
    void aBatchNamesTheKeysThatAreCorrupted() {
        StorageBackend storage = checksum(ChecksumAlgorithm.CRC32C);
        storage.setBatch(Map.of("a", VALUE, "b", VALUE, "c", VALUE)).join();
        below.set("b", VALUE).join();
        below.set("c", new byte[0]).join();
        ServiceException failure = failure(storage.getBatch(List.of("a", "b", "c")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.CORRUPTED);
        assertThat(failure.details()).containsEntry(ServiceException.FAILED_KEYS, List.of("b", "c"));
        assertThat(storage.getBatch(List.of("a", "missing")).join()).containsOnlyKeys("a");
    }

    @Test
    void aValueThatLeavesNoRoomForTheTrailerIsTooLarge() {
        StorageBackend storage = checksum(ChecksumAlgorithm.CRC32C);
        byte[] most = new byte[LARGEST - 18];
        storage.set("key", most).join();
        ServiceException single = failure(storage.set("key", new byte[most.length + 1]));
        ServiceException batch = failure(storage.setBatch(Map.of("a", VALUE, "key", new byte[LARGEST])));

        assertThat(single.kind()).isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        assertThat(single.details()).containsEntry(ServiceException.KEY, "key");
        assertThat(batch.kind()).isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        assertThat(batch.details()).containsEntry(ServiceException.FAILED_KEYS, List.of("key"));
        assertThat(storage.get("key").join()).isEqualTo(most);
        assertThat(storage.get("a").join()).isEqualTo(VALUE);
    }
}
