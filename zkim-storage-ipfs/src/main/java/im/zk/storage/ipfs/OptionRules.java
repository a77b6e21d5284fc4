package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.spi.BaseUrl;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What options must be before anything is made of them, and what is made of them. No error quotes a secret. */
final class OptionRules {

    private OptionRules() {}

    /** Refuses what cannot be used, and gives the node's URL. */
    static URI check(IpfsStorageOptions.Builder<?> options) {
        URI url = BaseUrl.parse(
                "ipfsUrl",
                "Give them as username and password",
                options.ipfsUrl.trim().replaceAll("/api/v0/*$", ""));
        credentials(options);
        if (options.pinningService != null && options.pinningService.isBlank()) {
            throw IpfsErrors.invalid("The pinningService is blank. Give the name by which the node knows it.");
        }
        requirePositive("callTimeout", options.callTimeout.toMillis());
        requirePositive("connectTimeout", options.connectTimeout.toMillis());
        requireFits("maximumValueBytes", options.maximumValueBytes);
        requireFits("maximumListingBytes", options.maximumListingBytes);
        if (options.client != null && options.client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw IpfsErrors.invalid("The HTTP client follows redirects, which may carry the credentials to another"
                    + " host. Make it with HttpClient.Redirect.NEVER.");
        }
        return url;
    }

    /** The directory of the node's MFS that the prefix stands for. */
    static String directory(IpfsStorageOptions.Builder<?> options) {
        String full = Namespace.of(options.prefix, ObjectNames.FLAT).prefix();
        if (full.isEmpty()) {
            throw IpfsErrors.invalid("The prefix is empty. Give one like 'my-files'.");
        }
        String path = full.substring(0, full.length() - 1);
        if (path.equals("ipfs") || path.equals("ipns")) {
            throw IpfsErrors.invalid("The prefix " + path + " is a path of the node's own. Give one like 'my-files'.");
        }
        return "/" + path.replace("/", "%/");
    }

    /** The header with the credentials; null where none are given. */
    static @Nullable String authorization(IpfsStorageOptions.Builder<?> options) {
        if (options.bearerToken != null) {
            return "Bearer " + options.bearerToken;
        }
        if (options.username == null) {
            return null;
        }
        byte[] credentials = (options.username + ":" + options.password).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private static void credentials(IpfsStorageOptions.Builder<?> options) {
        String token = options.bearerToken;
        String username = options.username;
        if (token != null && username != null) {
            throw IpfsErrors.invalid("There are both a bearerToken and a username. Leave one of them out.");
        }
        if (token != null && !token.matches("[\\x21-\\x7E]+")) {
            throw IpfsErrors.invalid(
                    "The bearerToken is empty, or has a space, a line break or a letter beyond ASCII.");
        }
        if (username != null && (username.isEmpty() || username.indexOf(':') >= 0)) {
            throw IpfsErrors.invalid("The username is empty or has a ':'.");
        }
    }

    private static void requireFits(String name, long value) {
        requirePositive(name, value);
        if (value > BodyReader.LARGEST_ARRAY) {
            throw IpfsErrors.invalid(
                    "The " + name + " is over what an array can hold: " + BodyReader.LARGEST_ARRAY + ".");
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw IpfsErrors.invalid("The " + name + " must be more than 0.");
        }
    }
}
