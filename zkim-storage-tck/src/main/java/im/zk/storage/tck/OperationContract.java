package im.zk.storage.tck;

/** Rules O1 to O6: what each operation means. */
abstract class OperationContract extends Contract {}
