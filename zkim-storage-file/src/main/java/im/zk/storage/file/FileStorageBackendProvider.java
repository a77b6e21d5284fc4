package im.zk.storage.file;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.ConfigUri;
import im.zk.storage.spi.StorageBackendProvider;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The type {@code file}: {@code file:///var/data}, or {@code file:data} under the current directory. */
public final class FileStorageBackendProvider implements StorageBackendProvider {

    private static final String DIRECTORY = "directory";
    private static final String CREATE_DIRECTORY = "createDirectory";
    private static final String DURABILITY = "durability";
    private static final Pattern DRIVE = Pattern.compile("/[A-Za-z]:(/.*)?");

    /** For {@link java.util.ServiceLoader}. */
    public FileStorageBackendProvider() {}

    @Override
    public String type() {
        return "file";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required(DIRECTORY, "the directory that holds everything"),
                ConfigProperty.optional(
                        CREATE_DIRECTORY, "whether a directory that is missing is made: true (the default) or false"),
                ConfigProperty.optional(
                        DURABILITY,
                        "sync (the default) to survive a power failure, no_sync to survive only the end of the process"));
    }

    @Override
    public Map<String, String> fromUri(String uri) {
        ConfigUri parsed = ConfigUri.parse(uri);
        if (!parsed.authority().isEmpty()) {
            throw parsed.malformed("names a host; a path needs three slashes, as in file:///var/data");
        }
        if (parsed.query().containsKey(DIRECTORY)) {
            throw parsed.malformed("has the directory both as its path and as a property");
        }
        String path = parsed.path();
        boolean onWindows = File.separatorChar == '\\';
        Map<String, String> properties = new LinkedHashMap<>(parsed.query());
        properties.put(DIRECTORY, onWindows && DRIVE.matcher(path).matches() ? path.substring(1) : path);
        return properties;
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        FileStorageOptions.Builder<FileStorageBackend> builder = FileStorageBackend.builder();
        config.getPath(DIRECTORY).ifPresent(builder::directory);
        config.getBoolean(CREATE_DIRECTORY).ifPresent(builder::createDirectory);
        config.get(DURABILITY).ifPresent(word -> builder.durability(durability(word)));
        return builder.build();
    }

    private static Durability durability(String word) {
        return Arrays.stream(Durability.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> FileErrors.invalid("The property '" + DURABILITY + "' must be sync or no_sync."));
    }
}
