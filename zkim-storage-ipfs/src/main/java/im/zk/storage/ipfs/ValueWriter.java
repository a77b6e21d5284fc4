package im.zk.storage.ipfs;

import im.zk.storage.ipfs.Command.Attachment;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stores values so that a reader sees the old one or the new one, though MFS replaces an entry by removing it first: the new
 * value is added and linked under its other name in one request, and then moved to its own, which the node does by unlinking
 * the old value, linking the new one, and then unlinking the other name. Whoever finds neither of both names in one state of
 * the directory knows that there is no value.
 */
final class ValueWriter {

    private static final int ATTEMPTS = 8;

    /** How long the other name must stand unchanged until whoever put it there is taken for dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(25);

    private final Uploads uploads;
    private final KeyDirectory directory;
    private final Removals removals;

    private final LeftBehind leftBehind;

    ValueWriter(Uploads uploads, KeyDirectory directory, Removals removals, LeftBehind leftBehind) {
        this.uploads = uploads;
        this.directory = directory;
        this.removals = removals;
        this.leftBehind = leftBehind;
    }

    /** Stores a value for a key that nobody else of this backend writes, and gives its content identifier. */
    String write(String key, byte[] value) throws IOException, InterruptedException {
        boolean uploaded = false;
        try {
            String cid = upload(key, value);
            uploaded = true;
            for (int attempt = 1; !replace(key); attempt++) {
                requireAnother(attempt, "Other clients keep changing this key, or remove it.");
                cid = upload(key, value);
            }
            settle(List.of());
            uploads.unpin(cid);
            leftBehind.remove(key);
            return cid;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            leftBehind.add(Set.of(key), uploaded, failure);
            if (failure instanceof RefusalException refusal) {
                withdraw(key, refusal);
            }
            throw failure;
        }
    }

    /**
     * Stores values for keys that nobody else of this backend writes: in one request for all that are added, and one for each
     * that is linked.
     *
     * @param values the values by key, as many and as large as one request is to carry
     * @param cids takes the content identifiers of what was stored
     * @return what went wrong, by key
     */
    Map<String, Exception> writeAll(Map<String, byte[]> values, Map<String, String> cids) throws InterruptedException {
        Map<String, Exception> failures = new LinkedHashMap<>();
        Map<String, String> linked = new LinkedHashMap<>();
        try {
            linked.putAll(uploadAll(values));
            Set<String> replaced = replaceAll(linked.keySet(), failures);
            settle(failures.keySet().stream().map(directory::newPathOf).toList());
            for (String key : replaced) {
                uploads.unpin(Objects.requireNonNull(linked.get(key)));
            }
            linked.keySet().retainAll(replaced);
            cids.putAll(linked);
        } catch (IOException | RuntimeException failure) {
            // Each by itself will meet the same, or not.
            leftBehind.add(values.keySet(), !linked.isEmpty(), failure);
        }
        for (Map.Entry<String, byte[]> each : values.entrySet()) {
            if (!cids.containsKey(each.getKey()) && !failures.containsKey(each.getKey())) {
                try {
                    cids.put(each.getKey(), write(each.getKey(), each.getValue()));
                } catch (IOException | RuntimeException failure) {
                    failures.put(each.getKey(), failure);
                }
            }
        }
        return failures;
    }

    /** Adds values and links them under their other names; gives the content identifiers of those that are. */
    private Map<String, String> uploadAll(Map<String, byte[]> values) throws IOException, InterruptedException {
        uploads.makeDirectory();
        List<String> keys = List.copyOf(values.keySet());
        List<Attachment> files = keys.stream()
                .map(key -> new Attachment(directory.newNameOf(key), Objects.requireNonNull(values.get(key))))
                .toList();
        List<String> cids = uploads.add(directory.path() + "/", files);
        Map<String, String> linked = new LinkedHashMap<>();
        for (int at = 0; at < cids.size(); at++) {
            linked.put(keys.get(at), cids.get(at));
        }
        if (!cids.isEmpty()) {
            // The first that could not be linked is the last that was answered.
            String last = keys.get(cids.size() - 1);
            Stat stat = directory.stat(directory.newPathOf(last));
            if (stat == null || !stat.cid().equals(linked.get(last))) {
                linked.remove(last);
            }
        }
        return linked;
    }

