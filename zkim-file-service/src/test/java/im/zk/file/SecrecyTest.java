package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that is logged, thrown or printed has a key, a word of the metadata or a byte of content in it. */
class SecrecyTest {

    private final Said said = new Said();
    private final InMemoryStorage memory = new InMemoryStorage();
    private final FaultingStorage storage = new FaultingStorage(memory);
    private final PlatformKey platform = PlatformKey.generate();
    private final PlatformKey otherPlatform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final UserKeys other = UserKeys.generate();
    private final KeyRing ring = new KeyRing().add(ALICE, alice).add(platform);
    private final Files.HandClock clock = new Files.HandClock();
    private final byte[] data = content(3 * CHUNK);
    private final ZkimFileService service = ZkimFileService.builder()
            .storage(storage)
            .config(Files.smallChunks().clock(clock).build())
            .keys(ring)
            .logger(said.logger())
            .build();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void aWholeRoundTripErrorsIncludedSaysNoSecret() {
        ZkimFile file = await(service.createZkimFile(data, ALICE, platform, alice, NOTES));
        List<byte[]> secrets = secrets(file);

        tell(service.downloadFile(file.id(), ALICE, platform, alice).thenApply(all -> all.length));
        tell(service.getZkimFile(file.id()));
        tell(service.searchFiles("paris", ALICE, 10));
        tell(service.listFiles(platform, 10, null));
        tell(service.updateFileMetadata(file, ALICE, MetadataUpdate.none().fileName("Secret plan")));
        fail(service.updateFileMetadata(file, ALICE, MetadataUpdate.none().fileName("Secret plan")));
        fail(service.getZkimFile(file.id(), ALICE, other));
        fail(service.getZkimFile(file.id(), otherPlatform));
        fail(service.downloadFile(file.id(), "mallory", platform, alice));
        ZkimFile now = await(service.getZkimFile(file.id()));
        tell(service.rewrap(now, ALICE, platform, alice, otherPlatform, other));
        damage(file.id());
        failAtEveryCall();
        tell(service.cleanup());
        print(file, now);
        destroyKeys(file.id());

        assertThat(said.logged()).hasSizeGreaterThan(5);
        assertThat(secrets).noneMatch(said::has);
        assertThat(said.has(data)).isFalse();
        assertThat(List.of("Travel", "Secret plan", "Paris", "colour")).noneMatch(said::has);
    }

    @Test
    void theSearchSeesASecretInWhateverForm() {
        byte[] key = alice.exportSeed();
        for (Object leak : List.of(key, HexFormat.of().formatHex(key), new IllegalStateException(base64(key)))) {
            Said leaking = new Said();
            leaking.logger().warn("This key is wrong: {}", leak);
            assertThat(leaking.has(key)).isTrue();
            assertThat(leaking.has(other.exportSeed())).isFalse();
        }
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    /** What keys are made of, and all that is derived of them for a file. */
    private List<byte[]> secrets(ZkimFile file) {
        List<byte[]> secrets = new ArrayList<>();
        for (UserKeys user : List.of(alice, other)) {
            secrets.add(user.exportSeed());
            secrets.add(user.indexKey().copy());
            secrets.add(user.withAgreementKey(X25519PrivateKeyParameters::getEncoded));
            secrets.add(user.withDecapsulationKey(key -> key.getEncoded()));
            secrets.add(user.withSigningKey(key -> key.getSeed()));
        }
        secrets.add(platform.exportBytes());
        secrets.add(otherPlatform.exportBytes());
        try (UserRecord opened = HeaderSeal.open(file.header(), ALICE, alice);
                ContentKeys keys = new ContentKeys(opened.contentKey(), file.id())) {
            secrets.add(opened.contentKey().copy());
            secrets.add(keys.auditKey().copy());
        }
        return secrets;
    }

    private void damage(String id) {
        String chunk = FileNames.chunk(id, 1);
        byte[] sealed = await(memory.get(chunk));
        await(memory.set(chunk, content(sealed.length)));
        fail(service.downloadFile(id, ALICE, otherPlatform, other));
        await(memory.delete(chunk));
        fail(service.downloadFile(id, ALICE, otherPlatform, other));
        byte[] header = await(memory.get(FileNames.header(id)));
        header[200] ^= 1;
        await(memory.set(FileNames.header(id), header));
        fail(service.getZkimFile(id, ALICE, other));
        tell(service.listFiles(ALICE, other, 10, null));
        await(memory.set(FileNames.header(id), new byte[10]));
        fail(service.getZkimFile(id, ALICE, other));
        tell(service.cleanup());
        tell(service.deleteFile(id));
    }

    /** The last of its calls may fail: what it removes then a cleanup removes later, which is logged. */
    private void failAtEveryCall() {
        int calls = 9;
        for (int call = 1; call < calls; call++) {
            int chosen = call;
            storage.fail(each -> each >= chosen, FaultingStorage.Effect.NONE);
            fail(service.createZkimFile(data, ALICE, platform, alice, NOTES));
        }
        storage.fail(each -> each >= calls, FaultingStorage.Effect.NONE);
        tell(service.createZkimFile(data, ALICE, platform, alice, NOTES));
        storage.failNone();
    }

    private void print(ZkimFile file, ZkimFile now) {
        List.of(file, now, file.header(), alice, platform, ring, service).forEach(said::add);
        said.add(String.valueOf(file.platform()) + now.platform());
    }

    private void destroyKeys(String id) {
        ring.destroy();
        said.add(alice);
        said.add(ring);
        fail(service.createZkimFile(data, ALICE, platform, alice, NOTES));
        fail(service.getZkimFile(id, ALICE, alice));
    }

    private void tell(CompletableFuture<?> done) {
        said.add(String.valueOf(await(done)));
    }

    private void fail(CompletableFuture<?> failing) {
        said.add(failure(failing));
    }
}
