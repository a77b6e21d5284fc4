package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.file.Durability;
import im.zk.storage.file.FileStorageBackend;
import im.zk.storage.file.FileStorageOptions;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.StorageBackendTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract for a stack over a directory. Forcing to the device is left out: it changes no answer. */
abstract class DirectoryTck extends StorageBackendTck {

    private final Set<Layer> layers;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    DirectoryTck(Set<Layer> layers) {
        this.layers = layers;
    }

    @Override
    protected StorageBackend open(String namespace) {
        return Stacks.over(builder(namespace).build(), layers);
    }

    @Override
    protected StorageBackend openWriter(String namespace) {
        return Stacks.writerOver(builder(namespace).build(), layers);
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() throws IOException {
        StorageBackend backend = open("gone");
        try (var files = Files.walk(directory.resolve("gone"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        return Optional.of(backend);
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(
                Stacks.keepingNothingOver(builder(namespace).executor(executor).build(), layers));
    }

    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) throws IOException {
        Path own = Files.createDirectories(directory.resolve(namespace));
        Files.createDirectories(own.resolve("abc"));
        Set<String> names = Set.of("README", "abc/A", "abc/%41", "abc/a b", "abc/%2f", "zzz", "%tmp.bak");
        for (String name : names) {
            Files.writeString(own.resolve(name), "foreign");
        }
        return Optional.of(new ForeignObjects(
                names,
                () -> names.stream()
                        .filter(name -> Files.exists(own.resolve(name)))
                        .collect(Collectors.toSet()),
                () -> {
                    for (String name : names) {
                        Files.deleteIfExists(own.resolve(name));
                    }
                }));
    }

    @Override
    protected int keyBytesTaken() {
        return Stacks.keyBytesTaken(layers);
    }

    private FileStorageOptions.Builder<FileStorageBackend> builder(String namespace) {
        return FileStorageBackend.builder()
                .directory(directory.resolve(namespace))
                .durability(Durability.NO_SYNC);
    }
}
