package im.zk.storage.tck;

/** Rule O7: batches. */
abstract class BatchContract extends Contract {}
