package im.zk.storage.ipfs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which version of Kubo a node has: asked for once, before the first operation. */
final class NodeVersion {

    /** The first release whose {@code files/cp} replaces. */
    static final String OLDEST = "0.36";

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})(\\..*|-.*)?");
    private static final int OLDEST_MINOR = 36;
    private static final int FIRST_MINOR_THAT_HOLDS_OFF_THE_COLLECTOR = 43;

    private final NodeApi node;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Version known;

    NodeVersion(NodeApi node) {
        this.node = node;
    }

    /** The version as the node says it; null where it was not asked yet. */
    @Nullable String known() {
        Version version = known;
        return version == null ? null : version.text();
    }

    /** Asks the node, if it was not asked yet, and fails with {@link OldNodeException} where it is too old. */
    void require() throws IOException, InterruptedException {
        ask();
    }

    /**
     * Whether the collector of garbage may take what was added and is not yet linked: before 0.43 it may, if it isn't
     * pinned.
     *
     * @throws OldNodeException where the node is too old altogether
     */
    boolean needsPins() throws IOException, InterruptedException {
        return ask().minor() < FIRST_MINOR_THAT_HOLDS_OFF_THE_COLLECTOR;
    }

    private Version ask() throws IOException, InterruptedException {
        Version version = known;
        if (version != null) {
            return version;
        }
        asking.lockInterruptibly();
        try {
            version = known;
            if (version == null) {
                version = Version.parse(
                        node.run(Command.of("version"), Answer.class).version());
                known = version;
            }
            return version;
        } finally {
            asking.unlock();
        }
    }

    /** A version; the minor number of 1.x and later counts as above all of 0.x. */
    private record Version(String text, int minor) {
        static Version parse(String text) throws OldNodeException {
            Matcher numbers = NUMBERS.matcher(text);
            if (!numbers.matches()) {
                throw new OldNodeException("of an unknown form");
            }
            int minor = numbers.group(1).equals("0") ? Integer.parseInt(numbers.group(2)) : Integer.MAX_VALUE;
            if (minor < OLDEST_MINOR) {
                throw new OldNodeException(text);
            }
            return new Version(text, minor);
        }
    }

    private record Answer(
            @JsonProperty(value = "Version", required = true)
            String version) {}
}
