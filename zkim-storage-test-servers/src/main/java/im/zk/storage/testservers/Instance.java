package im.zk.storage.testservers;

/** A running server, whatever runs it. */
interface Instance {

    /** Where local processes and containers listen: nobody else's machine reaches it. */
    String LOOPBACK = "127.0.0.1";

    /** The host on which it listens. */
    default String host() {
        return LOOPBACK;
    }

    /** The port on which it listens. */
    int port();

    /** Kills it and keeps what it has stored. */
    void stop();

    /** Starts it again and waits until it answers. */
    void start();

    /** Kills it and removes what it has stored. */
    void close();
}
