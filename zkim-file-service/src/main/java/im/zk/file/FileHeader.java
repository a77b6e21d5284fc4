package im.zk.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A header as it is stored, cut into its fields: well-formed, which says nothing of whether it is true.
 *
 * <p>The layout is that of {@code docs/file-format.md}. Keeps the array that it was made of, and gives copies of its parts.
 */
final class FileHeader {

    static final int ID_BYTES = 16;
    static final int SALT_BYTES = 32;
    static final int TOKEN_BYTES = 16;
    static final int MINIMUM_CHUNK_SIZE = 1024;
    static final int MAXIMUM_CHUNK_SIZE = 16 << 20;
    static final int MAXIMUM_CHUNKS = 1 << 16;
    static final int MAXIMUM_TOKENS = 1024;

    private static final byte[] MAGIC = Kdf.label("ZKIM");
    private static final byte[] FIRST_JSON = Kdf.label("{\"header\":{\"magic\":\"ZKIM\"");
    private static final int FIRST_VERSION = 1;
    private static final int VERSION = 2;
    private static final int SUITE = 1;
    private static final int COMPRESSED = 1;
    private static final int MAXIMUM_USER_LAYER = UserRecord.MAXIMUM_BYTES + Aead.TAG_BYTES;

    private final byte[] encoded;
    private final String id;
    private final boolean compressed;
    private final long revision;
    private final int chunkSize;
    private final int chunkCount;
    private final long storedSize;
    private final byte[] platformKeyId;
    private final byte[] platformSalt;
    private final byte[] platformLayer;
    private final byte[] ephemeral;
    private final byte[] encapsulation;
    private final int userLayerStart;
    private final byte[] userLayer;
    private final IndexEntries index;
    private final int tagsStart;
    private final byte[] signature;
    private volatile byte[] signer = {};

    private FileHeader(byte[] encoded) {
        this.encoded = encoded;
        ByteReader reader = new ByteReader(encoded);
        requireOurs(reader);
        int flags = reader.u8();
        require((flags & ~COMPRESSED) == 0, "its flags are unknown");
        this.compressed = flags == COMPRESSED;
        this.id = HexFormat.of().formatHex(reader.take(ID_BYTES));
        this.revision = reader.u63();
        require(revision > 0, "its revision is 0");
        this.chunkSize = reader.u32(MAXIMUM_CHUNK_SIZE);
        require(chunkSize >= MINIMUM_CHUNK_SIZE, "its chunks are too small");
        this.chunkCount = reader.u32(MAXIMUM_CHUNKS);
        require(chunkCount > 0, "it has no chunk");
        this.storedSize = reader.u63();
        requireStoredSize();
        this.platformKeyId = reader.take(PlatformKey.ID_BYTES);
        this.platformSalt = reader.take(SALT_BYTES);
        this.platformLayer = reader.take(PlatformRecord.BYTES + Aead.TAG_BYTES);
        this.ephemeral = reader.take(Hybrid.EPHEMERAL_BYTES);
        this.encapsulation = reader.take(Hybrid.ENCAPSULATION_BYTES);
        this.userLayerStart = reader.position();
        int userLayerLength = reader.u32(MAXIMUM_USER_LAYER);
        require(
                userLayerLength > Aead.TAG_BYTES && (userLayerLength - Aead.TAG_BYTES) % UserRecord.FILLED_TO == 0,
                "its user layer has a wrong length");
        this.userLayer = reader.take(userLayerLength);
        this.index = readIndex(reader);
        this.tagsStart = reader.skip(chunkCount * Aead.TAG_BYTES);
        this.signature = reader.take(Signatures.SIGNATURE_BYTES);
        reader.requireEnd();
    }

    /** Cuts the header that was stored for a file. The array is kept. */
    static FileHeader parse(String id, byte[] encoded) {
        FileHeader header = new FileHeader(encoded);
        require(header.id.equals(id), "it belongs to another file");
        return header;
    }

