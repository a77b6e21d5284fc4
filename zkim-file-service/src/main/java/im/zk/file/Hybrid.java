package im.zk.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * X25519 and ML-KEM-768 together: the keys of one user layer, secret as long as either holds.
 *
 * <p>HKDF takes both secrets, and a digest of both ciphertexts, both public keys, the file, its revision and the user's id.
 */
final class Hybrid {

    static final int EPHEMERAL_BYTES = X25519PublicKeyParameters.KEY_SIZE;
    static final int ENCAPSULATION_BYTES = 1088;
    static final int KEYS_BYTES = 2 * Aead.KEY_BYTES;

    private static final int SHARED_BYTES = 32;

    private Hybrid() {}

    /** What is sent, and the keys that come of it. */
    @SuppressWarnings("ArrayRecordComponent") // is compared nowhere
    record Sent(byte[] ephemeral, byte[] encapsulation, byte[] keys) {}

    /** For whom: the layer of one revision of one file. */
    record Purpose(String fileId, long revision, String userId) {
        byte[] encoded() {
            byte[] user = userId.getBytes(UTF_8);
            return Bytes.concat(
                    HexFormat.of().parseHex(fileId), Bytes.u64(revision), new byte[] {(byte) user.length}, user);
        }
    }

    static Sent send(UserKeys to, Purpose purpose, SecureRandom random) {
        X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(random);
        byte[] classical = new byte[SHARED_BYTES];
        ephemeral.generateSecret(new X25519PublicKeyParameters(to.agreementKey()), classical, 0);
        SecretWithEncapsulation sent = new MLKEMGenerator(random)
                .generateEncapsulated(new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, to.encapsulationKey()));
        byte[] publicKey = ephemeral.generatePublicKey().getEncoded();
        byte[] encapsulation = sent.getEncapsulation();
        return new Sent(
                publicKey, encapsulation, keys(to, purpose, publicKey, encapsulation, sent.getSecret(), classical));
    }

    /** The keys, or null where what was sent is nothing that anybody sends. */
    static byte @Nullable [] receive(UserKeys by, Purpose purpose, byte[] ephemeral, byte[] encapsulation) {
        byte[] classical = new byte[SHARED_BYTES];
        boolean agreed = by.withAgreementKey(key -> {
            try {
                key.generateSecret(new X25519PublicKeyParameters(ephemeral), classical, 0);
                return true;
            } catch (IllegalStateException allZero) {
                return false;
            }
        });
        if (!agreed) {
            return null;
        }
        byte[] quantum = by.withDecapsulationKey(key -> new MLKEMExtractor(key).extractSecret(encapsulation));
        return keys(by, purpose, ephemeral, encapsulation, quantum, classical);
    }

    /** Wipes both secrets. */
    private static byte[] keys(
            UserKeys to, Purpose purpose, byte[] ephemeral, byte[] encapsulation, byte[] quantum, byte[] classical) {
        byte[] transcript = Bytes.concat(
                Kdf.label("zkim2/hybrid"),
                purpose.encoded(),
                ephemeral,
                to.agreementKey(),
                encapsulation,
                to.encapsulationKey());
        byte[] both = Bytes.concat(quantum, classical);
        try {
            return Kdf.derive(both, sha256(transcript), "zkim2/user/layer", KEYS_BYTES);
        } finally {
            Arrays.fill(both, (byte) 0);
            Arrays.fill(quantum, (byte) 0);
            Arrays.fill(classical, (byte) 0);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is in every JDK", impossible);
        }
    }
}
