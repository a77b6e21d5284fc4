package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stores each value with a checksum behind it, in the same object, and fails with kind {@code CORRUPTED} where what comes
 * back is not what was stored. The format is that of {@link ChecksumTrailer}.
 *
 * <p>A value is copied once on its way in and once on its way out, and may be so much smaller than the backend's limit.
 * {@code has} and listings read no value, and so check none.
 */
class ChecksumStorageBackend extends LayerStorageBackend {

    private final ChecksumOptions options;
    private final int maximumBytes;

    ChecksumStorageBackend(StorageBackend delegate, ChecksumOptions options) {
        this(delegate, options, BodyReader.LARGEST_ARRAY);
    }

    /** With another length for the largest array that can be made, for tests. */
    ChecksumStorageBackend(StorageBackend delegate, ChecksumOptions options, int largestArray) {
        super(delegate);
        this.options = options;
        this.maximumBytes = largestArray - ChecksumTrailer.length(options.algorithm);
    }

    @Override
    Layer layer() {
        return Layer.CHECKSUM;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(key, "key");
        if (value.length > maximumBytes) {
            return CompletableFuture.failedFuture(tooLarge(List.of(key)));
        }
        return super.set(key, ChecksumTrailer.append(value, options.algorithm));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        CompletableFuture<byte @Nullable []> stored = super.get(key);
        boolean isThere = stored.isDone() && !stored.isCompletedExceptionally();
        return isThere ? check(key, stored.getNow(null)) : Futures.then(stored, found -> check(key, found));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        Map<String, byte[]> stored = new LinkedHashMap<>();
        List<String> tooLarge = new ArrayList<>();
        entries.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            if (value.length > maximumBytes) {
                tooLarge.add(key);
            } else {
                stored.put(key, ChecksumTrailer.append(value, options.algorithm));
            }
        });
        if (tooLarge.isEmpty()) {
            return super.setBatch(stored);
        }
        List<List<String>> parts = List.of(tooLarge, List.copyOf(stored.keySet()));
        return Batches.run(
                parts.iterator(),
                parts.size(),
                part -> part,
                part -> part == tooLarge ? CompletableFuture.failedFuture(tooLarge(part)) : super.setBatch(stored));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return Futures.map(super.getBatch(keys), stored -> {
            Map<String, byte[]> values = new LinkedHashMap<>();
            Map<String, String> violations = new LinkedHashMap<>();
            stored.forEach((key, found) -> {
                String violation = violation(found);
                if (violation == null) {
                    values.put(key, value(found));
                } else {
                    violations.put(key, violation);
                }
            });
            if (!violations.isEmpty()) {
                Map.Entry<String, String> first =
                        violations.entrySet().iterator().next();
                throw DecoratorErrors.of(ErrorKind.CORRUPTED, message(first.getKey(), first.getValue()))
                        .failedKeys(violations.keySet())
                        .build();
            }
            return Collections.unmodifiableMap(values);
        });
    }

    private CompletableFuture<byte @Nullable []> check(String key, byte @Nullable [] stored) {
        String violation = stored == null ? null : violation(stored);
        if (violation != null) {
            return CompletableFuture.failedFuture(DecoratorErrors.of(ErrorKind.CORRUPTED, message(key, violation))
                    .key(key)
                    .build());
        }
        return CompletableFuture.completedFuture(stored == null ? null : value(stored));
    }

    /** What is wrong with what came back; null for nothing. */
    @Nullable String violation(byte[] stored) {
        return options.acceptUnmarked && !ChecksumTrailer.isMarked(stored) ? null : ChecksumTrailer.violation(stored);
    }

    private static byte[] value(byte[] stored) {
        return ChecksumTrailer.isMarked(stored) ? ChecksumTrailer.strip(stored) : stored;
    }

    private ServiceException tooLarge(List<String> keys) {
        String message = "With a checksum behind it, a value may have " + maximumBytes + " bytes.";
        return DecoratorErrors.of(ErrorKind.VALUE_TOO_LARGE, message)
                .failedKeys(keys)
                .build();
    }

    private static String message(String key, String violation) {
        return "What is stored for the key " + Keys.quote(key) + " " + violation + ".";
    }
}
