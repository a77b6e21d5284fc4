package im.zk.storage.s3;

import im.zk.storage.KeyQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Every operation, begun at once. */
final class EveryOperation {

    private static final byte[] VALUE = {1, 2, 3};

    private EveryOperation() {}

    static Map<String, CompletableFuture<?>> of(S3StorageBackend storage) {
        Map<String, CompletableFuture<?>> all = new LinkedHashMap<>();
        all.put("set", storage.set("key", VALUE));
        all.put("set in parts", storage.set("key", new byte[(16 << 20) + 1]));
        all.put("get", storage.get("key"));
        all.put("has", storage.has("key"));
        all.put("delete", storage.delete("key"));
        all.put("clear", storage.clear());
        all.put("keys", storage.keys());
        all.put("deleteBatch", storage.deleteBatch(List.of("key")));
        all.put("setBatch", storage.setBatch(Map.of("key", VALUE)));
        all.put("getBatch", storage.getBatch(List.of("key")));
        all.put("listKeys", storage.listKeys(KeyQuery.all()));
        return all;
    }
}
