package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A file of Alice's, and what an attacker on its storage can do. */
abstract class ThreatenedFile {

    final InMemoryStorage storage = new InMemoryStorage();
    final PlatformKey platform = PlatformKey.generate();
    final UserKeys alice = UserKeys.generate();
    final ZkimFileService service = Files.service(storage);
    final byte[] data = content(5 * CHUNK);
    String id = "";

    @BeforeEach
    void create() {
        id = await(service.createZkimFile(data, ALICE, platform, alice, NOTES)).id();
    }

    @AfterEach
    void close() {
        service.close();
    }

    final byte[] chunkAad() {
        return Bytes.concat(Kdf.label("zkim2/chunk"), HeaderSeal.idBytes(id));
    }

    static byte[] chunkIv(int chunk) {
        return ByteBuffer.allocate(Aead.IV_BYTES).putInt(7, chunk).array();
    }

    final ServiceException readFails() {
        return failure(service.downloadFile(id, ALICE, platform, alice));
    }

    final byte[] value(String key) {
        return await(storage.get(key));
    }

    final void put(String key, byte[] value) {
        await(storage.set(key, value));
    }

    final void swap(String one, String other) {
        byte[] value = value(one);
        put(one, value(other));
        put(other, value);
    }
}
