package im.zk.file;

/**
 * What the user layer says. Closing it destroys its key.
 *
 * @param contentKey that of the chunks
 * @param size the bytes of the content
 * @param updatedAt when the header was made, in milliseconds since 1970
 * @param metadata what the user calls it
 */
record UserRecord(Secret contentKey, long size, long updatedAt, FileMetadata metadata) implements AutoCloseable {

    static final int FILLED_TO = 256;
    static final int MAXIMUM_METADATA_BYTES = 1 << 16;
    static final int MAXIMUM_BYTES = filled(Aead.KEY_BYTES + 2 * Long.BYTES + Integer.BYTES + MAXIMUM_METADATA_BYTES);

    /** This record with other metadata, made at another time; the key is shared. */
    UserRecord with(FileMetadata changed, long at) {
        return new UserRecord(contentKey, size, at, changed);
    }

    byte[] encoded() {
        ByteWriter writer = new ByteWriter();
        byte[] encodedMetadata = metadata.encoded();
        contentKey.use(writer::bytes);
        writer.u64(size).u64(updatedAt).u32(encodedMetadata.length).bytes(encodedMetadata);
        return writer.zeros(filled(writer.size()) - writer.size()).toByteArray();
    }

    static UserRecord parse(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        byte[] key = reader.take(Aead.KEY_BYTES);
        long size = reader.u63();
        long updatedAt = reader.u63();
        FileMetadata metadata = FileMetadata.parse(reader.take(reader.u32(MAXIMUM_METADATA_BYTES)));
        if (encoded.length != filled(reader.position())) {
            throw FileErrors.malformed("its user layer has a wrong length");
        }
        reader.requireZeros();
        return new UserRecord(new Secret(key), size, updatedAt, metadata);
    }

    @Override
    public void close() {
        contentKey.close();
    }

    /** Nothing of what it says. */
    @Override
    public String toString() {
        return "UserRecord[secret]";
    }

    private static int filled(int length) {
        return (length + FILLED_TO - 1) / FILLED_TO * FILLED_TO;
    }
}
