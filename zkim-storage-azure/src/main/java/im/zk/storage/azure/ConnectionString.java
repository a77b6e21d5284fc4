package im.zk.storage.azure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a connection string, so that a slip is refused before any request, in words that quote nothing of it.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string">Connection
 *     strings</a>
 */
final class ConnectionString {

    private static final String KEY = "AccountKey";
    private static final String SAS = "SharedAccessSignature";

    private ConnectionString() {}

    /** What is wrong, as the end of a sentence; null where it may be one. */
    static @Nullable String violation(String text) {
        Map<String, String> settings = new HashMap<>();
        int number = 0;
        for (String setting : text.strip().split(";", -1)) {
            number++;
            int equals = setting.indexOf('=');
            if (setting.isBlank()) {
                continue;
            }
            if (equals < 1) {
                return "is not made of name=value pairs with ';' between them: number " + number + " has no name";
            }
            if (settings.put(setting.substring(0, equals).strip(), setting.substring(equals + 1)) != null) {
                return "has a setting twice: number " + number;
            }
        }
        return "true".equalsIgnoreCase(settings.get("UseDevelopmentStorage")) ? null : violation(settings);
    }

    private static @Nullable String violation(Map<String, String> settings) {
        String endpoint = settings.get("BlobEndpoint");
        if (!settings.containsKey(KEY) && !settings.containsKey(SAS)) {
            return "has neither an AccountKey nor a SharedAccessSignature";
        }
        if (!settings.containsKey("AccountName") && (settings.containsKey(KEY) || endpoint == null)) {
            return "has no AccountName";
        }
        if (settings.containsKey(KEY) && !isBase64(settings.get(KEY))) {
            return "has an AccountKey that is not Base64; it may be cut short";
        }
        String sasViolation = settings.containsKey(SAS) ? OptionRules.sasViolation(settings.get(SAS)) : null;
        if (sasViolation != null) {
            return "has a SharedAccessSignature that " + sasViolation;
        }
        String protocol =
                settings.getOrDefault("DefaultEndpointsProtocol", "https").toLowerCase(Locale.ROOT);
        if (!protocol.equals("https") && !protocol.equals("http")) {
            return "has a DefaultEndpointsProtocol that is neither https nor http";
        }
        return endpoint == null ? null : endpointViolation(endpoint);
    }

    private static @Nullable String endpointViolation(String endpoint) {
        try {
            String violation = OptionRules.endpointViolation(new URI(endpoint));
            return violation == null ? null : "has a BlobEndpoint that " + violation;
        } catch (URISyntaxException malformed) {
            return "has a BlobEndpoint that is not a URL";
        }
    }

    private static boolean isBase64(String text) {
        try {
            return !text.isEmpty() && Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException not) {
            return false;
        }
    }
}
