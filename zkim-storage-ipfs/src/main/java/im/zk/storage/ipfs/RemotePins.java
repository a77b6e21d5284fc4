package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pins at a <a href="https://ipfs.github.io/pinning-services-api-spec/">pinning service</a> that the node knows by a name. The
 * service's address and token stay with the node.
 *
 * <p>A pin has the path of its key as its name, by which it is found again.
 */
final class RemotePins {

    private static final List<String> EVERY_STATUS = List.of("queued", "pinning", "pinned", "failed");
    private static final int MOST_NAME_BYTES = 255;

    private final NodeApi node;
    private final @Nullable String service;

    RemotePins(NodeApi node, @Nullable String service) {
        this.node = node;
        this.service = service;
    }

    /** Whether there is a service. */
    boolean isWanted() {
        return service != null;
    }

    /** Has the service pin the content of a path, which it fetches when it will, in place of what the path had before. */
    void replace(String path, @Nullable String before, String cid) throws IOException, InterruptedException {
        if (service != null) {
            run(Command.of("pin/remote/add")
                    .arg(cid)
                    .option("service", service)
                    .option("name", name(path))
                    .option("background", true));
            if (before != null && !before.equals(cid)) {
                remove(path, before);
            }
        }
    }

    /** Has the service forget the pins of a path: those of one content, or all of them. */
    void remove(String path, @Nullable String cid) throws IOException, InterruptedException {
        if (service != null) {
            Command remove = Command.of("pin/remote/rm")
                    .option("service", service)
                    .option("name", name(path))
                    .option("force", true);
            for (String status : EVERY_STATUS) {
                remove = remove.option("status", status);
            }
            run(cid == null ? remove : remove.option("cid", cid));
        }
    }

    private void run(Command command) throws IOException, InterruptedException {
        try {
            node.run(command);
        } catch (RefusalException refusal) {
            throw new RemotePinException(refusal);
        }
    }

    /** A name that is too long for a pin is cut, and told from others by its hash. */
    private static String name(String path) {
        byte[] bytes = path.getBytes(UTF_8);
        if (bytes.length <= MOST_NAME_BYTES) {
            return path;
        }
        String hash = RawCid.of(bytes);
        int end = path.length();
        while (path.substring(0, end).getBytes(UTF_8).length + 1 + hash.length() > MOST_NAME_BYTES) {
            end = path.offsetByCodePoints(end, -1);
        }
        return path.substring(0, end) + "~" + hash;
    }
}
