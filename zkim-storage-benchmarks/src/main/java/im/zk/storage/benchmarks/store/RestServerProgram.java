package im.zk.storage.benchmarks.store;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.rest.server.StorageServer;

/** Serves memory over REST, says on which port, and ends when its input does: when the process that started it ends. */
public final class RestServerProgram {

    private RestServerProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (StorageServer server =
                StorageServer.builder().backend(new InMemoryStorage()).start()) {
            System.out.println(server.baseUrl(""));
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }
}