    private Set<String> replaceAll(Set<String> keys, Map<String, Exception> failures) throws InterruptedException {
        Set<String> replaced = new LinkedHashSet<>();
        for (String key : keys) {
            try {
                if (replace(key)) {
                    replaced.add(key);
                }
            } catch (IOException | RuntimeException failure) {
                failures.put(key, failure);
            }
        }
        return replaced;
    }

    /** Removes paths and has all changes written, which are lost where the directory is. */
    private void settle(List<String> paths) throws IOException, InterruptedException {
        if (!removals.remove(paths).written()) {
            uploads.forgetDirectory();
            throw new BusyException("The directory " + directory.path() + " was removed in the meantime.");
        }
    }

    /** What was refused is not to be found under its other name. */
    private void withdraw(String key, RefusalException refusal) throws InterruptedException {
        try {
            removals.remove(List.of(directory.newPathOf(key)));
        } catch (IOException | RuntimeException failure) {
            refusal.addSuppressed(failure);
        }
    }

    /** Adds a value and links it under its other name. */
    private String upload(String key, byte[] value) throws IOException, InterruptedException {
        String path = directory.newPathOf(key);
        for (int attempt = 1; ; attempt++) {
            uploads.makeDirectory();
            String cid = uploads.add(path, value);
            Stat linked = directory.stat(path);
            if (linked != null && linked.cid().equals(cid)) {
                return cid;
            }
            requireAnother(attempt, "Other clients keep storing values for this key.");
            if (linked == null) {
                uploads.forgetDirectory();
            } else {
                awaitOther(key, linked);
            }
        }
    }

    /** Links what is under the other name in place of the key's value; false where the other name is gone. */
    private boolean replace(String key) throws IOException, InterruptedException {
        String from = directory.newPathOf(key);
        String to = directory.pathOf(key);
        for (int attempt = 1; ; attempt++) {
            try {
                directory.move(from, to);
                return true;
            } catch (RefusalException refusal) {
                String reason = refusal.reason();
                if (reason.equals("file does not exist")) {
                    return false;
                }
                if (reason.startsWith("reached limit of ")) {
                    directory.flush();
                } else if (!isOvertaken(reason)) {
                    throw refusal;
                }
                requireAnother(attempt, "Other clients keep changing this key.");
            }
        }
    }

    /** Whether another client has unlinked or linked the same entry between the two steps of this one. */
    private static boolean isOvertaken(String reason) {
        return reason.equals("directory already has entry by that name");
    }

    /** Waits until another client has stored its value for this key, or finishes in its place. */
    private void awaitOther(String key, Stat first) throws IOException, InterruptedException {
        String path = directory.newPathOf(key);
        long patience = leftBehind.remove(key) ? 0 : PATIENCE.toNanos();
        long begun = System.nanoTime();
        Stat seen = first;
        while (System.nanoTime() - begun < patience) {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            Stat now = directory.stat(path);
            if (now == null) {
                return;
            }
            if (!now.cid().equals(seen.cid())) {
                begun = System.nanoTime();
                seen = now;
            }
        }
        finishOther(key);
    }

    /** The other value is the key's where the key has no other, and else was never seen. */
    private void finishOther(String key) throws IOException, InterruptedException {
        String path = directory.newPathOf(key);
        if (directory.stat(directory.pathOf(key)) == null) {
            replace(key);
        }
        removals.remove(List.of(path));
    }

    private static void requireAnother(int attempt, String problem) throws BusyException {
        if (attempt >= ATTEMPTS) {
            throw new BusyException(problem);
        }
    }

    /** Other clients were always quicker. */
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;

        BusyException(String message) {
            super(message);
        }
    }
}
