package im.zk.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which contents fit the chunks that a header lists: an owner may sign any numbers. */
class ChunkTableTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 32, false, true",
        "0, 1, 33, false, false",
        "1024, 1, 1056, false, true",
        "1025, 1, 1057, false, false",
        "1025, 2, 1089, false, true",
        "1024, 2, 1088, false, false",
        "3000, 3, 99, true, true",
        "3000, 3, 98, true, false",
        "3000, 3, 3099, true, true",
        "3000, 3, 3100, true, false",
        "9223372036854775807, 1, 33, true, false",
        "9223372036854775806, 1, 33, true, false",
        "9223372036854774784, 1, 33, true, false",
        "67108864, 65536, 69206016, false, true",
    })
    void contentsThatFit(long size, int count, long storedSize, boolean compressed, boolean fits) {
        ChunkTable chunks = new ChunkTable(1024, count, storedSize, compressed, new byte[0]);

        assertThat(chunks.fits(size)).isEqualTo(fits);
    }

    /** Its last bytes are the listed tag, however long it is: what is too long is refused before anything is computed of it. */
    @ParameterizedTest
    @CsvSource({
        "false, 31, false",
        "false, 32, true",
        "false, 1056, true",
        "false, 1057, false",
        "true, 1057, true",
        "true, 1058, false",
        "true, 1048576, false",
    })
    void chunksThatAreListed(boolean compressed, int length, boolean listed) {
        ChunkTable chunks = new ChunkTable(1024, 1, 1056, compressed, new byte[Aead.TAG_BYTES]);

        assertThat(ChunkDownload.isListed(chunks, 0, new byte[length])).isEqualTo(listed);
    }
}
