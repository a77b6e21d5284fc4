package im.zk.storage.rest;

import im.zk.storage.rest.protocol.BatchAnswer;
import im.zk.storage.rest.protocol.BatchRequest;
import im.zk.storage.rest.protocol.Extensions;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The batches of a server that takes them: how keys and values are parted among requests, and what comes back. */
final class BatchRequests {

    /** How many requests of one batch are under way at a time. */
    static final int CONCURRENCY = 4;

    /** A value with more bytes than this goes by itself, as it is and not in Base64. */
    private static final int LARGEST_VALUE = 256 * 1024;

    private static final int MOST_KEYS = 1000;
    private static final long MOST_BYTES = 4L << 20;

    /** What surrounds a key and a value in JSON, and the outermost braces. */
    private static final int PUNCTUATION = 16;

    private final Exchange exchange;
    private final Routes routes;
    private final BodyLimit limit;

    BatchRequests(Exchange exchange, Routes routes, RestStorageOptions options) {
        this.exchange = exchange;
        this.routes = routes;
        this.limit = BodyLimit.ofText(options.maximumListingBytes());
    }

    /** Keys in parts that fit a request each. */
    static List<List<String>> parts(List<String> keys, long batchBytes) {
        return parts(keys, key -> bytesOf(key, 0), batchBytes);
    }

    /** The keys of values in parts that fit a request each; those of large values by themselves. */
    static List<List<String>> parts(Map<String, byte[]> values, long batchBytes) {
        Map<Boolean, List<String>> halves = values.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> entry.getValue().length > LARGEST_VALUE
                                || bytesOf(entry.getKey(), entry.getValue().length) > batchBytes,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        List<List<String>> parts = new ArrayList<>(parts(
                halves.getOrDefault(false, List.of()),
                key -> bytesOf(key, Objects.requireNonNull(values.get(key)).length),
                batchBytes));
        halves.getOrDefault(true, List.of()).forEach(key -> parts.add(List.of(key)));
        return parts;
    }

    /** What the server can do. */
    Extensions extensions() throws IOException, InterruptedException {
        return exchange.extensions();
    }

    /** Stores values; gives the keys that failed, with the names of their kinds. */
    Map<String, String> set(List<String> keys, Map<String, byte[]> values) throws IOException, InterruptedException {
        Map<String, byte[]> part = new LinkedHashMap<>();
        keys.forEach(key -> part.put(key, Objects.requireNonNull(values.get(key))));
        return failed(post("set", BatchRequest.ofValues(part)), keys);
    }

    /** Removes keys; gives those that failed, with the names of their kinds. */
    Map<String, String> delete(List<String> keys) throws IOException, InterruptedException {
        return failed(post("delete", BatchRequest.ofKeys(keys)), keys);
    }

    /** Reads values; what the service answers has each key exactly once. */
    BatchAnswer get(List<String> keys) throws IOException, InterruptedException {
        BatchAnswer answer = post("get", BatchRequest.ofKeys(keys));
        List<String> answered = new ArrayList<>(answer.values().keySet());
        answered.addAll(answer.missing());
        answered.addAll(answer.deferred());
        answered.addAll(answer.failed().keySet());
        Set<String> asked = new HashSet<>(keys);
        if (answered.size() != asked.size() || !asked.equals(new HashSet<>(answered))) {
            throw new MalformedAnswerException("The answer to a batch does not have each of its keys exactly once.");
        }
        return answer;
    }

    private BatchAnswer post(String what, BatchRequest request) throws IOException, InterruptedException {
        byte[] content = RestProtocol.JSON.writeValueAsBytes(request);
        Answer answer = exchange.send("POST", routes.batch(what), content, RestProtocol.JSON_TYPE, limit);
        exchange.requireExtensions(answer);
        if (answer.status() != 200) {
            throw new UnexpectedAnswerException(answer);
        }
        return answer.parse(BatchAnswer.class);
    }

    private static Map<String, String> failed(BatchAnswer answer, Collection<String> keys) {
        if (!keys.containsAll(answer.failed().keySet())) {
            throw new MalformedAnswerException("The answer to a batch names keys that were not in it.");
        }
        return answer.failed();
    }

    private static List<List<String>> parts(List<String> keys, ToLongFunction<String> bytesOf, long batchBytes) {
        long most = Math.min(MOST_BYTES, batchBytes) - PUNCTUATION;
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        long bytes = 0;
        for (String key : keys) {
            long more = bytesOf.applyAsLong(key);
            if (!part.isEmpty() && (part.size() == MOST_KEYS || bytes + more > most)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(key);
            bytes += more;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** At least as many bytes as a key and its value take in JSON. */
    private static long bytesOf(String key, int valueBytes) {
        return PUNCTUATION + 6L * key.length() + 4L * ((valueBytes + 2) / 3);
    }
}
