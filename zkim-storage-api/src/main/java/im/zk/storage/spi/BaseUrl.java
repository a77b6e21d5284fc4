package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** What is checked about a service's base URL before anything is sent. Its errors do not quote it, for it may hold a secret. */
public final class BaseUrl {

    private BaseUrl() {}

    /**
     * Checks a URL.
     *
     * @param property what it is called in the configuration: {@code baseUrl}
     * @param credentials how a token or a password is given instead: {@code "Give the token as apiKey"}
     * @param text the URL
     * @return scheme, authority and path, without slashes at the end
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where it cannot be used
     */
    public static URI parse(String property, String credentials, String text) {
        URI url;
        try {
            url = new URI(text.trim().replaceAll("/+$", ""));
        } catch (URISyntaxException malformed) {
            String at = malformed.getIndex() < 0 ? "" : " at index " + malformed.getIndex();
            throw invalid(property, "is malformed: " + malformed.getReason() + at);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid(property, "does not begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            throw invalid(property, "holds a user name or a password. " + credentials);
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
            throw invalid(property, "has no host, or a port that is none");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw invalid(property, "has a '?' or a '#', behind which no path can be");
        }
        return URI.create(scheme + "://" + url.getRawAuthority() + url.getRawPath());
    }

    /** Whether two URLs have scheme, host and port in common. */
    public static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    /** Whether what is sent can be read on its way: not where it stays on this machine. */
    public static boolean isUnencrypted(URI url) {
        String host = url.getHost();
        boolean isLocal = host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return url.getScheme().equals("http") && !isLocal;
    }

    private static ServiceException invalid(String property, String problem) {
        String message = "The " + property + " " + problem + ".";
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
