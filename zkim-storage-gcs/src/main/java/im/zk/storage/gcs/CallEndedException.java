package im.zk.storage.gcs;

/** A request that was not made, or not waited for, because its call was cancelled or took too long. */
final class CallEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean late;

    CallEndedException(boolean late) {
        super(late ? "The call took too long." : "The call was cancelled.");
        this.late = late;
    }

    /** Whether the call took too long; else it was cancelled. */
    boolean isLate() {
        return late;
    }
}
