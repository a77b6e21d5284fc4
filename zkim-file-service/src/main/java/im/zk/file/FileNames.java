package im.zk.file;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Under which keys of the backend a file is stored: legal on all. */
final class FileNames {

    static final String HEADERS = "file/";
    static final String CHUNKS = "chunk/";
    static final String UPLOADS = "upload/";
    static final String INDEX = "index/";

    private static final String RENEWED = "/renewed";
    private static final String CHANGE = "/change";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern HEADER = Pattern.compile(HEADERS + "([0-9a-f]{32})");
    private static final Pattern CHUNK = Pattern.compile(CHUNKS + "([0-9a-f]{32})/[0-9a-f]{8}");
    private static final Pattern UPLOAD = Pattern.compile(UPLOADS + "([0-9a-f]{32})(/renewed|/change)?");
    private static final Pattern POSTING = Pattern.compile(INDEX + "[0-9a-f]{32}/[0-9a-f]{32}/([0-9a-f]{32})");

    private FileNames() {}

    static String newId(SecureRandom random) {
        byte[] id = new byte[FileHeader.ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    static String header(String id) {
        return HEADERS + id;
    }

    static String chunksOf(String id) {
        return CHUNKS + id + "/";
    }

    static String chunk(String id, int index) {
        return chunksOf(id) + HexFormat.of().toHexDigits(index);
    }

    static String intent(String id) {
        return UPLOADS + id;
    }

    static String renewedIntent(String id) {
        return UPLOADS + id + RENEWED;
    }

    static String change(String id) {
        return UPLOADS + id + CHANGE;
    }

    /** The keys of all records of what is under way. */
    static List<String> records(String id) {
        return List.of(intent(id), renewedIntent(id), change(id));
    }

    static String postings(String tag, String token) {
        return INDEX + tag + "/" + token + "/";
    }

    static String posting(String tag, String token, String id) {
        return postings(tag, token) + id;
    }

    /** The file that a key of a header, a chunk, an intent or a posting belongs to, or null where it is none of these. */
    static @Nullable String idOf(String key) {
        for (Pattern kind : new Pattern[] {HEADER, CHUNK, UPLOAD, POSTING}) {
            var matcher = kind.matcher(key);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return null;
    }
}
