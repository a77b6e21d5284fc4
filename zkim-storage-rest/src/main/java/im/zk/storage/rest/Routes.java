package im.zk.storage.rest;

import im.zk.storage.KeyQuery;
import im.zk.storage.rest.protocol.RestProtocol;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The URLs of the protocol under a base URL. */
final class Routes {

    private final String files;

    Routes(URI baseUrl) {
        files = baseUrl + RestProtocol.FILES;
    }

    /** All files: to list and to clear. */
    URI files() {
        return URI.create(files);
    }

    /** The file of a key. */
    URI file(String key) {
        return URI.create(files + "/" + RestProtocol.encode(key));
    }

    /** A page of keys. */
    URI page(KeyQuery query, @Nullable String after) {
        StringBuilder url = new StringBuilder(files)
                .append('?')
                .append(RestProtocol.LIMIT)
                .append('=')
                .append(query.limit());
        if (!query.prefix().isEmpty()) {
            url.append('&').append(RestProtocol.PREFIX).append('=').append(RestProtocol.encode(query.prefix()));
        }
        if (after != null) {
            url.append('&').append(RestProtocol.AFTER).append('=').append(RestProtocol.encode(after));
        }
        return URI.create(url.toString());
    }

    /** A batch: {@code set}, {@code get} or {@code delete}. */
    URI batch(String what) {
        return URI.create(files + "?" + RestProtocol.BATCH + "=" + what);
    }
}
