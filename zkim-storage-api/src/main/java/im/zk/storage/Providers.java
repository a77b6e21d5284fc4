package im.zk.storage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@link ServiceLoader} finds on the class path or module path, and in the application's own class loader. */
final class Providers {

    /** So many failures in a row are one that does not go away: a class loader whose files cannot be read. */
    private static final int MOST_BROKEN = 20;

    private Providers() {}

    /** Those that can be loaded; one that cannot must not hide the others. */
    static <T> List<T> load(Class<T> service, List<Throwable> broken) {
        Map<Class<?>, T> found = new LinkedHashMap<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        Stream.of(ServiceLoader.load(service, context), ServiceLoader.load(service, Providers.class.getClassLoader()))
                .map(ServiceLoader::iterator)
                .forEach(iterator -> {
                    for (T each = next(iterator, broken); each != null; each = next(iterator, broken)) {
                        found.putIfAbsent(each.getClass(), each);
                    }
                });
        return List.copyOf(found.values());
    }

    private static <T> @Nullable T next(Iterator<T> iterator, List<Throwable> broken) {
        for (int failures = 0; failures < MOST_BROKEN; failures++) {
            try {
                return iterator.hasNext() ? iterator.next() : null;
            } catch (ServiceConfigurationError error) {
                broken.add(error);
            }
        }
        return null;
    }
}
