package im.zk.storage.tck;

/** Rules L1 to L3: closing. */
abstract class LifeContract extends Contract {}
