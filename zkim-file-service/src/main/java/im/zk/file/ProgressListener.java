package im.zk.file;

/** Told how far a file has come. Called by one thread at a time, with ascending numbers; what it throws fails the operation. */
@FunctionalInterface
public interface ProgressListener {

    /** Listens to nothing. */
    ProgressListener NONE = (bytes, total) -> {};

    /**
     * More of the content has passed.
     *
     * @param bytes how many bytes of content so far: stored, or given out
     * @param total how many there are in all, or -1 where that is not known yet
     */
    void progress(long bytes, long total);
}
