package im.zk.storage.spi;

import java.util.Random;

/** The seed of this run's random tests: printed, and taken back as {@code -Dzkim.test.seed=…}. */
public final class Seed {

    private static final long VALUE = Long.getLong("zkim.test.seed", System.nanoTime());

    static {
        System.out.println("zkim.test.seed=" + VALUE);
    }

    private Seed() {}

    /** A source of numbers that does not depend on which tests ran before. */
    public static Random random() {
        return new Random(VALUE);
    }
}