    /** The first 96 bytes of a header: all that is plain, but for index and chunks. */
    static byte[] prefix(String id, long revision, ChunkTable chunks, byte[] platformKeyId, byte[] platformSalt) {
        ByteWriter writer = new ByteWriter();
        writer.bytes(MAGIC).u8(VERSION).u8(0).u8(SUITE).u8(chunks.compressed() ? COMPRESSED : 0);
        writer.bytes(HexFormat.of().parseHex(id)).u64(revision).u32(chunks.chunkSize());
        writer.u32(chunks.count()).u64(chunks.storedSize());
        return writer.bytes(platformKeyId).bytes(platformSalt).toByteArray();
    }

    /** Whether a value was stored by the TypeScript version. */
    static boolean isFirstVersion(byte[] value) {
        byte[] wire = {MAGIC[0], MAGIC[1], MAGIC[2], MAGIC[3], FIRST_VERSION, 0};
        return startsWith(value, wire) || startsWith(value, FIRST_JSON);
    }

    String id() {
        return id;
    }

    long revision() {
        return revision;
    }

    /** The chunks, as the header lists them: in its own array, of which the tags are nearly all where there are many. */
    ChunkTable chunks() {
        return new ChunkTable(chunkSize, chunkCount, storedSize, compressed, encoded, tagsStart);
    }

    byte[] platformKeyId() {
        return platformKeyId.clone();
    }

    byte[] platformSalt() {
        return platformSalt.clone();
    }

    byte[] platformLayer() {
        return platformLayer.clone();
    }

    byte[] ephemeral() {
        return ephemeral.clone();
    }

    byte[] encapsulation() {
        return encapsulation.clone();
    }

    /** The header itself, not to be changed. */
    byte[] encoded() {
        return encoded;
    }

    /** All that comes before the user layer's length. */
    byte[] beforeUserLayer() {
        return Arrays.copyOf(encoded, userLayerStart);
    }

    byte[] userLayer() {
        return userLayer.clone();
    }

    IndexEntries index() {
        return index;
    }

    /** Tells it from other headers of its revision, of honest writers: signatures are random. */
    int digest() {
        return Arrays.hashCode(signature);
    }

    boolean isSame(FileHeader other) {
        return Arrays.equals(encoded, other.encoded);
    }

    /** Verifies once for each key that signed it. */
    boolean isSignedBy(byte[] verificationKey) {
        if (Arrays.equals(signer, verificationKey)) {
            return true;
        }
        boolean signed = Signatures.verify(verificationKey, encoded, encoded.length - signature.length, signature);
        if (signed) {
            signer = verificationKey.clone();
        }
        return signed;
    }

    private void requireStoredSize() {
        long tagged = (long) chunkCount * Aead.TAG_BYTES;
        long most = tagged + (long) chunkCount * (chunkSize + 1L);
        require(storedSize >= tagged && storedSize <= most, "its stored size does not fit its chunks");
    }

    private static void requireOurs(ByteReader reader) {
        byte[] whole = reader.peekAll();
        if (isFirstVersion(whole)) {
            throw FileErrors.firstVersion();
        }
        require(Arrays.equals(reader.take(MAGIC.length), MAGIC), "it does not begin as one");
        int version = reader.u8() | reader.u8() << Byte.SIZE;
        if (version != VERSION) {
            throw FileErrors.version(version);
        }
        int suite = reader.u8();
        if (suite != SUITE) {
            throw FileErrors.suite(suite);
        }
    }

    private static IndexEntries readIndex(ByteReader reader) {
        byte[] tag = reader.take(TOKEN_BYTES);
        int count = reader.u32(MAXIMUM_TOKENS);
        List<byte[]> tokens = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            byte[] token = reader.take(TOKEN_BYTES);
            require(
                    each == 0 || Arrays.compareUnsigned(tokens.get(each - 1), token) < 0,
                    "its tokens are not in order");
            tokens.add(token);
        }
        require(count > 0 || Arrays.equals(tag, new byte[TOKEN_BYTES]), "it has an index tag without tokens");
        return new IndexEntries(
                HexFormat.of().formatHex(tag),
                tokens.stream().map(HexFormat.of()::formatHex).toList());
    }

    private static boolean startsWith(byte[] value, byte[] start) {
        return value.length >= start.length && Arrays.equals(value, 0, start.length, start, 0, start.length);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw FileErrors.malformed(otherwise);
        }
    }
}
