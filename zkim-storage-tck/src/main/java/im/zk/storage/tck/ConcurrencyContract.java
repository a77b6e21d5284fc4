package im.zk.storage.tck;

/** Rules V4 and A5: many threads at once. */
abstract class ConcurrencyContract extends Contract {}
