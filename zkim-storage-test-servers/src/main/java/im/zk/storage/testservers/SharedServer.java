package im.zk.storage.testservers;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A server that starts when it is first asked for. One that cannot be had is looked for once. */
final class SharedServer<S extends TestServer> {

    private final Supplier<S> find;
    private @Nullable S server;
    private @Nullable MissingServerException missing;

    SharedServer(Supplier<S> find) {
        this.find = find;
    }

    synchronized S get() {
        if (missing != null) {
            throw verdict(missing);
        }
        if (server == null) {
            server = orVerdict(this::look);
        }
        return server;
    }

    private S look() {
        try {
            S found = find.get();
            found.share();
            return found;
        } catch (MissingServerException failure) {
            missing = failure;
            throw failure;
        }
    }

    /** What the supplier gives; where a server is missing, the test fails or is skipped. */
    static <T> T orVerdict(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (MissingServerException failure) {
            throw verdict(failure);
        }
    }

    private static RuntimeException verdict(MissingServerException failure) {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            return failure;
        }
        return new TestAbortedException(failure.getMessage(), failure);
    }
}
