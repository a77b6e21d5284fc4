package im.zk.storage.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** What is checked about a base URL before anything is sent. Its errors do not quote it, for it may hold a secret. */
final class BaseUrl {

    private BaseUrl() {}

    static URI parse(String text) {
        URI url;
        try {
            url = new URI(text.trim().replaceAll("/+$", ""));
        } catch (URISyntaxException malformed) {
            String at = malformed.getIndex() < 0 ? "" : " at index " + malformed.getIndex();
            throw RestErrors.invalid("The baseUrl is malformed: " + malformed.getReason() + at + ".");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw RestErrors.invalid("The baseUrl does not begin with http:// or https://.");
        }
        if (url.getRawUserInfo() != null) {
            throw RestErrors.invalid("The baseUrl holds a user name or a password. Give the token as apiKey.");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
            throw RestErrors.invalid("The baseUrl has no host, or a port that is none.");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw RestErrors.invalid("The baseUrl has a '?' or a '#', behind which /files cannot be.");
        }
        return URI.create(scheme + "://" + url.getRawAuthority() + url.getRawPath());
    }

    /** Whether two URLs have scheme, host and port in common. */
    static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    /** Whether what is sent can be read on its way: not where it stays on this machine. */
    static boolean isUnencrypted(URI url) {
        String host = url.getHost();
        boolean isLocal = host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return url.getScheme().equals("http") && !isLocal;
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
