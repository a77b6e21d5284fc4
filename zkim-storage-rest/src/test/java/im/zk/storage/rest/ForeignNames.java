package im.zk.storage.rest;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A store behind the server that also lists what others put there, under names that are no keys. */
final class ForeignNames extends ForwardingStorageBackend {

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    ForeignNames(StorageBackend store) {
        super(store);
    }

    /** The names; who changes them changes the store. */
    Set<String> names() {
        return names;
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return Futures.map(super.keys(), this::withNames);
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return Futures.map(
                super.listKeys(query),
                page -> page.nextToken() != null || page.keys().size() + names.size() > query.limit()
                        ? page
                        : new KeyPage(withNames(page.keys()), null));
    }

    private List<String> withNames(Collection<String> keys) {
        List<String> all = new ArrayList<>(keys);
        all.addAll(names);
        return all;
    }
}
