package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.benchmarks.store.Stores;
import java.nio.file.Path;

/** Measures one store in a JVM of its own: {@code <store> <full or quick> <file of results>}. */
public final class StoreProgram {

    private StoreProgram() {}

    public static void main(String[] arguments) throws Exception {
        Scale scale = Scale.of(arguments[1]);
        Results results = new Results(Path.of(arguments[2]));
        Store store = Stores.find(arguments[0]);
        new Throughput(store, scale, results).run();
        Requests.run(store, scale, results);
        Presence.run(store, scale, results);
        Bulk.run(store, scale, results);
        // Threads of clients that have nothing to close would keep the JVM.
        System.exit(0);
    }
}
