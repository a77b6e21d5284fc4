package im.zk.file;

/**
 * What a cleanup removed.
 *
 * @param uploads intents of uploads that were dead
 * @param chunks chunks that belonged to no file
 * @param indexEntries entries that belonged to no file, or to a word that it has no more
 * @param damaged how often a record or a header could not be read, and the file was left as it is; each is logged
 */
public record CleanupReport(long uploads, long chunks, long indexEntries, long damaged) {}
