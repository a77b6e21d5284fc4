package im.zk.storage;

import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.Pages;
import im.zk.storage.spi.StorageBackendProvider;
import im.zk.storage.spi.StorageDecoratorProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes backends from configuration, and does with any backend what its interface leaves out. */
public final class StorageBackends {

    private static final Logger LOGGER = LoggerFactory.getLogger(StorageBackends.class);

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
     * provides, with the decorators around it that further properties ask for. There is no default type.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where the type is missing or unknown, a property
     *     is unknown, blank, or required and missing, or a value cannot be used
     */
    public static StorageBackend create(StorageConfig config) {
        Objects.requireNonNull(config, "config");
        StorageBackendProvider provider = provider(config);
        Map<String, String> properties = properties(provider, config);
        List<StorageDecoratorProvider> decorators = decorators();
        refuseUnknown(provider, decorators, properties.keySet());
        Map<String, String> own = new LinkedHashMap<>(properties);
        own.keySet().retainAll(namesOf(provider.properties()));
        properties.keySet().removeAll(own.keySet());
        refuseBlank(provider, own);
        refuseBlank(provider, properties);
        StorageConfig complete = StorageConfig.of(provider.type(), own);
        for (ConfigProperty property : provider.properties()) {
            if (property.required() && complete.get(property.name()).isEmpty()) {
                throw StorageConfig.invalid("The " + provider.type() + " storage needs the property '" + property.name()
                        + "': " + property.description() + ".");
            }
        }
        return decorate(provider.create(complete), decorators, StorageConfig.of(provider.type(), properties));
    }

    /**
     * Makes a backend of a store that exists already, by four functions that may block:
     * {@code adapt(store::write, store::read, store::remove, store::list)}.
     *
     * @param put stores a value under a key
     * @param get gives the value of a key, or null
     * @param delete removes a key, if it is there
     * @param keys gives all keys
     * @return the backend; as {@link #adapt(BlockingStore)} says
     */
    public static StorageBackend adapt(
            BlockingStore.Put put, BlockingStore.Get get, BlockingStore.Delete delete, BlockingStore.Keys keys) {
        return adapt(BlockingStore.of(put, get, delete, keys));
    }

    /**
     * Makes a backend of a store that exists already. Its calls run on threads of the backend's own: virtual ones where
     * there are any, else at most 64. Closing the backend ends those, and leaves the store as it is.
     */
    public static StorageBackend adapt(BlockingStore store) {
        return new AdaptedStorage(store, null);
    }

    /** The same on an executor of the caller's, which stays open: one thread, where the store is not safe for more. */
    public static StorageBackend adapt(BlockingStore store, Executor executor) {
        return new AdaptedStorage(store, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Shows every key to a consumer, page by page: one page is in memory at a time.
     *
     * @param backend what to list
     * @param query the prefix, the pages' size, and where to begin
     * @param consumer called for one key at a time, on whichever thread a page arrives
     * @return completes after the last key; fails as {@link StorageBackend#listKeys} does, with kind
     *     {@link ErrorKind#CORRUPTED} where the pages go round in circles, or with what the consumer threw. Cancelling it
     *     ends the listing
     */
    public static CompletableFuture<@Nullable Void> forEachKey(
            StorageBackend backend, KeyQuery query, Consumer<String> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return Pages.walk(backend, query, page -> {
            page.keys().forEach(consumer);
            return CompletableFuture.completedFuture(null);
        });
    }

    private static StorageBackendProvider provider(StorageConfig config) {
        List<Throwable> broken = new ArrayList<>();
        List<StorageBackendProvider> providers = Providers.load(StorageBackendProvider.class, broken);
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
            ServiceException unknown = UnknownNames.type(type, types);
            broken.forEach(unknown::addSuppressed);
            throw unknown;
        }
        broken.forEach(error -> LOGGER.warn("A storage provider could not be loaded and is left out", error));
        return matching.get(0);
    }

    private static List<StorageDecoratorProvider> decorators() {
        List<Throwable> broken = new ArrayList<>();
        List<StorageDecoratorProvider> decorators = Providers.load(StorageDecoratorProvider.class, broken);
        broken.forEach(error -> LOGGER.warn("A provider of decorators could not be loaded and is left out", error));
        return decorators;
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

    private static void refuseUnknown(
            StorageBackendProvider provider, List<StorageDecoratorProvider> decorators, Set<String> properties) {
        List<String> own = namesOf(provider.properties());
        List<String> known = new ArrayList<>(own);
        decorators.forEach(each -> known.addAll(namesOf(each.properties())));
        for (String name : properties) {
            if (!known.contains(name)) {
                throw UnknownNames.property(provider.type(), name, own, known);
            }
        }
    }

    /** A blank prefix, endpoint or key is a variable that was never set: the default in its place may be another store. */
    private static void refuseBlank(StorageBackendProvider provider, Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (value.isBlank()) {
                throw StorageConfig.invalid("The " + provider.type() + " storage's property '" + name
                        + "' is blank. Give it a value, or leave it out.");
            }
        });
    }

    private static List<String> namesOf(List<ConfigProperty> properties) {
        return properties.stream().map(ConfigProperty::name).toList();
    }

    /** Each provider is given those of the properties that are its own, where there are any. */
    private static StorageBackend decorate(
            StorageBackend backend, List<StorageDecoratorProvider> decorators, StorageConfig config) {
        StorageBackend decorated = backend;
        try {
            for (StorageDecoratorProvider each : decorators) {
                Map<String, String> its = new LinkedHashMap<>(config.properties());
                its.keySet().retainAll(namesOf(each.properties()));
                if (!its.isEmpty()) {
                    decorated = each.decorate(
                            decorated, StorageConfig.of(config.type().orElseThrow(), its));
                }
            }
            return decorated;
        } catch (RuntimeException | Error wrong) {
            decorated.close();
            throw wrong;
        }
    }
}
