package im.zk.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each primitive, as it is wired here, gives what the RFCs and NIST say. */
class KnownAnswersTest {

    static List<NistVectors.Case> kemKeys() throws IOException {
        return NistVectors.of("kem-key");
    }

    static List<NistVectors.Case> kemSends() throws IOException {
        return NistVectors.of("kem-send");
    }

    static List<NistVectors.Case> kemReceives() throws IOException {
        return NistVectors.of("kem-receive");
    }

    static List<NistVectors.Case> dsaKeys() throws IOException {
        return NistVectors.of("dsa-key");
    }

    static List<NistVectors.Case> dsaSigns() throws IOException {
        return NistVectors.of("dsa-sign");
    }

    static List<NistVectors.Case> dsaVerifies() throws IOException {
        return NistVectors.of("dsa-verify");
    }

    @Test
    void hkdfOfRfc5869Cases1And3() {
        byte[] secret = hex("0b".repeat(22));

        assertThat(Kdf.derive(secret, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42))
                .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
        assertThat(Kdf.derive(secret, Kdf.NO_SALT, new byte[0], 42))
                .isEqualTo(hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    @Test
    void x25519OfRfc7748Sections5And6() {
        assertThat(agree(
                        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
                .isEqualTo(hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
        assertThat(agree(
                        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
                        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
        assertThat(new X25519PrivateKeyParameters(
                                hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
                        .generatePublicKey()
                        .getEncoded())
                .isEqualTo(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
    }

    @Test
    void aesCtrOfRfc3686() {
        // The RFC counts from 1 and this format from 0: the RFC's blocks are those behind a first one of zeros.
        assertThat(secondBlockOn(
                        "776beff2851db06f4c8a0542c8696f6c6a81af1eec96b4d37fc1d689e6c1c104",
                        "00000060db5672c97aa8f0b2",
                        "Single block msg".getBytes(US_ASCII)))
                .isEqualTo(hex("145ad01dbf824ec7560863dc71e3e0c0"));
        assertThat(secondBlockOn(
                        "f6d66d6bd52d59bb0796365879eff886c66dd51a5b6a99744b50590c87a23884",
                        "00faac24c1585ef15a43d875",
                        hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")))
                .isEqualTo(hex("f05e231b3894612c49ee000b804eb2a9b8306b508f839d6a5530831d9344af1c"));
    }

    @Test
    void hmacOfRfc4231Cases1And2() throws GeneralSecurityException {
        assertThat(hmac(hex("0b".repeat(20)), "Hi There"))
                .isEqualTo(hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        assertThat(hmac("Jefe".getBytes(US_ASCII), "what do ya want for nothing?"))
                .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    @ParameterizedTest
    @MethodSource("kemKeys")
    void mlKemKeys(NistVectors.Case known) {
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, known.bytes("seed"));

        assertThat(key.getPublicKeyParameters().getEncoded()).isEqualTo(known.bytes("ek"));
    }

    @ParameterizedTest
    @MethodSource("kemSends")
    void mlKemEncapsulation(NistVectors.Case known) {
        MLKEMPublicKeyParameters key = new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, known.bytes("ek"));

        var sent = new MLKEMGenerator(giving(known.bytes("m"))).generateEncapsulated(key);

        assertThat(sent.getEncapsulation()).isEqualTo(known.bytes("c"));
        assertThat(sent.getSecret()).isEqualTo(known.bytes("k"));
    }

    @ParameterizedTest
    @MethodSource("kemReceives")
    void mlKemDecapsulationAndImplicitRejection(NistVectors.Case known) {
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, known.bytes("dk"));

        assertThat(new MLKEMExtractor(key).extractSecret(known.bytes("c"))).isEqualTo(known.bytes("k"));
    }

    @ParameterizedTest
    @MethodSource("dsaKeys")
    void mlDsaKeys(NistVectors.Case known) {
        MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, known.bytes("seed"));

        assertThat(key.getPublicKeyParameters().getEncoded()).isEqualTo(known.bytes("pk"));
    }

    @ParameterizedTest
    @MethodSource("dsaSigns")
    void mlDsaSignaturesHedged(NistVectors.Case known) {
        MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, known.bytes("sk"));

        byte[] signature = Signatures.sign(
                new ParametersWithRandom(key, giving(known.bytes("rnd"))),
                known.bytes("context"),
                known.bytes("message"));

        assertThat(signature).isEqualTo(known.bytes("signature"));
    }

    @ParameterizedTest
    @MethodSource("dsaVerifies")
    void mlDsaVerification(NistVectors.Case known) {
        byte[] message = known.bytes("message");

        boolean right = Signatures.verify(
                known.bytes("pk"), known.bytes("context"), message, message.length, known.bytes("signature"));

        assertThat(right).isEqualTo(known.text("right").equals("True"));
    }

    private static byte[] agree(String mine, String theirs) {
        byte[] shared = new byte[32];
        new X25519PrivateKeyParameters(hex(mine)).generateSecret(new X25519PublicKeyParameters(hex(theirs)), shared, 0);
        return shared;
    }

    private static byte[] secondBlockOn(String key, String iv, byte[] plaintext) {
        byte[] padded = new byte[16 + plaintext.length];
        System.arraycopy(plaintext, 0, padded, 16, plaintext.length);
        byte[] sealed = Aead.seal(hex(key), new byte[Aead.KEY_BYTES], hex(iv), new byte[0], padded);
        return Arrays.copyOfRange(sealed, 16, padded.length);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(US_ASCII));
    }

    /** Randomness that is known. */
    private static SecureRandom giving(byte[] bytes) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] target) {
                assertThat(target).hasSize(bytes.length);
                System.arraycopy(bytes, 0, target, 0, bytes.length);
            }
        };
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
