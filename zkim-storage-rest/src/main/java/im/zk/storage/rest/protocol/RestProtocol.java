package im.zk.storage.rest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import im.zk.storage.spi.ObjectNames;
import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/** The names of the protocol, its form of JSON, and how a key stands in a URL. */
public final class RestProtocol {

    /** The header with which a server says which {@link Extensions} it has; without it, it has none. */
    public static final String EXTENSIONS = "Zkim-Storage-Extensions";

    /** The header of every error: {@link #NO_SUCH_KEY}, or the name of an {@link im.zk.storage.ErrorKind}. */
    public static final String ERROR = "Zkim-Storage-Error";

    /** The value of {@link #ERROR} beside a 404 that means: the store is there, and has no such key. */
    public static final String NO_SUCH_KEY = "NO_SUCH_KEY";

    /** The path below the base URL under which everything is. */
    public static final String FILES = "/files";

    /** Query parameter: how many keys a page holds at most, 1 to 1000. */
    public static final String LIMIT = "limit";

    /** Query parameter: the {@code next} of the page before. */
    public static final String AFTER = "after";

    /** Query parameter: what the keys begin with. */
    public static final String PREFIX = "prefix";

    /** Query parameter: what a batch does, {@code set}, {@code get} or {@code delete}. */
    public static final String BATCH = "batch";

    /** The {@code Content-Type} of the protocol's JSON, which every batch has to have. */
    public static final String JSON_TYPE = "application/json";

    /** Reads and writes the protocol's JSON: nothing is guessed, but fields that are not known are passed over. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private RestProtocol() {}

    /** Whether a {@code Content-Type} is that of the protocol's JSON, with parameters or without. */
    public static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON_TYPE);
    }

    /** A text as one segment of a path or as a query's value: all of its UTF-8 but {@code A-Z a-z 0-9 - . _ ~} escaped. */
    public static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** The text of what {@link #encode} or any other percent-encoding made; null where it is malformed or not UTF-8. */
    public static @Nullable String decode(String encoded) {
        return ObjectNames.unescape(encoded);
    }
}
