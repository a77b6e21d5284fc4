package im.zk.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The keys of one layer of one header, good for one use, after which they are wiped. */
final class LayerKeys {

    /** A fixed IV is right here, because no key is used twice. */
    private static final byte[] IV = new byte[Aead.IV_BYTES];

    private final byte[] both;

    /** Takes the array over. */
    LayerKeys(byte[] both) {
        this.both = both;
    }

    byte[] seal(byte[] aad, byte[] contents) {
        try {
            return Aead.seal(encryptionKey(), macKey(), IV, aad, contents);
        } finally {
            Arrays.fill(both, (byte) 0);
            Arrays.fill(contents, (byte) 0);
        }
    }

    byte @Nullable [] open(byte[] aad, byte[] sealed) {
        try {
            return Aead.open(encryptionKey(), macKey(), IV, aad, sealed);
        } finally {
            Arrays.fill(both, (byte) 0);
        }
    }

    private byte[] encryptionKey() {
        return Arrays.copyOf(both, Aead.KEY_BYTES);
    }

    private byte[] macKey() {
        return Arrays.copyOfRange(both, Aead.KEY_BYTES, both.length);
    }
}
