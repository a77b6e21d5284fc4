package im.zk.storage.ipfs;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.BaseUrl;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.OwnHttpClient;
import im.zk.storage.spi.TimedWork;
import im.zk.storage.spi.ValueTooLargeException;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps values in an IPFS node, through <a href="https://docs.ipfs.tech/reference/kubo/rpc/">Kubo's RPC API</a>.
 *
 * <p>The index from key to content is a directory of the node's MFS, which {@code ipfs files ls} shows: it survives restarts,
 * and keeps content from the node's garbage collector for as long as its key lives. Readers see the old value or the new
 * one; of writers of one key at the same time, one wins. What is published on IPFS cannot be taken back: delete removes the
 * key and lets the node forget the content; others who have it keep it.
 */
public final class IpfsStorageBackend implements StorageBackend {

    private static final Logger LOGGER = LoggerFactory.getLogger(IpfsStorageBackend.class);

    private static final int READ_ATTEMPTS = 3;

    private final IpfsStorageOptions options;
    private final @Nullable OwnHttpClient ownClient;
    private final IpfsErrors errors;
    private final Calls calls;
    private final NodeWork work;
    private final NodeApi node;
    private final NodeVersion version;
    private final KeyDirectory directory;
    private final Removals removals;
    private final LeftBehind leftBehind = new LeftBehind();
    private final ValueWriter writer;
    private final Trash trash;
    private final RemotePins pins;
    private final KeyLocks locks = new KeyLocks();
    private final BatchCalls batches;

    /** Makes a backend. Nothing is sent before its first operation. */
    public IpfsStorageBackend(IpfsStorageOptions options) {
        this.options = options;
        ownClient = options.client().isPresent()
                ? null
                : new OwnHttpClient("zkim-ipfs", options.httpVersion(), options.connectTimeout());
        node = new NodeApi(ownClient == null ? options.client().orElseThrow() : ownClient.client(), options);
        version = new NodeVersion(node);
        errors = new IpfsErrors(options, version);
        calls = Calls.blocking(errors, options.executor().orElse(null), "zkim-ipfs");
        work = new NodeWork(new TimedWork(calls.executor(), options.callTimeout()), version);
        directory = new KeyDirectory(node, options.directory());
        removals = new Removals(directory);
        writer = new ValueWriter(new Uploads(node, version, directory), directory, removals, leftBehind);
        trash = new Trash(node, directory, removals);
        pins = new RemotePins(node, options.pinningService().orElse(null));
        batches = new BatchCalls(
                this, calls, work, errors, writer, directory, pins, locks, trash, options.maximumValueBytes());
        if (options.authorization() != null && BaseUrl.isUnencrypted(options.ipfsUrl())) {
            LOGGER.warn("The credentials for {} go over the network unencrypted: use https", options.ipfsUrl());
        }
        BackendLog.opened(this);
    }

    /** Starts a backend: {@code IpfsStorageBackend.builder().ipfsUrl("http://localhost:5001").build()}. */
    public static IpfsStorageOptions.Builder<IpfsStorageBackend> builder() {
        return new IpfsStorageOptions.Builder<>(IpfsStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.run(Operation.SET, key, () -> {
            if (value.length > options.maximumValueBytes()) {
                throw new ValueTooLargeException(value.length, options.maximumValueBytes());
            }
            return work.run(() -> {
                locks.with(key, () -> store(key, value));
                return null;
            });
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(Operation.GET, key, () -> work.run(() -> read(key)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(Operation.HAS, key, () -> work.run(() -> directory.find(key) != null));
    }

    /**
     * The content identifier of a key's value, by which any IPFS node that can reach this one reads the same bytes.
     *
     * @param key the key
     * @return completes with a CID of version 1, or with null where there is no such key
     */
    public CompletableFuture<@Nullable String> cid(String key) {
        return calls.run(
                Operation.HAS,
                key,
                () -> work.run(() -> {
                    Stat found = directory.find(key);
                    return found == null ? null : found.cid();
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(
                Operation.DELETE,
                key,
                () -> work.run(() -> {
                    locks.with(key, () -> forget(key));
                    return null;
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(
                Operation.CLEAR,
                () -> work.run(() -> {
                    List<String> own = directory.entries().stream()
                            .filter(entry -> directory.keyOf(entry) != null)
                            .toList();
                    if (own.size() > Removals.PATHS_AT_A_TIME) {
                        for (RefusalException refusal :
                                trash.discard(key -> true).values()) {
                            throw refusal;
                        }
                    } else if (!own.isEmpty()) {
                        removals.removeFiles(
                                own.stream().map(directory::pathOfEntry).toList());
                    }
                    if (pins.isWanted()) {
                        for (String key : directory.keys(own)) {
                            pins.remove(directory.pathOf(key), null);
                        }
                    }
                    return null;
                }));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, () -> work.run(() -> directory.keys(directory.entries())));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return batches.set(entries);
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return batches.delete(keys);
    }

    /** Breaks off what is under way, and ends a client and an executor of its own. */
    @Override
    public void close() {
        calls.close();
        if (ownClient != null) {
            ownClient.close();
        }
    }

    /** The URL of the node's RPC API, without {@code /api/v0}. */
    public URI ipfsUrl() {
        return options.ipfsUrl();
    }

    /** {@code Ipfs[http://localhost:5001/zkim-files]}: the node and the directory of its MFS. */
    @Override
    public String toString() {
        return "Ipfs[" + options.ipfsUrl() + options.directory() + "]";
    }

    private void store(String key, byte[] value) throws IOException, InterruptedException {
        String path = directory.pathOf(key);
        Stat before = pins.isWanted() ? directory.stat(path) : null;
        String cid = writer.write(key, value);
        pins.replace(path, before == null ? null : before.cid(), cid);
    }

    private void forget(String key) throws IOException, InterruptedException {
        String path = directory.pathOf(key);
        removals.removeFiles(List.of(directory.newPathOf(key), path));
        leftBehind.remove(key);
        pins.remove(path, null);
    }

    /** What a listing named may be replaced, and collected, before it is read: then it is looked for again. */
    private byte @Nullable [] read(String key) throws IOException, InterruptedException {
        String tried = "";
        for (int attempt = 1; ; attempt++) {
            Stat found = directory.find(key);
            if (found == null) {
                return null;
            }
            if (found.size() > options.maximumValueBytes()) {
                throw new ValueTooLargeException(found.size(), options.maximumValueBytes());
            }
            try {
                return content(found);
            } catch (RefusalException refusal) {
                boolean replaced = refusal.saysBlockMissing() && !found.cid().equals(tried) && attempt < READ_ATTEMPTS;
                if (!replaced) {
                    throw refusal;
                }
                tried = found.cid();
            }
        }
    }

    private byte[] content(Stat found) throws IOException, InterruptedException {
        Command cat = Command.of("cat").arg(found.cid()).option("offline", true).option("progress", false);
        byte[] value = node.runForBytes(cat, found.size());
        if (value.length != found.size()) {
            throw new MalformedAnswerException(
                    "The answer was cut short after " + value.length + " of " + found.size() + " bytes.");
        }
        RawCid.check(found.cid(), value);
        return value;
    }
}
