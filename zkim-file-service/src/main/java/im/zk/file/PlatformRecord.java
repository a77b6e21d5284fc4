package im.zk.file;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What the platform layer says. Closing it destroys the key.
 *
 * @param userId whose file it is
 * @param createdAt when it was made, in milliseconds since 1970
 * @param storedSize the bytes of its chunks
 * @param auditKey proves the chunks, and reads none
 * @param verificationKey the owner's, with which the header is signed
 */
@SuppressWarnings("ArrayRecordComponent") // is compared nowhere
record PlatformRecord(String userId, long createdAt, long storedSize, Secret auditKey, byte[] verificationKey)
        implements AutoCloseable {

    static final int MAXIMUM_USER_ID_BYTES = 255;
    static final int BYTES =
            1 + MAXIMUM_USER_ID_BYTES + 2 * Long.BYTES + Aead.KEY_BYTES + Signatures.VERIFICATION_KEY_BYTES;

    /** The caller's to wipe. */
    byte[] encoded() {
        byte[] user = userId.getBytes(UTF_8);
        return auditKey.use(key -> new ByteWriter()
                .u8(user.length)
                .bytes(user)
                .zeros(MAXIMUM_USER_ID_BYTES - user.length)
                .u64(createdAt)
                .u64(storedSize)
                .bytes(key)
                .bytes(verificationKey)
                .toByteArray());
    }

    static PlatformRecord parse(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        int length = reader.u8();
        if (length == 0) {
            throw FileErrors.malformed("it is of a user without an id");
        }
        ByteReader user = new ByteReader(reader.take(MAXIMUM_USER_ID_BYTES));
        String userId = user.utf8(length);
        user.requireZeros();
        PlatformRecord platformRecord = new PlatformRecord(
                userId,
                reader.u63(),
                reader.u63(),
                new Secret(reader.take(Aead.KEY_BYTES)),
                reader.take(Signatures.VERIFICATION_KEY_BYTES));
        reader.requireEnd();
        return platformRecord;
    }

    /** The same, with a key that is destroyed by itself. */
    PlatformRecord another() {
        return new PlatformRecord(userId, createdAt, storedSize, auditKey.another(), verificationKey);
    }

    @Override
    public void close() {
        auditKey.close();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "PlatformRecord[" + storedSize + " bytes]";
    }
}
