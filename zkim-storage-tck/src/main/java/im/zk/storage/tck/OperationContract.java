package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Rules O2 and O4: missing keys, and what {@code has} transfers. */
abstract class OperationContract extends Contract {

    private static final byte[] VALUE = {1};
    private static final int LARGE = 4 << 20;
    private static final int LARGE_ENOUGH = 1 << 20;
    private static final int ROUNDS = 5;

    @Test
    @Tag("O2")
    @DisplayName("O2: get of a missing key gives null and has gives false, in an empty namespace and in a full one")
    void missingKeys() throws Exception {
        assertMissing("missing");
        prepare("there", VALUE);

        assertMissing("missing");
        assertHolds("there", VALUE);
    }

    @Test
    @Tag("O2")
    @DisplayName("O2: the parents, children and relatives of a key are missing although the key is there")
    void relativesAreMissing() throws Exception {
        prepare("a/b/c", VALUE);
        prepare("file", VALUE);

        for (String missing : List.of("a", "a/", "a/b", "a/b/", "a/b/c/", "a/b/c/d", "a/b/", "/a/b/c", "b/c", "c")) {
            assertMissing(missing);
        }
        for (String missing :
                List.of("fil", "files", "file/", "file/child", "file/child/deeper", "/file", "fil%65", "*")) {
            assertMissing(missing);
        }
    }

    @Test
    @Tag("O2")
    @DisplayName("O2: a missing key with a special name, or of the greatest length, is missing and no error")
    void specialMissingKeys() throws Exception {
        Set<String> missing = new LinkedHashSet<>(fitting(TrickyKeys.longest()));
        missing.addAll(
                List.of("404", "NoSuchKey", "/", "//", "a//b", "%", "%2F", "\\", "con", "...", "keys", "null", " "));

        Bulk.assertMissing(storage(), missing);
    }

    @Test
    @Tag("O2")
    @Needs(Capability.DELETE)
    @DisplayName("O2: delete of a missing key succeeds, also the second time and for a relative of a key")
    void deletingAMissingKey() throws Exception {
        Await.done(storage().delete("missing"));
        prepare("a/b", VALUE);
        Await.done(storage().delete("a"));
        Await.done(storage().delete("a/"));
        Await.done(storage().delete("a/b/c"));
        assertHolds("a/b", VALUE);

        Await.done(storage().delete("a/b"));
        Await.done(storage().delete("a/b"));
        assertMissing("a/b");
    }

    @Test
    @Tag("O2")
    @Needs(Capability.DELETE)
    @DisplayName("O2: deleteBatch of missing keys succeeds")
    void deletingMissingKeysInABatch() throws Exception {
        prepare("there", VALUE);
        Await.done(storage().deleteBatch(List.of("missing", "there", "also missing")));
        Await.done(storage().deleteBatch(List.of("missing", "there")));

        assertMissing("there");
    }

    @Test
    @Tag("O2")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O2: a key that was deleted is missing, and can be set again")
    void deletedKeys() throws Exception {
        for (byte round = 1; round <= ROUNDS; round++) {
            Await.done(storage().set("key", new byte[] {round}));
            assertHolds("key", new byte[] {round});
            Await.done(storage().delete("key"));
            assertMissing("key");
        }
    }

    @Test
    @Tag("O4")
    @DisplayName("O4: has of a large value, the first time too, allocates far less than the value's size, in the whole"
            + " JVM (on its heap), and where openCounted() counts it, receives far less")
    void hasDoesNotTransferTheValue() throws Exception {
        int size = (int) Math.min(LARGE, kit().maximumValueBytes().orElse(LARGE));
        Assumptions.assumeTrue(size >= LARGE_ENOUGH, "values of this backend are too small to be told from noise");
        Allocation meter = Allocation.meter()
                .orElseThrow(() -> new TestAbortedException("this JVM does not measure what its threads allocate"));
        Counted counted = counted();
        StorageBackend storage = counted.backend();
        prepare("small", VALUE);
        assertHas(storage, "small");

        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            String key = "large " + round;
            prepare(key, new byte[size]);
            long received = counted.bytesReceived().getAsLong();
            // The least of several: other work in this JVM allocates too, but hardly during all of them.
            least = Math.min(least, meter.during(() -> assertHas(storage, key)));
            assertThat(counted.bytesReceived().getAsLong() - received)
                    .as("bytes that has receives for a value of %d bytes", size)
                    .isLessThan(size / 4);
        }
        assertThat(least)
                .as("bytes that has allocates for a value of %d bytes", size)
                .isLessThan(size / 4);
    }

    @Test
    @Tag("O4")
    @DisplayName("O4: has tells keys with values of any size from missing ones")
    void hasIsRightForAnySize() throws Exception {
        for (int size : new int[] {0, 1, 1 << 16}) {
            prepare("value of " + size, new byte[size]);

            assertThat(Await.done(storage().has("value of " + size)))
                    .as("has, %d bytes", size)
                    .isTrue();
        }
        assertThat(Await.done(storage().has("missing"))).as("has missing").isFalse();
    }

    private static void assertHas(StorageBackend storage, String key) throws Exception {
        assertThat(Await.done(storage.has(key))).as("has %s", key).isTrue();
    }

    /** A backend whose received bytes are counted; where they can't be, one that seems to receive none. */
    private Counted counted() throws Exception {
        Optional<Counted> given = kit().openCounted(namespace());
        if (given.isEmpty()) {
            return new Counted(storage(), () -> 0, () -> {});
        }
        closeLater(given.get().release()::run);
        closeLater(given.get().backend());
        return given.get();
    }
}
