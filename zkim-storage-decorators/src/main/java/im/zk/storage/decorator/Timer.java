package im.zk.storage.decorator;

/** Time, and what is done after some of it, on a thread that may be blocked by whatever follows. */
interface Timer extends AutoCloseable {

    /** As {@link System#nanoTime()}. */
    long nanos();

    /**
     * Has something done after a time.
     *
     * @return what calls it off, if it is not done yet
     */
    Runnable after(long nanos, Runnable action);

    /** Has something done soon, on another thread. */
    void soon(Runnable action);

    /** Ends the threads, without waiting for what they do. */
    @Override
    void close();
}
