package im.zk.storage.rest.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Digest} of <a href="https://www.rfc-editor.org/rfc/rfc9530">RFC 9530</a>:
 * {@code sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:}.
 */
public final class ContentDigest {

    /** The header's name. */
    public static final String HEADER = "Content-Digest";

    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");
    private static final Pattern MEMBER = Pattern.compile("([a-z0-9-]+)\\s*=\\s*:([A-Za-z0-9+/=]*):");

    private ContentDigest() {}

    /** The header's value for a content. */
    public static String of(byte[] content) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(digest("SHA-256", content)) + ":";
    }

    /** Whether a content is what the header's value says. Algorithms that are not known are passed over. */
    public static boolean matches(String header, byte[] content) {
        return MEMBER.matcher(header)
                .results()
                .filter(member -> ALGORITHMS.containsKey(member.group(1)))
                .allMatch(member -> matches(member, content));
    }

    private static boolean matches(MatchResult member, byte[] content) {
        byte[] stated;
        try {
            stated = Base64.getDecoder().decode(member.group(2));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        return MessageDigest.isEqual(stated, digest(ALGORITHMS.getOrDefault(member.group(1), "SHA-256"), content));
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256 and SHA-512", missing);
        }
    }
}
