package im.zk.storage.testservers;

/** A server that tests may use; every one listens on the loopback address unless a system property named it. */
public abstract class TestServer implements AutoCloseable {

    private final Instance instance;
    private volatile boolean shared;

    TestServer(Instance instance) {
        this.instance = instance;
    }

    /** The host on which it listens. */
    public final String host() {
        return instance.host();
    }

    /** The port on which it listens; the same again after a stop and a start. */
    public final int port() {
        return instance.port();
    }

    /** Kills it, as a failing machine would: nothing is said to its clients, and what it has stored stays. */
    public final void stop() {
        own().stop();
    }

    /** Starts it again after a stop, with what it has stored, and returns once it answers. */
    public final void start() {
        own().start();
    }

    /** Ends it and removes what it has stored. */
    @Override
    public final void close() {
        own().close();
    }

    final void share() {
        shared = true;
    }

    private Instance own() {
        if (shared) {
            throw new IllegalStateException(
                    "All tests share this server: stop, start and close only one that you started for yourself");
        }
        return instance;
    }
}
