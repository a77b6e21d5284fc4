package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced to the device, and when: a power failure cannot be tried here, but what it would find can. */
class ForcingTest {

    private static final String KEY = "key";
    private static final String LONG_KEY = "k".repeat(450);

    @TempDir
    Path root;

    private final List<String> forced = new ArrayList<>();
    private LocalFiles files = new LocalFiles(Durability.SYNC);
    private ShardedDirectory directory = new ShardedDirectory(Path.of(""), files);

    @BeforeEach
    void open() throws IOException {
        root = root.toRealPath();
        files = new RecordingFiles();
        directory = new ShardedDirectory(root, files);
    }

    @Test
    @DisplayName("The value is forced before it has its name, then the directories that hold the name, up to the root")
    void valueThenNames() throws IOException {
        Path file = directory.file(LONG_KEY);
        Path shard = root.resolve(root.relativize(file).getName(0));
        set(LONG_KEY);
        Path parent = file.resolve("..").normalize();

        assertThat(forced)
                .containsExactly(
                        "value, the name is there: false",
                        name(parent),
                        name(parent.resolve("..").normalize()),
                        name(shard),
                        "");
    }

    @Test
    @DisplayName("A shard's own name is forced once, and again where the shard was taken away")
    void shards() throws IOException {
        String shard = root.relativize(directory.file(KEY)).getName(0).toString();
        set(KEY);
        set(KEY);
        assertThat(forced)
                .containsExactly("value, the name is there: false", shard, "", "value, the name is there: true", shard);
        forced.clear();
        Files.delete(directory.file(KEY));
        Files.delete(root.resolve(shard));
        set(KEY);
        assertThat(forced).containsExactly("value, the name is there: false", shard, "");
    }

    @Test
    @DisplayName("A deletion forces the directory that held the name, and where that is gone, the one above")
    void deletion() throws IOException {
        set(KEY);
        set(LONG_KEY);
        forced.clear();
        directory.remove(directory.file(KEY));
        directory.forceNames(directory.file(KEY));
        assertThat(forced)
                .containsExactly(root.relativize(directory.file(KEY)).getName(0).toString());
        forced.clear();
        directory.remove(directory.file(LONG_KEY));
        directory.forceNames(directory.file(LONG_KEY));
        assertThat(forced)
                .endsWith(root.relativize(directory.file(LONG_KEY)).getName(0).toString());
    }

    private void set(String key) throws IOException {
        try (TemporaryFiles temporaryFiles = new TemporaryFiles(root, files);
                TemporaryFile temporary = temporaryFiles.create()) {
            temporary.write(new byte[] {1}, files);
            directory.moveInto(temporary.path(), directory.file(key));
        }
    }

    private String name(Path path) {
        return root.relativize(path).toString();
    }

    /** Forces, and notes what. */
    private final class RecordingFiles extends LocalFiles {
        RecordingFiles() {
            super(Durability.SYNC);
        }

        @Override
        void force(FileChannel file) throws IOException {
            boolean named = Files.exists(directory.file(KEY)) || Files.exists(directory.file(LONG_KEY));
            forced.add("value, the name is there: " + named);
            super.force(file);
        }

        @Override
        void forceDirectory(Path path) throws IOException {
            forced.add(name(path));
            super.forceDirectory(path);
        }
    }
}
