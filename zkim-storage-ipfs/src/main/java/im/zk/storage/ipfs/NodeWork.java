package im.zk.storage.ipfs;

import im.zk.storage.spi.TimedWork;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An operation's work, which begins with the question for the node's version, if that was not asked yet. */
final class NodeWork {

    private final TimedWork work;
    private final NodeVersion version;

    NodeWork(TimedWork work, NodeVersion version) {
        this.work = work;
        this.version = version;
    }

    <T extends @Nullable Object> CompletableFuture<T> run(Callable<T> operation) {
        return work.run(() -> {
            version.require();
            return operation.call();
        });
    }
}
