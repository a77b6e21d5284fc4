package im.zk.storage.ipfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Removes entries of a directory and has the node write all changes to its disk: two requests for as many callers as have
 * come while the ones before were answered.
 *
 * <p>One at a time, because the node lets two flushes of one directory overtake each other, and what it writes last may then
 * be the older state.
 */
final class Removals {

    /** The most paths of one request. */
    static final int PATHS_AT_A_TIME = 100;

    private final KeyDirectory directory;
    private final ReentrantLock one = new ReentrantLock(true);
    private final Queue<Removal> waiting = new ArrayDeque<>();

    Removals(KeyDirectory directory) {
        this.directory = directory;
    }

    /**
     * Removes paths, and returns once this and every change that was made before is on the node's disk.
     *
     * @return what came of it
     */
    Outcome remove(List<String> paths) throws IOException, InterruptedException {
        Removal own = new Removal(paths);
        synchronized (waiting) {
            waiting.add(own);
        }
        try {
            one.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            giveUp(own);
            throw interrupted;
        }
        try {
            while (!own.done) {
                removeSome();
            }
        } finally {
            withdraw(own);
            one.unlock();
        }
        if (own.failure instanceof IOException failure) {
            throw failure;
        }
        if (own.failure instanceof RuntimeException failure) {
            throw failure;
        }
        return own.outcome;
    }

    /** Removes files, which must be gone afterwards; a directory is nobody's value, and stays. */
    void removeFiles(List<String> paths) throws IOException, InterruptedException {
        List<String> reasons = new ArrayList<>(remove(paths).reasons());
        reasons.removeIf(reason -> reason.endsWith(": path is a directory, use -r to remove directories"));
        if (!reasons.isEmpty()) {
            throw new RefusalException("files/rm", reasons.get(0));
        }
    }

    /** Whoever has taken the removal has it done, or not, before this returns: later, there may be a new value. */
    @SuppressWarnings("LockNotBeforeTry") // nothing is done under the lock: it is only waited for
    private void giveUp(Removal own) {
        if (!withdraw(own)) {
            one.lock();
            one.unlock();
        }
    }

    /** Sees to it that a removal does not begin any more; false where others had taken it. */
    private boolean withdraw(Removal own) {
        synchronized (waiting) {
            own.wanted = false;
            return waiting.remove(own);
        }
    }

    private void removeSome() throws InterruptedException {
        List<Removal> some = take();
        try {
            List<String> paths =
                    some.stream().flatMap(each -> each.paths.stream()).toList();
            List<String> reasons = directory.remove(paths);
            boolean written = directory.flush();
            some.forEach(each -> each.end(reasons, written));
        } catch (RefusalException | UnexpectedAnswerException refused) {
            endEach(some, refused);
        } catch (IOException | RuntimeException failure) {
            some.forEach(each -> each.end(failure));
        } finally {
            putBack(some);
        }
    }

    /** Where one is interrupted, only that one gives up; the others' threads go on with theirs. */
    private void putBack(List<Removal> some) {
        synchronized (waiting) {
            some.stream().filter(each -> each.wanted && !each.done).forEach(waiting::add);
        }
    }

    /** What the node refused for many it is asked for each, for only one of them may be the reason. */
    private void endEach(List<Removal> some, IOException refused) throws InterruptedException {
        if (some.size() == 1) {
            some.get(0).end(refused);
            return;
        }
        for (Removal each : some) {
            if (each.wanted) {
                try {
                    List<String> reasons = directory.remove(each.paths);
                    each.end(reasons, directory.flush());
                } catch (IOException | RuntimeException failure) {
                    each.end(failure);
                }
            }
        }
    }

    private List<Removal> take() {
        List<Removal> some = new ArrayList<>();
        int paths = 0;
        synchronized (waiting) {
            while (!waiting.isEmpty()
                    && (some.isEmpty() || paths + waiting.peek().paths.size() <= PATHS_AT_A_TIME)) {
                Removal next = waiting.remove();
                paths += next.paths.size();
                some.add(next);
            }
        }
        return some;
    }

    /**
     * What came of a removal.
     *
     * @param reasons the node's, for what it did not remove
     * @param written whether there is a directory that was written
     */
    record Outcome(List<String> reasons, boolean written) {}

    private static final class Removal {
        private final List<String> paths;
        private Outcome outcome = new Outcome(List.of(), false);
        private @Nullable Exception failure;
        private boolean done;

        /** Whether its caller still waits for it. */
        private volatile boolean wanted = true;

        Removal(List<String> paths) {
            this.paths = paths;
        }

        void end(List<String> all, boolean written) {
            List<String> own = all.stream()
                    .filter(reason -> paths.stream().anyMatch(path -> reason.startsWith(path + ": ")))
                    .toList();
            outcome = new Outcome(own, written);
            done = true;
        }

        void end(Exception failed) {
            failure = failed;
            done = true;
        }
    }
}
