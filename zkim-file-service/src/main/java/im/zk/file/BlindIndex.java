package im.zk.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Words of names and tags, and the tokens in whose place the storage sees: one user's key, one word, one token. */
final class BlindIndex {

    private static final int MAXIMUM_WORD = 64;
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final int TAG = 0;
    private static final int WORD = 1;

    private BlindIndex() {}

    /** The words of a text: each once, in the order in which they come. */
    static Set<String> words(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        Set<String> words = new LinkedHashSet<>();
        WORDS.matcher(normal).results().map(MatchResult::group).forEach(word -> {
            int length = Math.min(MAXIMUM_WORD, word.codePointCount(0, word.length()));
            words.add(word.substring(0, word.offsetByCodePoints(0, length)));
        });
        return words;
    }

    /** The words by which a file is found. */
    static Set<String> words(FileMetadata metadata) {
        Set<String> words = words(metadata.fileName());
        metadata.tags().forEach(tag -> words.addAll(words(tag)));
        return words;
    }

    static IndexEntries entries(UserKeys keys, FileMetadata metadata) {
        List<String> tokens = words(metadata).stream()
                .limit(FileHeader.MAXIMUM_TOKENS)
                .map(word -> token(keys, word))
                .distinct()
                .sorted()
                .toList();
        return tokens.isEmpty() ? IndexEntries.NONE : new IndexEntries(tag(keys), tokens);
    }

    static String tag(UserKeys keys) {
        return keys.indexKey().use(key -> mac(key, TAG, new byte[0]));
    }

    static String token(UserKeys keys, String word) {
        return keys.indexKey().use(key -> mac(key, WORD, word.getBytes(UTF_8)));
    }

    private static String mac(byte[] key, int kind, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((byte) kind);
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(text), FileHeader.TOKEN_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC is in every JDK", impossible);
        }
    }
}
