package im.zk.storage.benchmarks.store;

import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.OpenDal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A store that is measured: a server of the tests, or a directory. */
public interface Store {

    /** How results call it. */
    String name();

    /** Where it is. */
    URI endpoint();

    /** Who is measured on it, at its endpoint or at that of a route to it. */
    List<Offer> offers(URI endpoint);

    /** Who is measured on it. */
    default List<Offer> offers() {
        return offers(endpoint());
    }

    /** OpenDAL on what this library's backend keeps in a namespace; only of stores of which it lists names. */
    default OpenDal openDal(String namespace) {
        throw new UnsupportedOperationException("OpenDAL does not list the keys of this store");
    }

    /** This library's backend on it, in a namespace of its own. */
    StorageBackend ours(URI endpoint, String namespace) throws Exception;

    /** Makes what its contenders need: a bucket, a container, a table. */
    default void prepare() throws Exception {}

    /** The system properties by which another JVM finds it. */
    Map<String, String> whereabouts();

    /** Whether it is asked over HTTP, so that requests can be counted on the way. */
    default boolean http() {
        return endpoint().getScheme().equals("http");
    }
}
