package im.zk.storage.rest;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.BaseUrl;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.OwnHttpClient;
import im.zk.storage.spi.Pages;
import im.zk.storage.spi.TimedWork;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps values behind any server that speaks the REST routes {@code PUT}, {@code GET}, {@code HEAD} and {@code DELETE
 * /files/{key}}, and {@code GET} and {@code DELETE /files}.
 *
 * <p>Each operation is one request. Where the server has more to offer, paging and batches, as
 * {@link im.zk.storage.rest.server.StorageServer} has, it is asked for that once. A key is one segment of the path, percent-encoded;
 * the namespace is the base URL. What a 404 means is told by {@link MissingKeys a documented rule}, which may take one
 * more request. Lengths and digests are checked. Whether writes are durable, atomic and seen at once is the server's to keep.
 */
public final class RestStorageBackend implements StorageBackend {

    private static final Logger LOGGER = LoggerFactory.getLogger(RestStorageBackend.class);

    private static final String OCTETS = "application/octet-stream";

    private final RestStorageOptions options;
    private final Set<Capability> capabilities;
    private final @Nullable OwnHttpClient ownClient;
    private final RestErrors errors;
    private final Calls calls;
    private final TimedWork requests;
    private final Routes routes;
    private final Exchange exchange;
    private final MissingKeys missingKeys;
    private final ListingRequests listings;
    private final BatchCalls batches;
    private final BodyLimit value;

    /** Makes a backend. Nothing is sent before its first operation. */
    public RestStorageBackend(RestStorageOptions options) {
        this.options = options;
        Set<Capability> all = EnumSet.allOf(Capability.class);
        if (!options.orderedListing()) {
            all.remove(Capability.ORDERED_LISTING);
        }
        capabilities = Collections.unmodifiableSet(all);
        ownClient = options.client().isPresent()
                ? null
                : new OwnHttpClient("zkim-rest", options.httpVersion(), options.connectTimeout());
        errors = new RestErrors(options);
        calls = Calls.blocking(errors, options.executor().orElse(null), "zkim-rest");
        requests = new TimedWork(calls.executor(), options.callTimeout());
        routes = new Routes(options.baseUrl());
        exchange = new Exchange(ownClient == null ? options.client().orElseThrow() : ownClient.client(), options);
        missingKeys = new MissingKeys(exchange, routes);
        listings = new ListingRequests(exchange, routes, options);
        batches = new BatchCalls(this, calls, requests, errors, new BatchRequests(exchange, routes, options), options);
        value = BodyLimit.ofValue(options.maximumValueBytes());
        if (options.apiKey().isPresent() && BaseUrl.isUnencrypted(options.baseUrl())) {
            LOGGER.warn("The API key for {} goes over the network unencrypted: use https", options.baseUrl());
        }
        BackendLog.opened(this);
    }

    /** Starts a backend: {@code RestStorageBackend.builder().baseUrl("https://storage.example.com/v1").build()}. */
    public static RestStorageOptions.Builder<RestStorageBackend> builder() {
        return new RestStorageOptions.Builder<>(RestStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.run(Operation.SET, key, () -> {
            if (value.length > options.maximumValueBytes()) {
                throw errors.valueTooLarge(Operation.SET, key, value.length, options.maximumValueBytes());
            }
            return requests.run(() -> {
                exchange.send("PUT", routes.file(key), value, OCTETS, BodyLimit.BEGINNING)
                        .requireSuccess();
                return null;
            });
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(
                Operation.GET,
                key,
                () -> requests.run(() -> {
                    Answer answer = exchange.send("GET", routes.file(key), value);
                    if (missingKeys.isMissing(answer)) {
                        return null;
                    }
                    answer.requireSuccess();
                    if (answer.status() != 200) {
                        // "No content" is what some answer for what is not there, and an empty value is a value.
                        throw new UnexpectedAnswerException(answer);
                    }
                    return answer.body();
                }));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(
                Operation.HAS,
                key,
                () -> requests.run(() -> {
                    Answer answer = exchange.send("HEAD", routes.file(key), BodyLimit.BEGINNING);
                    if (missingKeys.isMissing(answer)) {
                        return false;
                    }
                    answer.requireSuccess();
                    return true;
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(
                Operation.DELETE,
                key,
                () -> requests.run(() -> {
                    Answer answer = exchange.send("DELETE", routes.file(key), BodyLimit.BEGINNING);
                    if (!missingKeys.isMissing(answer)) {
                        answer.requireSuccess();
                    }
                    return null;
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(
                Operation.CLEAR,
                () -> requests.run(() -> {
                    exchange.send("DELETE", routes.files(), BodyLimit.BEGINNING).requireSuccess();
                    return null;
                }));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, () -> requests.run(listings::all));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return batches.set(entries);
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return batches.get(keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return batches.delete(keys);
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(Operation.LIST, query, () -> {
            String token = query.token();
            if (token != null && !ListingRequests.isToken(token)) {
                return DefaultOperations.listKeys(this, query);
            }
            return Futures.then(requests.run(exchange::extensions), extensions -> {
                if (extensions.paging() && (extensions.ordered() || !options.orderedListing())) {
                    return requests.run(() -> listings.page(query));
                }
                return token == null
                        ? DefaultOperations.listKeys(this, query)
                        : CompletableFuture.failedFuture(Pages.invalidToken());
            });
        });
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** Breaks off what is under way, and ends a client and an executor of its own. */
    @Override
    public void close() {
        calls.close();
        if (ownClient != null) {
            ownClient.close();
        }
    }

    /** What stands before {@code /files} in every URL. */
    public URI baseUrl() {
        return options.baseUrl();
    }

    /** {@code Rest[https://storage.example.com/v1]}. */
    @Override
    public String toString() {
        return "Rest[" + options.baseUrl() + "]";
    }
}
