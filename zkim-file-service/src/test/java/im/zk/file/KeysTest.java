package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys can be destroyed, and show themselves nowhere. */
class KeysTest {

    private final byte[] seed = content(UserKeys.SEED_BYTES);
    private final byte[] key = content(PlatformKey.KEY_BYTES + 1);
    private final byte[] platformBytes = Arrays.copyOf(key, PlatformKey.KEY_BYTES);
    private final UserKeys alice = UserKeys.fromSeed(seed);
    private final PlatformKey platform = PlatformKey.fromBytes(platformBytes);
    private final InMemoryStorage storage = new InMemoryStorage();
    private final ZkimFileService service = Files.service(storage);

    @Test
    void aSeedGivesTheSameKeysAndIsCopied() {
        byte[] given = seed.clone();
        UserKeys again = UserKeys.fromSeed(given);
        Arrays.fill(given, (byte) 0);

        assertThat(again.exportSeed()).isEqualTo(seed);
        assertThat(again.verificationKey()).isEqualTo(alice.verificationKey()).hasSize(1952);
        assertThat(again.encapsulationKey()).isEqualTo(alice.encapsulationKey()).hasSize(1184);
        assertThat(PlatformKey.fromBytes(platform.exportBytes()).id()).isEqualTo(platform.id());
        assertThatThrownBy(() -> UserKeys.fromSeed(new byte[31])).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> PlatformKey.fromBytes(new byte[33])).isInstanceOf(ServiceException.class);
    }

    @Test
    void destroyedKeysAreWipedAndRefused() throws IllegalAccessException {
        ZkimFile file = await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES));
        alice.destroy();
        platform.destroy();

        assertThat(alice.isDestroyed()).isTrue();
        assertThat(platform.isDestroyed()).isTrue();
        assertThat(arraysIn(alice)).noneMatch(array -> Arrays.equals(array, seed));
        assertThat(arraysIn(platform)).noneMatch(array -> Arrays.equals(array, platformBytes));
        for (ServiceException refused : List.of(
                failure(service.createZkimFile(content(1), ALICE, platform, alice, NOTES)),
                failure(service.decryptZkimFile(file, ALICE, alice)),
                failure(service.getZkimFile(file.id(), platform)),
                failure(service.searchFiles("notes", ALICE, alice, 1)),
                failure(service.listFiles(ALICE, alice, 1, null)),
                failure(service.updateFileMetadata(file, ALICE, MetadataUpdate.none())))) {
            assertThat(refused.code()).isEqualTo("ZKIM_FILE_KEY_DESTROYED");
        }
        assertThatThrownBy(alice::exportSeed).isInstanceOf(ServiceException.class);
    }

    @Test
    void aRingDestroysWhatIsInIt() {
        KeyRing ring = new KeyRing().add(ALICE, alice).add(platform);

        ring.destroy();

        assertThat(alice.isDestroyed()).isTrue();
        assertThat(platform.isDestroyed()).isTrue();
        assertThat(ring).hasToString("KeyRing[0 users, 0 platforms]");
        assertThatThrownBy(() -> ring.add(platform)).isInstanceOf(ServiceException.class);
    }

    @Test
    void aFileHoldsNoKeyOfTheContent() throws IllegalAccessException {
        ZkimFile file = await(service.createZkimFile(content(5000), ALICE, platform, alice, NOTES));
        byte[] contentKey;
        try (UserRecord opened = HeaderSeal.open(file.header(), ALICE, alice)) {
            contentKey = opened.contentKey().copy();
        }

        assertThat(arraysIn(file)).isNotEmpty().noneMatch(array -> Arrays.equals(array, contentKey));
    }

    @Test
    void noTextAnywhereHasAKeyOrAName() {
        ZkimFile file = await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES));
        ServiceException wrong = failure(service.getZkimFile(file.id(), "mallory", alice));
        StringWriter trace = new StringWriter();
        wrong.printStackTrace(new PrintWriter(trace));

        List<String> texts = List.of(
                alice.toString(),
                platform.toString(),
                file.toString(),
                NOTES.toString(),
                String.valueOf(file.platform()),
                service.toString(),
                trace.toString(),
                wrong.details().toString(),
                FileServiceConfig.defaults().toString());
        for (String text : texts) {
            for (byte[] secret : List.of(seed, platformBytes)) {
                assertThat(text)
                        .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret))
                        .doesNotContain(Base64.getEncoder().encodeToString(secret))
                        .doesNotContain(Arrays.toString(secret));
            }
            assertThat(text).doesNotContain("Travel", "Paris", "mallory", ALICE);
        }
    }

    @Test
    void noKeyIsAString() {
        for (Class<?> type : List.of(UserKeys.class, PlatformKey.class, KeyRing.class, ContentKeys.class)) {
            for (Field field : type.getDeclaredFields()) {
                assertThat(field.getType()).as(field.toString()).isNotEqualTo(String.class);
            }
        }
        for (RecordComponent part : UserRecord.class.getRecordComponents()) {
            assertThat(part.getType()).isNotEqualTo(String.class);
        }
    }

    /** All byte arrays that can be reached from an object of this package. */
    private static List<byte[]> arraysIn(Object root) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(root));
        List<byte[]> arrays = new java.util.ArrayList<>();
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof byte[] array) {
                arrays.add(array);
            }
            if (!seen.add(next) || !next.getClass().getPackageName().equals("im.zk.file")) {
                continue;
            }
            for (Field field : next.getClass().getDeclaredFields()) {
                // The keys with which a file was opened are the caller's own, and not looked into.
                boolean own = !(next instanceof ZkimFile.OpenedUser) || field.getType() != UserKeys.class;
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive() && own) {
                    field.setAccessible(true);
                    Object value = field.get(next);
                    if (value != null) {
                        open.push(value);
                    }
                }
            }
        }
        return arrays;
    }
}
