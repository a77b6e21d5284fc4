package im.zk.storage.tck;

/** Rules A1 to A4: how results and failures arrive. */
abstract class FutureContract extends Contract {}
