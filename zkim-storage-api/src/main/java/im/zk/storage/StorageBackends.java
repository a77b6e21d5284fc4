package im.zk.storage;

import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.Pages;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes backends from configuration, and does with any backend what its interface leaves out. */
public final class StorageBackends {

    private static final Logger LOGGER = LoggerFactory.getLogger(StorageBackends.class);

    /** The artifact that adds a type, for the error about a type that is not there. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "file", "zkim-storage-file",
            "s3", "zkim-storage-s3",
            "azure", "zkim-storage-azure",
            "gcs", "zkim-storage-gcs",
            "postgres", "zkim-storage-jdbc",
            "jdbc", "zkim-storage-jdbc",
            "rest", "zkim-storage-rest",
            "ipfs", "zkim-storage-ipfs");

    /** So many failures in a row are one that does not go away: a class loader whose files cannot be read. */
    private static final int MOST_BROKEN = 20;

    private StorageBackends() {}

    /**
     * Makes the backend of a URI, such as {@code s3://bucket/prefix?region=eu-west-1}, {@code file:///var/data} or
     * {@code memory:}.
     *
     * @throws ServiceException as {@link #create(StorageConfig)} does
     */
    public static StorageBackend create(String uri) {
        return create(StorageConfig.fromUri(uri));
    }

    /**
     * Makes the backend that a configuration describes, of a type that a module on the class path or module path
     * provides. There is no default type.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where the type is missing or unknown, a property
     *     is unknown or required and missing, or a value cannot be used
     */
    public static StorageBackend create(StorageConfig config) {
        Objects.requireNonNull(config, "config");
        StorageBackendProvider provider = provider(config);
        Map<String, String> properties = properties(provider, config);
        refuseUnknown(provider, properties);
        StorageConfig complete = StorageConfig.of(provider.type(), properties);
        for (ConfigProperty property : provider.properties()) {
            if (property.required() && complete.get(property.name()).isEmpty()) {
                throw StorageConfig.invalid("The " + provider.type() + " storage needs the property '" + property.name()
                        + "': " + property.description() + ".");
            }
        }
        StorageBackend backend = provider.create(complete);
        LOGGER.info("Opened {}", backend);
        return backend;
    }

    /**
     * Shows every key to a consumer, page by page: one page is in memory at a time.
     *
     * @param backend what to list
     * @param query the prefix, the pages' size, and where to begin
     * @param consumer called for one key at a time, on whichever thread a page arrives
     * @return completes after the last key; fails as {@link StorageBackend#listKeys} does, or with what the consumer
     *     threw. Cancelling it ends the listing
     */
    public static CompletableFuture<@Nullable Void> forEachKey(
            StorageBackend backend, KeyQuery query, Consumer<String> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return Pages.walk(
                token -> backend.listKeys(token == null ? query : query.withToken(token)), KeyPage::nextToken, page -> {
                    page.keys().forEach(consumer);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private static StorageBackendProvider provider(StorageConfig config) {
        List<Throwable> broken = new ArrayList<>();
        List<StorageBackendProvider> providers = providers(broken);
        List<String> types = names(providers).sorted().distinct().toList();
        String type = config.type()
                .orElseThrow(() -> StorageConfig.invalid("The configuration has no '" + StorageConfig.TYPE
                        + "'. The types on the class path are: " + String.join(", ", types) + "."));
        List<StorageBackendProvider> matching = providers.stream()
                .filter(provider -> names(List.of(provider)).anyMatch(type::equals))
                .toList();
        if (matching.size() > 1) {
            throw StorageConfig.invalid("Two modules provide the storage type '" + type + "': "
                    + matching.get(0).getClass().getName() + " and "
                    + matching.get(1).getClass().getName() + ". Remove one of them.");
        }
        if (matching.isEmpty()) {
            ServiceException unknown = unknownType(type, types);
            broken.forEach(unknown::addSuppressed);
            throw unknown;
        }
        broken.forEach(error -> LOGGER.warn("A storage provider could not be loaded and is left out", error));
        return matching.get(0);
    }

    private static ServiceException unknownType(String type, List<String> types) {
        List<String> known =
                Stream.concat(types.stream(), ARTIFACTS.keySet().stream()).toList();
        String wanted =
                ARTIFACTS.containsKey(type) ? type : nearest(type, known).orElse(type);
        String artifact = ARTIFACTS.get(wanted);
        StringBuilder message = new StringBuilder("There is no storage type '" + type + "' on the class path, only: ")
                .append(String.join(", ", types))
                .append('.');
        if (!wanted.equals(type)) {
            message.append(" Did you mean '").append(wanted).append("'?");
        }
        if (artifact != null && !types.contains(wanted)) {
            message.append(" The artifact im.zk.storage:").append(artifact).append(" adds it.");
        }
        return StorageConfig.invalid(message.toString());
    }

    /** Those that can be loaded; one that cannot must not hide the others. */
    private static List<StorageBackendProvider> providers(List<Throwable> broken) {
        Map<Class<?>, StorageBackendProvider> found = new LinkedHashMap<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        Stream.of(
                        ServiceLoader.load(StorageBackendProvider.class, context),
                        ServiceLoader.load(StorageBackendProvider.class, StorageBackends.class.getClassLoader()))
                .map(ServiceLoader::iterator)
                .forEach(iterator -> {
                    for (StorageBackendProvider each = next(iterator, broken);
                            each != null;
                            each = next(iterator, broken)) {
                        found.putIfAbsent(each.getClass(), each);
                    }
                });
        return List.copyOf(found.values());
    }

    private static @Nullable StorageBackendProvider next(
            Iterator<StorageBackendProvider> iterator, List<Throwable> broken) {
        for (int failures = 0; failures < MOST_BROKEN; failures++) {
            try {
                return iterator.hasNext() ? iterator.next() : null;
            } catch (ServiceConfigurationError error) {
                broken.add(error);
            }
        }
        return null;
    }

    private static Stream<String> names(List<StorageBackendProvider> providers) {
        return providers.stream()
                .flatMap(provider -> Stream.concat(Stream.of(provider.type()), provider.aliases().stream()));
    }

    private static Map<String, String> properties(StorageBackendProvider provider, StorageConfig config) {
        Map<String, String> properties =
                new LinkedHashMap<>(config.uri().map(provider::fromUri).orElse(Map.of()));
        config.properties().forEach((name, value) -> {
            if (properties.putIfAbsent(name, value) != null) {
                throw StorageConfig.invalid("The property '" + name + "' is given twice: beside the URI and in it.");
            }
        });
        return properties;
    }

    private static void refuseUnknown(StorageBackendProvider provider, Map<String, String> properties) {
        List<String> known =
                provider.properties().stream().map(ConfigProperty::name).toList();
        for (String name : properties.keySet()) {
            if (!known.contains(name)) {
                throw StorageConfig.invalid("The " + provider.type() + " storage has no property '" + name + "'."
                        + nearest(name, known)
                                .map(near -> " Did you mean '" + near + "'?")
                                .orElse("")
                        + " It knows: " + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
            }
        }
    }

    /** The name that takes the fewest edits, unless that is more than half of it. */
    private static Optional<String> nearest(String name, List<String> names) {
        return names.stream()
                .filter(each -> distance(name, each) <= Math.max(1, each.length() / 2))
                .min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /** The Levenshtein distance, letters of either case being the same. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int at = 0; at <= right.length(); at++) {
            row[at] = at;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                int replace = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
