package im.zk.storage.benchmarks.measure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param rounds how often each contender is measured, in turn with the others
 * @param round how long, each time
 * @param compiling how long each is run at first, with small values
 * @param warmUp how long each is run before each point
 * @param bulk how many keys bulk operations have
 * @param slowBulk the same on Azurite and fake-gcs-server, which are slow, and where a server is away
 * @param bulkRounds how often bulk operations are measured in PostgreSQL; elsewhere once
 * @param counted the sizes of the values of which requests are counted
 * @param largest the size of the large value of which {@code has} is asked
 * @param listed how many keys are listed
 * @param pending how many calls are left pending
 * @param watched how long
 * @param starts how many processes are started with each backend
 */
public record Scale(
        int rounds,
        Duration round,
        Duration compiling,
        Duration warmUp,
        int bulk,
        int slowBulk,
        int bulkRounds,
        List<Integer> counted,
        int largest,
        List<Integer> listed,
        List<Integer> pending,
        Duration watched,
        int starts) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** Stores of which a point costs too much time, or says more of an emulator than of its clients, to measure them all. */
    private static final Set<String> SPARSE = Set.of("azurite", "fake-gcs", "rest", "ipfs");

    /** The figures that are published. */
    public static final Scale FULL = new Scale(
            5,
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            Duration.ofMillis(250),
            10_000,
            2_000,
            3,
            List.of(KIB, 16 * MIB),
            64 * MIB,
            List.of(10_000, 100_000, 1_000_000),
            List.of(1_000, 10_000),
            Duration.ofSeconds(2),
            3);

    /** Only shows that everything still runs. */
    public static final Scale QUICK = new Scale(
            1,
            Duration.ofMillis(20),
            Duration.ofMillis(60),
            Duration.ofMillis(20),
            50,
            50,
            1,
            List.of(KIB),
            MIB,
            List.of(300),
            List.of(20),
            Duration.ofMillis(100),
            1);

    /**
     * A number of callers, each of which waits for the answer to a call before the next, and the size of their values.
     *
     * @param size bytes
     * @param callers how many
     */
    public record Point(int size, int callers) {}

    /** {@code full} or {@code quick}. */
    public static Scale of(String name) {
        return switch (name) {
            case "full" -> FULL;
            case "quick" -> QUICK;
            default -> throw new IllegalArgumentException("There is no " + name + " form, only full and quick");
        };
    }

    /** The points that are measured of a store. */
    public List<Point> points(String store) {
        if (equals(QUICK)) {
            return List.of(new Point(64 * KIB, 2));
        }
        if (SPARSE.contains(store)) {
            return List.of(
                    new Point(KIB, 1),
                    new Point(KIB, 16),
                    new Point(KIB, 64),
                    new Point(64 * KIB, 16),
                    new Point(MIB, 1),
                    new Point(MIB, 16),
                    new Point(16 * MIB, 1));
        }
        List<Point> most = List.of(
                new Point(KIB, 1),
                new Point(KIB, 16),
                new Point(KIB, 64),
                new Point(64 * KIB, 1),
                new Point(64 * KIB, 16),
                new Point(64 * KIB, 64),
                new Point(MIB, 1),
                new Point(MIB, 16),
                new Point(MIB, 64),
                new Point(16 * MIB, 1),
                new Point(16 * MIB, 16),
                new Point(16 * MIB, 64));
        // A gibibyte in flight says more of a server on the same machine than of its clients.
        return store.equals("directory") ? most : most.subList(0, most.size() - 1);
    }
}
