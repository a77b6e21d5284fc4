package im.zk.storage.ipfs;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

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

    /** Removes every value of the directory; what is a directory itself, or somebody else's, stays. */
    void discard() throws IOException, InterruptedException {
        List<String> own = directory.files().stream()
                .filter(file -> directory.keyOf(file) != null)
                .toList();
        String trash = PARENT + "/" + UUID.randomUUID();
        node.run(Command.of("files/mkdir").arg(trash).option("parents", true));
        try {
            int moves = 0;
            for (String file : own) {
                move(directory.pathOfEntry(file), trash + "/" + moves);
                moves++;
                if (moves % MOVES_UNTIL_A_FLUSH == 0) {
                    removals.remove(List.of());
                }
            }
            removals.remove(List.of());
        } finally {
            node.run(Command.of("files/rm").arg(trash).option("force", true));
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
