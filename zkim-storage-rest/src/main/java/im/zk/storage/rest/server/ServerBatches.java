package im.zk.storage.rest.server;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.rest.protocol.BatchAnswer;
import im.zk.storage.rest.protocol.BatchRequest;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The batches of the protocol, by those of a backend. */
final class ServerBatches {

    /** How many keys are read at first, not knowing how large their values are. */
    private static final int FIRST_READ = 4;

    /** A value with more bytes than this is better asked for by itself, as it is and not in Base64. */
    private static final int LARGEST_VALUE = 256 << 10;

    /** Past this many bytes of values, the answer ends and the rest of the keys are deferred. */
    private static final long ENOUGH_BYTES = 4L << 20;

    private final StorageBackend backend;

    ServerBatches(StorageBackend backend) {
        this.backend = backend;
    }

    /** Stores values. */
    CompletableFuture<BatchAnswer> set(BatchRequest request) {
        return changed(backend.setBatch(request.values()), request.values().keySet());
    }

    /** Removes keys. */
    CompletableFuture<BatchAnswer> delete(BatchRequest request) {
        return changed(backend.deleteBatch(request.keys()), request.keys());
    }

    /** Reads values, as many as an answer should have. */
    CompletableFuture<BatchAnswer> get(BatchRequest request) {
        Reading reading = new Reading(Batches.distinct(request.keys()));
        return Futures.map(reading.next(FIRST_READ), ignored -> reading.answer());
    }

    private static CompletableFuture<BatchAnswer> changed(
            CompletableFuture<@Nullable Void> change, Collection<String> keys) {
        CompletableFuture<BatchAnswer> answer = Futures.map(change, ignored -> answer(Map.of()));
        return Futures.recover(answer, failure -> CompletableFuture.completedFuture(answer(failed(failure, keys))));
    }

    private static BatchAnswer answer(Map<String, String> failed) {
        return new BatchAnswer(null, null, null, failed);
    }

    /** The keys that a failure names, with its kind; one that names none, or others, is the failure of the whole batch. */
    private static Map<String, String> failed(Throwable failure, Collection<String> keys) {
        if (!(failure instanceof ServiceException known)) {
            throw new IllegalStateException("The backend failed with something else", failure);
        }
        List<String> failedKeys = ServerErrors.failedKeys(known);
        if (failedKeys.isEmpty() || !keys.containsAll(failedKeys)) {
            throw known;
        }
        ErrorKind kind = known.kind() == ErrorKind.CLOSED ? ErrorKind.UNAVAILABLE : known.kind();
        Map<String, String> failed = new LinkedHashMap<>();
        failedKeys.forEach(key -> failed.put(key, kind.name()));
        return failed;
    }

    /** A batch that is read in steps, which grow as long as the values are small. */
    private final class Reading {
        private final List<String> keys;
        private final Map<String, byte[]> values = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> deferred = new ArrayList<>();
        private final Map<String, String> failed = new HashMap<>();
        private int at;
        private long bytes;

        Reading(List<String> keys) {
            this.keys = keys;
        }

        CompletableFuture<@Nullable Void> next(int count) {
            if (at == keys.size() || bytes >= ENOUGH_BYTES) {
                return CompletableFuture.completedFuture(null);
            }
            List<String> step = keys.subList(at, Math.min(keys.size(), at + count));
            long before = bytes;
            return Futures.then(read(step), found -> {
                take(step, found);
                long room = ENOUGH_BYTES - bytes;
                long sized = bytes == before ? 2L * count : room * step.size() / (bytes - before);
                return next((int) Math.max(1, Math.min(2L * count, sized)));
            });
        }

        BatchAnswer answer() {
            deferred.addAll(keys.subList(at, keys.size()));
            return new BatchAnswer(values, missing, deferred, failed);
        }

        private void take(List<String> step, Map<String, byte[]> found) {
            for (String key : step) {
                byte[] value = found.get(key);
                if (value != null) {
                    if (value.length <= LARGEST_VALUE && bytes < ENOUGH_BYTES) {
                        values.put(key, value);
                    } else {
                        deferred.add(key);
                    }
                    bytes += value.length;
                } else if (!failed.containsKey(key)) {
                    missing.add(key);
                }
            }
            at += step.size();
        }

        /** Reads keys; those that fail are noted, and the others read again. */
        private CompletableFuture<Map<String, byte[]>> read(List<String> step) {
            return Futures.recover(backend.getBatch(step), failure -> {
                failed.putAll(failed(failure, step));
                return backend.getBatch(
                        step.stream().filter(key -> !failed.containsKey(key)).toList());
            });
        }
    }
}
