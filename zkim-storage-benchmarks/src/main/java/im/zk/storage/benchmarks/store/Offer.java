package im.zk.storage.benchmarks.store;

import im.zk.storage.benchmarks.contender.Contender;

/**
 * A contender that a store can be used with.
 *
 * @param name how results call it
 * @param side what it is compared as
 * @param open opens it
 */
public record Offer(String name, Side side, Opener open) {

    /** The name of this library's backend as it comes. */
    public static final String OURS = "zkim-storage";

    /** This library's backend as it comes. */
    public static Offer ours(Opener open) {
        return new Offer(OURS, Side.OURS, open);
    }

    /** The service's own client, as its documentation shows it: the one that a goal is set against. */
    public static Offer client(String name, Opener open) {
        return new Offer(name, Side.CLIENT, open);
    }

    /** Another library over many stores. */
    public static Offer library(String name, Opener open) {
        return new Offer(name, Side.LIBRARY, open);
    }

    /** A second way to use this library or the client, which is measured with one caller only. */
    public static Offer variant(String name, Opener open) {
        return new Offer(name, Side.VARIANT, open);
    }

    /** What a contender is compared as. */
    public enum Side {
        OURS,
        CLIENT,
        LIBRARY,
        VARIANT
    }

    /** Opens a contender. */
    @FunctionalInterface
    public interface Opener {
        Contender open() throws Exception;
    }
}
