package im.zk.storage.tck;

/** Rules E1 to E3: what failures say. */
abstract class ErrorContract extends Contract {}
