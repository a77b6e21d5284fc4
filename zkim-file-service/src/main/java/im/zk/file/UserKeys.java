package im.zk.file;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * What only the user has: an X25519 and an ML-KEM-768 key that open files, an ML-DSA-65 key that signs them, and a key for
 * the index, all from one seed of 32 bytes.
 *
 * <p>Who loses the seed loses the files. {@link #destroy()} wipes the secrets that this object holds; copies that the JVM made
 * while it computed with them live until they are collected. Two are never equal but to themselves. Safe for many threads.
 */
public final class UserKeys implements Destroyable {

    /** The length of a seed. */
    public static final int SEED_BYTES = 32;

    private static final int KEM_SEED_BYTES = 64;

    private final Secret seed;
    private final Secret indexKey;
    private final byte[] agreementKey;
    private final byte[] encapsulationKey;
    private final byte[] verificationKey;

    private UserKeys(byte[] seed) {
        this.seed = new Secret(seed);
        this.indexKey = new Secret(derive("zkim2/user/index", SEED_BYTES));
        this.agreementKey = withAgreementKey(key -> key.generatePublicKey().getEncoded());
        this.encapsulationKey =
                withDecapsulationKey(key -> key.getPublicKeyParameters().getEncoded());
        this.verificationKey =
                withSigningKey(key -> key.getPublicKeyParameters().getEncoded());
    }

    /** New keys, from the system's randomness. */
    public static UserKeys generate() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new UserKeys(seed);
    }

    /**
     * The keys of a seed, which is copied: wipe the caller's array after it.
     *
     * @throws im.zk.storage.ServiceException where it has not {@value #SEED_BYTES} bytes
     */
    public static UserKeys fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw FileErrors.invalid("The seed of user keys has " + SEED_BYTES + " bytes, not " + seed.length + ".");
        }
        return new UserKeys(seed.clone());
    }

    /** A copy of the seed, for safe keeping; the caller's to wipe. */
    public byte[] exportSeed() {
        return seed.copy();
    }

    /** The public key with which the user's files are verified, as {@link OwnerCheck} is given it; a copy. */
    public byte[] verificationKey() {
        return verificationKey.clone();
    }

    /** Wipes the secrets; whatever uses these keys fails from now on. */
    @Override
    public void destroy() {
        seed.close();
        indexKey.close();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return isDestroyed() ? "UserKeys[destroyed]" : "UserKeys[secret]";
    }

    byte[] agreementKey() {
        return agreementKey.clone();
    }

    byte[] encapsulationKey() {
        return encapsulationKey.clone();
    }

    Secret indexKey() {
        return indexKey;
    }

    void requireUsable() {
        if (isDestroyed()) {
            throw FileErrors.keyDestroyed();
        }
    }

    <T> T withAgreementKey(Function<X25519PrivateKeyParameters, T> use) {
        return withDerived(
                "zkim2/user/x25519",
                X25519PrivateKeyParameters.KEY_SIZE,
                key -> use.apply(new X25519PrivateKeyParameters(key)));
    }

    <T> T withDecapsulationKey(Function<MLKEMPrivateKeyParameters, T> use) {
        return withDerived("zkim2/user/ml-kem-768", KEM_SEED_BYTES, kemSeed -> {
            MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, kemSeed);
            try {
                return use.apply(key);
            } finally {
                key.destroy();
            }
        });
    }

    <T> T withSigningKey(Function<MLDSAPrivateKeyParameters, T> use) {
        return withDerived("zkim2/user/ml-dsa-65", SEED_BYTES, signingSeed -> {
            MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, signingSeed);
            try {
                return use.apply(key);
            } finally {
                key.destroy();
            }
        });
    }

    /** What is derived is wiped when it was used. */
    private <T> T withDerived(String label, int length, Function<byte[], T> use) {
        byte[] derived = derive(label, length);
        try {
            return use.apply(derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private byte[] derive(String label, int length) {
        return seed.use(bytes -> Kdf.derive(bytes, Kdf.NO_SALT, label, length));
    }
}
