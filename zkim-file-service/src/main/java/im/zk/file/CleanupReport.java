package im.zk.file;

/**
 * What a cleanup did.
 *
 * @param uploads intents of uploads that were dead
 * @param chunks chunks that belonged to no file
 * @param indexEntries entries that belonged to no file, or to a word that it has no more
 * @param wordsPutBack entries that a header lists and the index had not
 * @param damaged how often a record or a header could not be read, and the file was left as it is; each is logged
 */
public record CleanupReport(long uploads, long chunks, long indexEntries, long wordsPutBack, long damaged) {}
