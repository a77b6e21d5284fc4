package im.zk.storage.ipfs;

import im.zk.storage.spi.MalformedAnswerException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The <a href="https://github.com/multiformats/cid">content identifier</a> of a value that is one raw block: version 1, SHA-256,
 * in base 32, which follows from the bytes alone.
 */
final class RawCid {

    /** The node cuts longer values into blocks of this size. */
    static final int BLOCK_BYTES = 256 * 1024;

    /** How every one of them begins. */
    private static final String BEGINNING = "bafkrei";

    private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

    /** Version 1, codec raw, hash function SHA-256 with 32 bytes. */
    private static final byte[] PREFIX = {0x01, 0x55, 0x12, 0x20};

    private RawCid() {}

    /** The identifier of one block. */
    static String of(byte[] block) {
        byte[] digest = sha256().digest(block);
        StringBuilder text = new StringBuilder("b");
        int buffer = 0;
        int bits = 0;
        for (int at = 0; at < PREFIX.length + digest.length; at++) {
            int octet = (at < PREFIX.length ? PREFIX[at] : digest[at - PREFIX.length]) & 0xFF;
            buffer = buffer << 8 | octet;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32[buffer >> (bits - 5) & 31]);
            }
            buffer &= (1 << bits) - 1;
        }
        return (bits == 0 ? text : text.append(BASE32[buffer << (5 - bits) & 31])).toString();
    }

    /**
     * Checks that a value is what its identifier says, where it is one block.
     *
     * @throws MalformedAnswerException where it is not
     */
    static void check(String cid, byte[] value) {
        if (cid.startsWith(BEGINNING) && !cid.equals(of(value))) {
            throw new MalformedAnswerException("The node's content is not what its identifier " + cid + " says.");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
