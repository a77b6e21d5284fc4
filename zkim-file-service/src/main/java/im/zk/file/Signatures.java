package im.zk.file;

import java.security.SecureRandom;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA-65 (FIPS 204), hedged, with the context of a header. */
final class Signatures {

    static final int SIGNATURE_BYTES = 3309;
    static final int VERIFICATION_KEY_BYTES = 1952;

    private static final byte[] CONTEXT = Kdf.label("zkim2/header");

    private Signatures() {}

    static byte[] sign(UserKeys keys, byte[] message, SecureRandom random) {
        return keys.withSigningKey(key -> sign(new ParametersWithRandom(key, random), CONTEXT, message));
    }

    static byte[] sign(CipherParameters key, byte[] context, byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithContext(key, context));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException failure) {
            throw new IllegalStateException("ML-DSA does not fail to sign", failure);
        }
    }

    /** Whether a key of {@value #VERIFICATION_KEY_BYTES} bytes signed the message. */
    static boolean verify(byte[] verificationKey, byte[] message, int length, byte[] signature) {
        return verify(verificationKey, CONTEXT, message, length, signature);
    }

    static boolean verify(byte[] verificationKey, byte[] context, byte[] message, int length, byte[] signature) {
        MLDSASigner signer = new MLDSASigner();
        MLDSAPublicKeyParameters key = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, verificationKey);
        signer.init(false, new ParametersWithContext(key, context));
        signer.update(message, 0, length);
        return signer.verifySignature(signature);
    }
}
