package im.zk.storage.tck;

/** Rules V1 to V3: what a backend does with values. */
abstract class ValueContract extends Contract {}
