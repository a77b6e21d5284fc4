package im.zk.storage.ipfs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.ObjectNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the node's MFS in which the keys of one backend are the files.
 *
 * <p>A key's name is that of {@link ObjectNames#FLAT}, not cut into parts, for MFS takes names of any length: without
 * directories below it, changes of many keys meet in one object of the node's, which keeps them apart. While a value is
 * stored it stands under {@code %new-} and the name, which no codec makes of a key.
 */
final class KeyDirectory {

    private static final String NEW = "%new-";
    private static final int FILE = 0;
    private static final String DOES_NOT_EXIST = "file does not exist";

    private final NodeApi node;
    private final String path;
    private final ObjectNames names = ObjectNames.PATH.withMaximumSlashes(0);

    KeyDirectory(NodeApi node, String path) {
        this.node = node;
        this.path = path;
    }

    /** The directory's path. */
    String path() {
        return path;
    }

    /** The path of a key's value. */
    String pathOf(String key) {
        return path + "/" + names.encode(key);
    }

    /** The path of a key's value while it is stored. */
    String newPathOf(String key) {
        return path + "/" + newNameOf(key);
    }

    /** The name of a key's value while it is stored. */
    String newNameOf(String key) {
        return NEW + names.encode(key);
    }

    /** The path of an entry. */
    String pathOfEntry(String name) {
        return path + "/" + name;
    }

    /** The key of an entry, also of one that is being stored; null where the entry is somebody else's. */
    @Nullable String keyOf(String entry) {
        return names.decode(entry.startsWith(NEW) ? entry.substring(NEW.length()) : entry);
    }

    /** The keys among entries, each once, in their order. */
    List<String> keys(List<String> entries) {
        return entries.stream()
                .map(this::keyOf)
                .filter(key -> key != null)
                .distinct()
                .sorted(Keys.UTF8_ORDER)
                .toList();
    }

    /** Every entry's name, as they all were at one moment. */
    List<String> entries() throws IOException, InterruptedException {
        return list(false);
    }

    /** The names of the entries that are files; the node reads the beginning of each. */
    List<String> files() throws IOException, InterruptedException {
        return list(true);
    }

    private List<String> list(boolean filesAlone) throws IOException, InterruptedException {
        Listing listing;
        try {
            listing = node.run(
                    Command.of("files/ls").arg(path).option("U", true).option("long", filesAlone), Listing.class);
        } catch (RefusalException refusal) {
            requireMissing(refusal, path);
            return List.of();
        }
        return listing.entries() == null
                ? List.of()
                : listing.entries().stream()
                        .filter(entry -> entry.type() == FILE)
                        .map(Entry::name)
                        .toList();
    }

    /** What is at a path of the MFS, or null where nothing is. */
    @Nullable Stat stat(String at) throws IOException, InterruptedException {
        try {
            return node.run(Command.of("files/stat").arg(at), Stat.class);
        } catch (RefusalException refusal) {
            requireMissing(refusal, at);
            return null;
        }
    }

    /**
     * The value of a key, or null where there is none. A value that is being replaced is for a moment under its other name
     * alone; so a missing one is looked for under both in one unchanging state of the directory.
     */
    @Nullable Stat find(String key) throws IOException, InterruptedException {
        Stat found = stat(pathOf(key));
        if (found != null) {
            return found.isFile() ? found : null;
        }
        Stat state = stat(path);
        if (state == null) {
            return null;
        }
        Stat inState = statIn(state.cid(), names.encode(key));
        if (inState == null) {
            inState = statIn(state.cid(), newNameOf(key));
        }
        return inState == null || !inState.isFile() ? null : inState;
    }

    /** Makes the directory, if it is not there. */
    void make() throws IOException, InterruptedException {
        node.run(Command.of("files/mkdir").arg(path).option("parents", true).option("cid-version", 1));
    }

    /** Moves a file to a path of the same directory or another; what is at that path goes only once it is there. */
    void move(String from, String to) throws IOException, InterruptedException {
        node.run(Command.of("files/mv").arg(from).arg(to).option("flush", false));
    }

    /** Removes files; gives those that are still there, with the node's reasons. What is not there is no failure. */
    List<String> remove(List<String> paths) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            return List.of();
        }
        Command remove = Command.of("files/rm");
        for (String each : paths) {
            remove = remove.arg(each);
        }
        List<String> failures = new ArrayList<>();
        for (JsonNode line : node.runForMany(remove)) {
            if (!line.isTextual()) {
                throw new MalformedAnswerException("The node's answer to files/rm is not a list of reasons.");
            }
            if (!line.textValue().endsWith(": " + DOES_NOT_EXIST)) {
                failures.add(line.textValue());
            }
        }
        return failures;
    }

    /** Writes what was changed to the node's disk; false where the directory is not there. */
    boolean flush() throws IOException, InterruptedException {
        try {
            node.run(Command.of("files/flush").arg(path));
            return true;
        } catch (RefusalException refusal) {
            requireMissing(refusal, path);
            return false;
        }
    }

    /** Whether the message says no more than that this very path is not there. */
    static boolean saysMissing(RefusalException refusal, String at) {
        String reason = refusal.reason();
        return reason.equals(DOES_NOT_EXIST) || reason.equals(at + ": " + DOES_NOT_EXIST);
    }

    private @Nullable Stat statIn(String directory, String name) throws IOException, InterruptedException {
        try {
            return node.run(
                    Command.of("files/stat")
                            .arg("/ipfs/" + directory + "/" + name)
                            .option("offline", true),
                    Stat.class);
        } catch (RefusalException refusal) {
            if (refusal.reason().startsWith("no link named ")) {
                return null;
            }
            throw refusal;
        }
    }

    private static void requireMissing(RefusalException refusal, String at) throws RefusalException {
        if (!saysMissing(refusal, at)) {
            throw refusal;
        }
    }

    private record Listing(
            @JsonProperty("Entries") @Nullable List<Entry> entries) {}

    /** Without {@code long} the node says 0 of every entry. */
    private record Entry(
            @JsonProperty(value = "Name", required = true) String name,
            @JsonProperty("Type") int type) {}
}
