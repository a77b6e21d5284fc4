package im.zk.file;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The platform layer of a header, sealed. It does not depend on the revision, so that who has no platform key can write the next
 * header around it.
 */
@SuppressWarnings("ArrayRecordComponent") // is compared nowhere
record PlatformLayer(byte[] keyId, byte[] salt, byte[] sealed) {

    static PlatformLayer of(FileHeader header) {
        return new PlatformLayer(header.platformKeyId(), header.platformSalt(), header.platformLayer());
    }

    static PlatformLayer seal(PlatformKey key, String fileId, PlatformRecord contents, SecureRandom random) {
        byte[] salt = new byte[FileHeader.SALT_BYTES];
        random.nextBytes(salt);
        LayerKeys keys = keys(key, fileId, salt);
        byte[] encoded = contents.encoded();
        try {
            return new PlatformLayer(key.idBytes(), salt, keys.seal(aad(fileId, key.idBytes(), salt), encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** What the layer says, by the key; and that the header is signed by whom the layer names. */
    static PlatformRecord open(FileHeader header, PlatformKey key) {
        byte[] salt = header.platformSalt();
        boolean ours = Arrays.equals(header.platformKeyId(), key.idBytes());
        LayerKeys keys = keys(key, header.id(), salt);
        byte[] opened = keys.open(aad(header.id(), header.platformKeyId(), salt), header.platformLayer());
        if (!ours || opened == null) {
            throw FileErrors.notOpened();
        }
        PlatformRecord contents = parse(opened);
        boolean fits = contents.storedSize() == header.chunks().storedSize();
        if (!fits || !header.isSignedBy(contents.verificationKey())) {
            contents.close();
            throw FileErrors.notOpened();
        }
        return contents;
    }

    private static PlatformRecord parse(byte[] opened) {
        try {
            return PlatformRecord.parse(opened);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    private static LayerKeys keys(PlatformKey key, String fileId, byte[] salt) {
        byte[] info =
                Bytes.concat(Kdf.label("zkim2/platform/layer"), HexFormat.of().parseHex(fileId));
        return new LayerKeys(key.secret().use(secret -> Kdf.derive(secret, salt, info, Hybrid.KEYS_BYTES)));
    }

    private static byte[] aad(String fileId, byte[] keyId, byte[] salt) {
        return Bytes.concat(Kdf.label("zkim2/platform"), HexFormat.of().parseHex(fileId), keyId, salt);
    }
}
