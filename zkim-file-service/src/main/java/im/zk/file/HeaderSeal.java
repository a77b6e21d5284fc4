package im.zk.file;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** Makes headers with the owner's keys, and opens the user layer of those that the owner signed. */
final class HeaderSeal {

    private static final byte[] USER_LABEL = Kdf.label("zkim2/user");

    private HeaderSeal() {}

    /** What a header is made of, but for the keys. */
    record Contents(
            String fileId,
            long revision,
            ChunkTable chunks,
            PlatformLayer platform,
            UserRecord user,
            IndexEntries index) {}

    /** A header for a user, signed by him. */
    static FileHeader seal(Contents contents, String userId, UserKeys keys, SecureRandom random) {
        String id = contents.fileId();
        PlatformLayer platform = contents.platform();
        Hybrid.Sent sent = Hybrid.send(keys, new Hybrid.Purpose(id, contents.revision(), userId), random);
        byte[] before = Bytes.concat(
                FileHeader.prefix(id, contents.revision(), contents.chunks(), platform.keyId(), platform.salt()),
                platform.sealed(),
                sent.ephemeral(),
                sent.encapsulation());
        byte[] layer = new LayerKeys(sent.keys())
                .seal(Bytes.concat(USER_LABEL, before), contents.user().encoded());
        byte[] unsigned = new ByteWriter()
                .bytes(before)
                .u32(layer.length)
                .bytes(layer)
                .bytes(contents.index().encoded())
                .bytes(contents.chunks().tags())
                .toByteArray();
        return FileHeader.parse(id, Bytes.concat(unsigned, Signatures.sign(keys, unsigned, random)));
    }

    /** What the user layer says; the caller's to close. One error, whatever is wrong. */
    static UserRecord open(FileHeader header, String userId, UserKeys keys) {
        UserIds.require(userId);
        keys.requireUsable();
        if (!header.isSignedBy(keys.verificationKey())) {
            throw FileErrors.notOpened();
        }
        Hybrid.Purpose purpose = new Hybrid.Purpose(header.id(), header.revision(), userId);
        byte[] agreed = Hybrid.receive(keys, purpose, header.ephemeral(), header.encapsulation());
        if (agreed == null) {
            throw FileErrors.notOpened();
        }
        byte[] opened =
                new LayerKeys(agreed).open(Bytes.concat(USER_LABEL, header.beforeUserLayer()), header.userLayer());
        if (opened == null) {
            throw FileErrors.notOpened();
        }
        UserRecord contents;
        try {
            contents = UserRecord.parse(opened);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
        if (!header.chunks().fits(contents.size())) {
            contents.close();
            throw FileErrors.malformed("its sizes contradict each other");
        }
        return contents;
    }

    /** The id in bytes, as everything is bound to it. */
    static byte[] idBytes(String fileId) {
        return HexFormat.of().parseHex(fileId);
    }
}
