package im.zk.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The keys of a file's chunks. A chunk's place, and whether it is the last, are in its IV; the file is in its keys and AAD. */
final class ContentKeys implements AutoCloseable {

    private static final int IV_PREFIX_BYTES = 7;

    private final byte[] aad;
    private final Secret encryptionKey;
    private final Secret auditKey;

    ContentKeys(Secret contentKey, String fileId) {
        byte[] id = HeaderSeal.idBytes(fileId);
        this.aad = aad(id);
        this.encryptionKey = contentKey.use(key -> derive(key, id, "zkim2/content/encrypt"));
        this.auditKey = contentKey.use(key -> derive(key, id, "zkim2/content/mac"));
    }

    /** The key that proves chunks, and reads none; a copy, which is the caller's to close. */
    Secret auditKey() {
        return new Secret(auditKey.copy());
    }

    boolean hasAuditKey(byte[] key) {
        return auditKey.use(own -> MessageDigest.isEqual(own, key));
    }

    byte[] seal(int chunk, boolean last, byte[] body, int offset, int length) {
        return withKeys(
                (encryption, audit) -> Aead.seal(encryption, audit, iv(chunk, last), aad, body, offset, length));
    }

    byte @Nullable [] open(int chunk, boolean last, byte[] sealed) {
        return withKeys((encryption, audit) -> Aead.open(encryption, audit, iv(chunk, last), aad, sealed));
    }

    boolean openTo(int chunk, boolean last, byte[] sealed, byte[] target, int offset) {
        return withKeys(
                (encryption, audit) -> Aead.openTo(encryption, audit, iv(chunk, last), aad, sealed, target, offset));
    }

    private <T extends @Nullable Object> T withKeys(BiFunction<byte[], byte[], T> use) {
        return encryptionKey.useCopy(encryption -> auditKey.useCopy(audit -> use.apply(encryption, audit)));
    }

    /** Whether a chunk is one that the owner of the keys made, by the audit key alone. */
    static boolean verify(byte[] auditKey, String fileId, int chunk, boolean last, byte[] sealed) {
        return Aead.verify(auditKey, iv(chunk, last), aad(HeaderSeal.idBytes(fileId)), sealed);
    }

    @Override
    public void close() {
        encryptionKey.close();
        auditKey.close();
    }

    private static Secret derive(byte[] key, byte[] id, String label) {
        return new Secret(Kdf.derive(key, id, label, Aead.KEY_BYTES));
    }

    private static byte[] aad(byte[] id) {
        return Bytes.concat(Kdf.label("zkim2/chunk"), id);
    }

    private static byte[] iv(int chunk, boolean last) {
        ByteBuffer iv = ByteBuffer.allocate(Aead.IV_BYTES);
        iv.position(IV_PREFIX_BYTES);
        return iv.putInt(chunk).put((byte) (last ? 1 : 0)).array();
    }
}
