package im.zk.storage.ipfs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Removes many values: for each that {@code files/rm} removes the node writes the whole directory, so they are moved to
 * another one, which is removed as a whole.
 */
final class Trash {

    private static final String PARENT = "/zkim-trash%";
    private static final int MOVES_UNTIL_A_FLUSH = 100;

    private final NodeApi node;
    private final KeyDirectory directory;
    private final Removals removals;

    Trash(NodeApi node, KeyDirectory directory, Removals removals) {
        this.node = node;
        this.directory = directory;
        this.removals = removals;
    }

    /**
     * Removes values of the directory; what is a directory itself, or somebody else's, stays.
     *
     * @param wanted which keys' values
     * @return what the node refused, by key
     */
    Map<String, RefusalException> discard(Predicate<String> wanted) throws IOException, InterruptedException {
        String trash = PARENT + "/" + UUID.randomUUID();
        List<String> files = directory.files();
        node.run(Command.of("files/mkdir").arg(trash).option("parents", true));
        Map<String, RefusalException> refused;
        try {
            refused = moveAll(files, wanted, trash);
        } catch (IOException | RuntimeException failure) {
            // Not after an interrupt: there is no second one to end a request that is not answered.
            removeAfter(failure, trash);
            throw failure;
        }
        remove(trash);
        return refused;
    }

    private Map<String, RefusalException> moveAll(List<String> files, Predicate<String> wanted, String trash)
            throws IOException, InterruptedException {
        Map<String, RefusalException> refused = new LinkedHashMap<>();
        int moves = 0;
        for (String file : files) {
            String key = directory.keyOf(file);
            if (key == null || !wanted.test(key)) {
                continue;
            }
            try {
                move(directory.pathOfEntry(file), trash + "/" + moves);
            } catch (RefusalException refusal) {
                refused.put(key, refusal);
            }
            moves++;
            if (moves % MOVES_UNTIL_A_FLUSH == 0) {
                removals.remove(List.of());
            }
        }
        removals.remove(List.of());
        return refused;
    }

    private void remove(String trash) throws IOException, InterruptedException {
        node.run(Command.of("files/rm").arg(trash).option("force", true));
    }

    private void removeAfter(Exception failure, String trash) throws InterruptedException {
        try {
            remove(trash);
        } catch (IOException | RuntimeException another) {
            failure.addSuppressed(another);
        }
    }

    private void move(String from, String to) throws IOException, InterruptedException {
        try {
            directory.move(from, to);
        } catch (RefusalException refusal) {
            if (refusal.reason().startsWith("reached limit of ")) {
                directory.flush();
                directory.move(from, to);
            } else if (!KeyDirectory.saysMissing(refusal, from)) {
                throw refusal;
            }
        }
    }
}
