package im.zk.storage.file;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Pages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads all keys, of which one shard's are in memory at a time. A page's token is its last key. */
class Listing {

    private static final Pattern SHARD = Pattern.compile("[0-9a-f]{3}");
    private static final String TOKEN = "file:";

    /** More than the longest name needs: a directory of the store's own lies no deeper. */
    private static final int MAXIMUM_PARTS = 16;

    /** How often a directory is read that others change at the same time. */
    private static final int READINGS = 5;

    private final ShardedDirectory directory;

    Listing(ShardedDirectory directory) {
        this.directory = directory;
    }

    /** All keys. */
    List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        for (String shard : shards()) {
            keys.addAll(keys(shard).values());
        }
        directory.requireRoot();
        return Collections.unmodifiableList(keys);
    }

    /** One page; the shards before the one in which it begins are not read. */
    KeyPage page(KeyQuery query) throws IOException {
        String afterName = afterName(query.token());
        List<String> page = new ArrayList<>();
        for (String shard : afterName == null ? shards() : shardsFrom(ShardedDirectory.shard(afterName))) {
            NavigableMap<String, String> keys = keys(shard);
            boolean resumes = afterName != null && shard.equals(ShardedDirectory.shard(afterName));
            for (String key : (resumes ? keys.tailMap(afterName, false) : keys).values()) {
                if (key.startsWith(query.prefix())) {
                    if (page.size() == query.limit()) {
                        return new KeyPage(page, TOKEN + page.get(page.size() - 1));
                    }
                    page.add(key);
                }
            }
        }
        directory.requireRoot();
        return new KeyPage(page, null);
    }

    /** The shards that there are, in order. */
    List<String> shards() throws IOException {
        List<String> shards = new ArrayList<>();
        read(directory.root(), name -> {
            if (SHARD.matcher(name).matches()) {
                shards.add(name);
            }
        });
        Collections.sort(shards);
        return shards;
    }

    /** All possible shards from one on: to try those takes a page less than to read the names of all that there are. */
    private static List<String> shardsFrom(String first) {
        return IntStream.range(Integer.parseInt(first, 16), ShardedDirectory.SHARDS)
                .mapToObj(ShardedDirectory::shardAt)
                .toList();
    }

    /** The keys of a shard by their names, without the files that the store cannot have put there. */
    NavigableMap<String, String> keys(String shard) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("The listing was interrupted.");
        }
        NavigableSet<String> names = new TreeSet<>();
        collect(directory.root().resolve(shard), "", 1, names);
        NavigableMap<String, String> keys = new TreeMap<>();
        for (String name : names) {
            String key = ShardedDirectory.key(shard, name);
            if (key != null) {
                keys.put(name, key);
            }
        }
        return keys;
    }

    private static @Nullable String afterName(@Nullable String token) {
        if (token == null) {
            return null;
        }
        String key = token.startsWith(TOKEN) ? token.substring(TOKEN.length()) : "";
        if (Keys.violation(key) != null) {
            throw Pages.invalidToken();
        }
        return ShardedDirectory.name(key);
    }

    /**
     * Reads again while the directory changes: on tmpfs and Btrfs a name that is replaced moves to the directory's end,
     * so that one reading can miss it though it is always there. A name that ends in a lone {@code %} is a directory's.
     */
    private static void collect(Path folder, String prefix, int depth, NavigableSet<String> names) throws IOException {
        NavigableSet<String> parts = new TreeSet<>();
        FileTime before = null;
        FileTime changed = lastChange(folder);
        for (int reading = 0; changed != null && !changed.equals(before) && reading < READINGS; reading++) {
            readIfThere(folder, name -> {
                if (name.endsWith("%")) {
                    parts.add(name);
                } else {
                    names.add(prefix + name);
                }
            });
            before = changed;
            changed = lastChange(folder);
        }
        for (String part : parts) {
            if (depth < MAXIMUM_PARTS) {
                collect(folder.resolve(part), prefix + part + "/", depth + 1, names);
            }
        }
    }

    /** When a directory last changed; null where it is not there. */
    private static @Nullable FileTime lastChange(Path folder) throws IOException {
        BasicFileAttributes attributes = LocalFiles.attributes(folder);
        if (attributes != null && !attributes.isDirectory()) {
            throw UnexpectedFileException.notADirectory(folder);
        }
        return attributes == null ? null : attributes.lastModifiedTime();
    }

    private static void readIfThere(Path folder, Consumer<String> use) throws IOException {
        try {
            read(folder, use);
        } catch (NoSuchFileException gone) {
            // A delete took the last file out of it. Whether the root is gone as well is seen next.
            return;
        }
    }

    private static void read(Path folder, Consumer<String> use) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(path -> use.accept(String.valueOf(path.getFileName())));
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }
}
