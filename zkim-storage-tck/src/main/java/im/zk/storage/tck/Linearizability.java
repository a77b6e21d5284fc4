package im.zk.storage.tck;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks whether what many threads saw of one key could have happened in some order, one operation after another, in
 * which each takes effect between its call and its end: Wing and Gong's search, with a memory of what failed before
 * (Lowe, "Testing for linearizability").
 *
 * <p>Bounded: a history has at most {@value #MOST_CALLS} calls, and the search gives up after {@value #MOST_STATES} states.
 */
final class Linearizability {

    /** The most calls of one history. */
    static final int MOST_CALLS = 64;

    /** What {@link Call#value} is where there is no value. */
    static final int NONE = 0;

    private static final int MOST_STATES = 2_000_000;

    private final List<Call> history;
    private final Set<State> failed = new HashSet<>();

    private Linearizability(List<Call> history) {
        this.history = history;
    }

    /** Whether a history of one key, which begins without a value, can be explained. */
    static boolean holds(List<Call> history) {
        if (history.size() > MOST_CALLS) {
            throw new IllegalArgumentException("a history of " + history.size() + " calls");
        }
        List<Call> sorted =
                history.stream().sorted(Comparator.comparingLong(Call::start)).toList();
        return new Linearizability(sorted).explains(new State(0, NONE));
    }

    private boolean explains(State state) {
        if (Long.bitCount(state.done) == history.size()) {
            return true;
        }
        if (failed.size() > MOST_STATES) {
            throw new IllegalStateException("The search for an order gave up after " + MOST_STATES + " states");
        }
        if (failed.contains(state)) {
            return false;
        }
        long firstEnd = Long.MAX_VALUE;
        for (int at = 0; at < history.size(); at++) {
            firstEnd = state.isDone(at)
                    ? firstEnd
                    : Math.min(firstEnd, history.get(at).end());
        }
        for (int at = 0; at < history.size() && history.get(at).start() < firstEnd; at++) {
            Call next = history.get(at);
            if (!state.isDone(at) && next.fits(state.value) && explains(state.after(at, next))) {
                return true;
            }
        }
        failed.add(state);
        return false;
    }

    /** Which calls have taken effect, and the value that they left. */
    private record State(long done, int value) {
        boolean isDone(int at) {
            return (done & 1L << at) != 0;
        }

        State after(int at, Call call) {
            return new State(done | 1L << at, call.leaves(value));
        }
    }

    /** What a call does. */
    enum Action {
        SET,
        GET,
        HAS,
        DELETE
    }

    /**
     * One call and its answer.
     *
     * @param start when it was made, on a clock that all threads share
     * @param end when it ended
     * @param action what it did
     * @param value the value that it wrote or read, {@link #NONE} for none; for {@code HAS}, 1 is any
     */
    record Call(long start, long end, Action action, int value) {
        boolean fits(int current) {
            return switch (action) {
                case GET -> current == value;
                case HAS -> (current != NONE) == (value != NONE);
                case SET, DELETE -> true;
            };
        }

        int leaves(int current) {
            return switch (action) {
                case SET -> value;
                case DELETE -> NONE;
                case GET, HAS -> current;
            };
        }

        @Override
        public String toString() {
            return start + "–" + end + " " + action + " " + value;
        }
    }
}
