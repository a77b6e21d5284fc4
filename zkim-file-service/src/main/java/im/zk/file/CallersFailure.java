package im.zk.file;

/** What the caller gave has failed, a stream, publisher or listener: the cause is what it threw. */
final class CallersFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String what;

    /** By what it is. */
    CallersFailure(String what, Throwable thrown) {
        super(thrown);
        this.what = what;
    }

    /** Tells a listener. */
    static void tell(ProgressListener listener, long bytes, long total) {
        try {
            listener.progress(bytes, total);
        } catch (RuntimeException thrown) {
            throw new CallersFailure("progress listener", thrown);
        }
    }

    String what() {
        return what;
    }
}
