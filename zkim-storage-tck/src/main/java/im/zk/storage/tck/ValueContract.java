package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Rules V1 and V2: any bytes are a value, none at all included. */
abstract class ValueContract extends Contract {

    private static final byte[] EMPTY = {};
    private static final byte[] FULL = {1, 2, 3};

    @Test
    @Tag("V1")
    @DisplayName("V1: an empty value is a value: get gives no bytes, has gives true")
    void emptyIsAValue() throws Exception {
        prepare("empty", EMPTY);

        assertHolds("empty", EMPTY);
    }

    @Test
    @Tag("V1")
    @Needs(Capability.LIST)
    @DisplayName("V1: a key with an empty value is listed")
    void emptyIsListed() throws Exception {
        prepare("empty", EMPTY);
        prepare("full", FULL);

        Bulk.assertLists(storage(), List.of("empty", "full"));
    }

    @Test
    @Tag("V1")
    @Needs(Capability.WRITE)
    @DisplayName("V1: an empty value replaces a full one, and a full one an empty one")
    void emptyReplacesAndIsReplaced() throws Exception {
        Await.done(storage().set("key", FULL));
        Await.done(storage().set("key", EMPTY));
        assertHolds("key", EMPTY);

        Await.done(storage().set("key", FULL));
        assertHolds("key", FULL);
    }

    @Test
    @Tag("V1")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("V1: a key with an empty value can be deleted")
    void emptyIsDeleted() throws Exception {
        Await.done(storage().set("key", EMPTY));
        Await.done(storage().delete("key"));

        assertMissing("key");
    }

    @Test
    @Tag("V1")
    @Needs(Capability.WRITE)
    @DisplayName("V1: setBatch stores and getBatch gives an empty value")
    void emptyInBatches() throws Exception {
        Await.done(storage().setBatch(Map.of("empty", EMPTY, "full", FULL)));

        assertHolds("empty", EMPTY);
        Map<String, byte[]> read = Await.done(storage().getBatch(List.of("empty", "missing", "full")));
        assertThat(read).containsOnlyKeys("empty", "full").containsEntry("empty", EMPTY);
    }

    @Test
    @Tag("V2")
    @DisplayName("V2: every byte comes back, alone and among all others")
    void everyByte() throws Exception {
        byte[] all = new byte[256];
        Map<String, byte[]> single = new LinkedHashMap<>();
        for (int each = 0; each < all.length; each++) {
            all[each] = (byte) each;
            single.put("byte " + each, new byte[] {(byte) each});
        }
        prepare("all", all);
        Await.done(writer().setBatch(single));

        assertHolds("all", all);
        Map<String, byte[]> read = Await.done(storage().getBatch(single.keySet()));
        single.forEach((key, value) -> assertThat(read.get(key)).as(key).isEqualTo(value));
    }

    @Test
    @Tag("V2")
    @DisplayName("V2: bytes that look like text, an encoding or a format come back unchanged")
    void bytesWithAMeaning() throws Exception {
        Map<String, int[]> meanings = new LinkedHashMap<>();
        meanings.put("line ends", new int[] {'\r', '\n', '\n', '\r', 0x1A, '\n'});
        meanings.put("byte order marks", new int[] {0xEF, 0xBB, 0xBF, 'a', 0xFF, 0xFE, 0xFE, 0xFF});
        meanings.put("invalid UTF-8", new int[] {0xC0, 0x80, 0xED, 0xA0, 0x80, 0xFF, 0x80});
        meanings.put("gzip", new int[] {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        meanings.put("zeros", new int[1000]);
        meanings.put("spaces", new int[] {' ', '\t', ' ', '\n', ' '});
        meanings.put("null", new int[] {'n', 'u', 'l', 'l'});
        meanings.put("base64", new int[] {'Y', 'Q', '=', '='});
        for (Map.Entry<String, int[]> meaning : meanings.entrySet()) {
            prepare(meaning.getKey(), bytes(meaning.getValue()));
        }

        for (Map.Entry<String, int[]> meaning : meanings.entrySet()) {
            assertHolds(meaning.getKey(), bytes(meaning.getValue()));
        }
    }

    @Test
    @Tag("V2")
    @DisplayName("V2: random bytes of sizes on both sides of buffers, blocks and parts come back unchanged")
    void sizes() throws Exception {
        withSeed(random -> {
            List<Integer> sizes = new ArrayList<>(List.of(1, 2, 3, 100, 8 << 20, (8 << 20) + 1));
            for (int boundary : new int[] {1 << 12, 1 << 13, 1 << 16, 1 << 18, 1 << 20}) {
                sizes.addAll(List.of(boundary - 1, boundary, boundary + 1 + random.nextInt(boundary)));
            }
            sizes.removeIf(size -> size > kit().maximumValueBytes().orElse(Long.MAX_VALUE));
            for (int size : sizes) {
                byte[] value = incompressible(random, size);
                // A key of its own: another client's value may be kept for a while.
                prepare("a value of " + size, value);
                byte[] read = Await.done(storage().get("a value of " + size));
                assertThat(read).as("get a value of %d bytes", size).isNotNull().hasSize(size);
                assertThat(Arrays.equals(read, value))
                        .as("the %d bytes are the same", size)
                        .isTrue();
            }
        });
    }

    @Test
    @Tag("V2")
    @DisplayName("V2: a value as large as the stated limit is stored")
    void largestValue() throws Exception {
        byte[] value = new byte[Math.toIntExact(maximum())];
        value[value.length - 1] = 7;
        prepare("largest", value);

        byte[] read = Await.done(storage().get("largest"));
        assertThat(Arrays.equals(read, value))
                .as("the %d bytes are the same", value.length)
                .isTrue();
    }

    @Test
    @Tag("V2")
    @Needs(Capability.WRITE)
    @DisplayName("V2: one byte more fails with VALUE_TOO_LARGE, and the old value stays")
    void tooLarge() throws Exception {
        byte[] value = new byte[Math.toIntExact(maximum() + 1)];
        Await.done(storage().set("key", FULL));

        ServiceException failure = Await.failure(storage().set("key", value));
        assertThat(failure.kind()).as("kind").isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        assertThat(failure.details()).as("details").containsEntry(ServiceException.KEY, "key");
        assertHolds("key", FULL);
        Await.failure(storage().set("new", value));
        assertMissing("new");
    }

    @Test
    @Tag("V2")
    @Needs(Capability.WRITE)
    @DisplayName("V2: one byte more fails in setBatch with VALUE_TOO_LARGE too, and the old value stays")
    void tooLargeInABatch() throws Exception {
        byte[] value = new byte[Math.toIntExact(maximum() + 1)];
        Await.done(storage().set("key", FULL));

        ServiceException failure = Await.failure(storage().setBatch(Map.of("key", value)));
        assertThat(failure.kind()).as("kind").isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        assertHolds("key", FULL);
    }

    private long maximum() {
        return kit().maximumValueBytes()
                .orElseThrow(() -> new TestAbortedException("maximumValueBytes() states no limit to try"));
    }

    private static byte[] incompressible(Random random, int size) {
        byte[] value = new byte[size];
        random.nextBytes(value);
        return value;
    }

    private static byte[] bytes(int... unsigned) {
        byte[] bytes = new byte[unsigned.length];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) unsigned[at];
        }
        return bytes;
    }
}
