package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed, again and again, while another one goes on writing in the same directory. */
class KillTest {

    private static final int ROUNDS = Integer.getInteger("zkim.file.killRounds", 200);
    private static final long SEED = Long.getLong("zkim.file.seed", System.nanoTime());
    private static final long VERSIONS_PER_ROUND = 1_000_000;
    private static final int MOST_ACKNOWLEDGED = 150;
    private static final int MOST_MILLISECONDS = 250;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final Map<String, @Nullable Long> stored = new HashMap<>();
    private long acknowledged;
    private long tookEffectUnacknowledged;
    private long leftBehind;

    @Test
    @DisplayName("V4, O1: SIGKILL loses no acknowledged value, tears none, and what it leaves is cleaned up")
    void killedWriterLosesNothing() throws Exception {
        System.out.println("zkim.file.seed=" + SEED);
        KilledProgram.allKeys().forEach(key -> stored.put(key, null));
        try (Child live = Child.start(LiveProgram.class, directory)) {
            live.expect("ready");
            Set<String> liveSessions = sessions();
            assertThat(liveSessions).hasSize(1);
            for (int round = 1; round <= ROUNDS; round++) {
                Map<String, Long> last = runAndKill(round);
                verify(round, last, liveSessions);
            }
            live.say("stop");
            System.out.println("The live process wrote " + live.finish() + " values");
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
        System.out.printf(
                "%d rounds, %d acknowledged changes, %d that took effect unacknowledged, %d values left unfinished%n",
                ROUNDS, acknowledged, tookEffectUnacknowledged, leftBehind);
        assertThat(acknowledged).isGreaterThan(ROUNDS);
        assertThat(leftBehind).isPositive();
    }

    /** The last acknowledged version of each key. */
    private Map<String, Long> runAndKill(int round) throws Exception {
        Durability durability = round % 2 == 0 ? Durability.SYNC : Durability.NO_SYNC;
        Map<String, Long> last = new HashMap<>();
        try (Child writer = Child.start(KilledProgram.class, directory, durability, round * VERSIONS_PER_ROUND)) {
            if (random.nextInt(8) == 0) {
                // At any time after its start, be it while it opens the directory and cleans up.
                assertThat(writer.waitFor(random.nextInt(MOST_MILLISECONDS))).isFalse();
            } else {
                writer.expect("open");
                for (int count = random.nextInt(MOST_ACKNOWLEDGED); count > 0; count--) {
                    note(writer.readLine(), last);
                }
            }
            writer.kill();
            for (String line = writer.readLine(); line != null; line = writer.readLine()) {
                note(line, last);
            }
        }
        return last;
    }

    private void note(@Nullable String line, Map<String, Long> last) {
        String[] words =
                Objects.requireNonNull(line, "the writer ended by itself").split(" ", 3);
        // A line that the kill cut off is no acknowledgement.
        if (words.length == 3 && stored.containsKey(words[2])) {
            last.put(words[2], Long.valueOf(words[1]));
            acknowledged++;
        }
    }

    private void verify(int round, Map<String, Long> last, Set<String> liveSessions) throws IOException {
        Set<String> expected = new TreeSet<>();
        leftBehind += StoredFiles.temporary(directory).stream()
                .filter(name -> name.matches(".*\\.[0-9]+") && !liveSessions.contains(session(name)))
                .count();
        try (FileStorageBackend backend =
                FileStorageBackend.builder().directory(directory).build()) {
            assertThat(sessions()).as("round " + round).isEqualTo(liveSessions);
            for (String key : KilledProgram.allKeys()) {
                byte[] value = backend.get(key).join();
                if (value == null) {
                    check(key, null, last.get(key), round * VERSIONS_PER_ROUND);
                } else {
                    long version = SealedValue.version(key, value);
                    check(key, version, last.get(key), round * VERSIONS_PER_ROUND);
                    assertThat(value).isEqualTo(KilledProgram.value(key, version));
                    expected.add(key);
                }
            }
            List<String> keys = backend.keys().orTimeout(1, TimeUnit.MINUTES).join();
            assertThat(keys.stream().filter(key -> !key.startsWith(LiveProgram.PREFIX)))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** The last acknowledged change is there, or the one after it, which was under way. */
    private void check(String key, @Nullable Long actual, @Nullable Long last, long firstVersion) {
        Long before = last == null ? stored.get(key) : result(key, last);
        Long underWay = result(key, last == null ? firstVersion : last + 1);
        assertThat(actual).as("%s after %s was acknowledged", key, last).isIn(before, underWay);
        if (!Objects.equals(before, actual)) {
            tookEffectUnacknowledged++;
        }
        stored.put(key, actual);
    }

    private static @Nullable Long result(String key, long version) {
        return KilledProgram.isDeletion(key, version) ? null : Long.valueOf(version);
    }

    private Set<String> sessions() throws IOException {
        return StoredFiles.temporary(directory).stream().map(KillTest::session).collect(Collectors.toSet());
    }

    private static String session(String fileName) {
        return fileName.substring(0, fileName.indexOf('.'));
    }
}
