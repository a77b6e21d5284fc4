package im.zk.storage.testservers;

/** How a server is stopped that is to be started again. */
enum Stop {
    /** At once, as by a failing machine: for a server whose stored data survive it. */
    KILL(0),
    /** In order: for a server that writes only then what it has acknowledged. */
    TERM(60);

    private final int graceSeconds;

    Stop(int graceSeconds) {
        this.graceSeconds = graceSeconds;
    }

    /** How long Docker waits after it has asked. */
    int graceSeconds() {
        return graceSeconds;
    }
}
