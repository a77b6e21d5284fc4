package im.zk.storage.tck;

/** The unbroken twin passes everything. */
class ReferenceTckTest extends ReferenceTck {}
