package im.zk.file;

import static im.zk.file.Files.await;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The test vectors: files of fixed keys and fixed randomness, as they lie in {@code vectors/<name>}. */
final class Vectors {

    static final List<String> NAMES = List.of("plain", "empty", "compressed");
    static final String USER_ID = "zoë";
    static final byte[] SEED = FixedRandom.bytes(UserKeys.SEED_BYTES, 1);
    static final byte[] PLATFORM = FixedRandom.bytes(PlatformKey.KEY_BYTES, 101);

    private Vectors() {}

    static byte[] content(String name) {
        return switch (name) {
            case "plain" -> FixedRandom.bytes(2500, 0);
            case "empty" -> new byte[0];
            default -> "what repeats itself is short. ".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        };
    }

    /** Makes a vector anew: the values by key. */
    static Map<String, byte[]> make(String name) {
        InMemoryStorage storage = new InMemoryStorage();
        FileServiceConfig config = Files.smallChunks()
                .clock(Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC))
                .compression(name.equals("compressed") ? Compression.ZSTD : Compression.NONE)
                .searchable(!name.equals("empty"))
                .build();
        try (ZkimFileService service = ZkimFileService.builder()
                .storage(storage)
                .config(config)
                .random(new FixedRandom())
                .build()) {
            await(service.createZkimFile(
                    content(name),
                    USER_ID,
                    PlatformKey.fromBytes(PLATFORM),
                    UserKeys.fromSeed(SEED),
                    FileMetadata.builder()
                            .fileName("Vector " + name + ".bin")
                            .tags(List.of("test", "überall"))
                            .customField("ключ", "值")
                            .customField("a", "b")
                            .build()));
        }
        return values(storage);
    }

    static Map<String, byte[]> values(StorageBackend storage) {
        Map<String, byte[]> values = new TreeMap<>();
        await(storage.keys()).forEach(key -> values.put(key, await(storage.get(key))));
        return values;
    }

    static void write(Map<String, byte[]> values, Path directory) throws IOException {
        for (Map.Entry<String, byte[]> value : values.entrySet()) {
            Path file = directory.resolve(value.getKey());
            java.nio.file.Files.createDirectories(file.getParent());
            java.nio.file.Files.write(file, value.getValue());
        }
        String keys = "user-seed " + HexFormat.of().formatHex(SEED) + "\nplatform-key "
                + HexFormat.of().formatHex(PLATFORM) + "\nuser-id " + USER_ID + "\n";
        java.nio.file.Files.writeString(directory.resolve("keys.txt"), keys);
    }

    static Map<String, byte[]> read(Path directory) throws IOException {
        Map<String, byte[]> values = new TreeMap<>();
        try (Stream<Path> files = java.nio.file.Files.walk(directory)) {
            files.filter(java.nio.file.Files::isRegularFile)
                    .filter(file -> !file.endsWith("keys.txt"))
                    .forEach(file ->
                            values.put(directory.relativize(file).toString().replace('\\', '/'), bytes(file)));
        }
        return values;
    }

    private static byte[] bytes(Path file) {
        try {
            return java.nio.file.Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
