package im.zk.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.StorageBackendProvider;
import im.zk.storage.spi.StorageDecoratorProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that a class loader of an application finds: good, double and broken ones. */
class StorageBackendsLoadingTest {

    @TempDir
    Path services;

    @Test
    void aProviderOfTheContextClassLoaderIsFoundByItsTypeAndItsAlias() throws Exception {
        for (String uri : List.of("shelf:", "bookshelf:", "SHELF:")) {
            assertThat(with(() -> StorageBackends.create(uri), Shelf.class)).isInstanceOf(InMemoryStorage.class);
        }
    }

    @Test
    void twoProvidersOfOneTypeAreAnErrorThatNamesBoth() throws Exception {
        ServiceException failure = with(
                () -> catchThrowableOfType(ServiceException.class, () -> StorageBackends.create("shelf:")),
                Shelf.class,
                OtherShelf.class);

        assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(failure).hasMessageContainingAll("'shelf'", Shelf.class.getName(), OtherShelf.class.getName());
    }

    @Test
    void aProviderThatCannotBeMadeHidesNoOther() throws Exception {
        StorageBackend storage = with(() -> StorageBackends.create("shelf:"), Broken.class, Shelf.class);

        assertThat(storage).isInstanceOf(InMemoryStorage.class);
    }

    @Test
    void aProviderThatCannotBeMadeIsToldWhereItsTypeIsMissing() throws Exception {
        ServiceException failure = with(
                () -> catchThrowableOfType(ServiceException.class, () -> StorageBackends.create("broken:")),
                Broken.class);

        assertThat(failure).hasMessageContaining("no storage type 'broken'");
        assertThat(failure.getSuppressed()).hasAtLeastOneElementOfType(ServiceConfigurationError.class);
    }

    @Test
    void aRequiredPropertyThatIsMissingIsNamedWithWhatItIsFor() throws Exception {
        ServiceException failure = with(
                () -> catchThrowableOfType(ServiceException.class, () -> StorageBackends.create("locked:")),
                Locked.class);

        assertThat(failure).hasMessageContainingAll("locked", "'combination'", "the four digits");
        ServiceException misspelt = with(
                () -> catchThrowableOfType(
                        ServiceException.class, () -> StorageBackends.create("locked:?combinaton=1234")),
                Locked.class);
        assertThat(misspelt)
                .hasMessageContainingAll("'combinaton'", "'combination'")
                .hasMessageNotContaining("1234");
    }

    @Test
    void aTypeWhoseNameIsPartOfAnotherIsStillToldItsArtifact() throws Exception {
        ServiceException failure = with(
                () -> catchThrowableOfType(ServiceException.class, () -> StorageBackends.create("s3:")), Css3.class);

        assertThat(failure).hasMessageContainingAll("css3", "im.zk.storage:zkim-storage-s3");
    }

    @Test
    void aClassLoaderWhoseFilesCannotBeReadHidesNoOther() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new ClassLoader(before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("a bad disk");
            }
        });
        try {
            assertThat(StorageBackends.create("memory:")).isInstanceOf(InMemoryStorage.class);
            ServiceException failure =
                    catchThrowableOfType(ServiceException.class, () -> StorageBackends.create("unknown:"));
            assertThat(failure.getSuppressed()).isNotEmpty().hasSizeLessThan(100);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void decoratorsAreGivenTheirOwnPropertiesAndTheBackendTheRest() throws Exception {
        StorageBackend storage =
                with(() -> StorageBackends.create("locked:?combination=1234&shout=loud"), Locked.class, Shouting.class);

        assertThat(storage).hasToString("Loud(Memory)");
        assertThat(with(() -> StorageBackends.create("shelf:"), Shelf.class, Shouting.class))
                .isInstanceOf(InMemoryStorage.class);
        assertThat(with(
                        () -> StorageBackends.create("shelf:?shout=loud"),
                        Shelf.class,
                        BrokenDecorator.class,
                        Shouting.class))
                .hasToString("Loud(Memory)");
    }

    @Test
    void aPropertyThatTheBackendKnowsTooIsTheBackends() throws Exception {
        assertThat(with(() -> StorageBackends.create("quiet:?shout=loud"), Quiet.class, Shouting.class))
                .isInstanceOf(InMemoryStorage.class);
    }

    @Test
    void aDecoratorThatFailsClosesTheBackend() throws Exception {
        ServiceException failure = with(
                () -> catchThrowableOfType(ServiceException.class, () -> StorageBackends.create("shelf:?shout=off")),
                Shelf.class,
                Shouting.class);

        assertThat(failure).hasMessageContaining("'shout' must be loud");
        StorageBackend backend =
                (StorageBackend) Objects.requireNonNull(System.getProperties().remove(Shouting.class.getName()));
        assertThat(backend.get("key")).isCompletedExceptionally();
    }

    private <T> T with(Callable<T> work, Class<?>... providers) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (Application loader = loader(providers)) {
            thread.setContextClassLoader(loader);
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Application loader(Class<?>... providers) throws IOException {
        for (Class<?> service : List.of(StorageBackendProvider.class, StorageDecoratorProvider.class)) {
            Path file = services.resolve("META-INF/services/" + service.getName());
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    Stream.of(providers)
                            .filter(service::isAssignableFrom)
                            .map(Class::getName)
                            .toList(),
                    UTF_8);
        }
        return new Application(services.toUri().toURL());
    }

    /** An application beside the library: it has the providers of this test itself, in no named module. */
    private static final class Application extends URLClassLoader {
        Application(URL services) {
            super(new URL[] {services}, StorageBackendsLoadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(StorageBackendsLoadingTest.class.getName() + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }

    /** Memory by another name. */
    public static class Shelf implements StorageBackendProvider {
        @Override
        public String type() {
            return "shelf";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("bookshelf");
        }

        @Override
        public List<ConfigProperty> properties() {
            return List.of();
        }

        @Override
        public StorageBackend create(StorageConfig config) {
            return new InMemoryStorage();
        }
    }

    /** Another module's type of the same name. */
    public static final class OtherShelf extends Shelf {}

    /** Has another type's name in its own. */
    public static final class Css3 extends Shelf {
        @Override
        public String type() {
            return "css3";
        }
    }

    /** Needs what is not there. */
    public static final class Broken extends Shelf {
        /** Fails, as a class does whose library is missing. */
        public Broken() {
            throw new NoClassDefFoundError("com/example/Client");
        }
    }

    /** Needs a property. */
    public static final class Locked extends Shelf {
        @Override
        public String type() {
            return "locked";
        }

        @Override
        public Set<String> aliases() {
            return Set.of();
        }

        @Override
        public List<ConfigProperty> properties() {
            return List.of(ConfigProperty.required("combination", "the four digits"));
        }
    }

    /** Has a property of a decorator's name. */
    public static final class Quiet extends Shelf {
        @Override
        public String type() {
            return "quiet";
        }

        @Override
        public Set<String> aliases() {
            return Set.of();
        }

        @Override
        public List<ConfigProperty> properties() {
            return List.of(ConfigProperty.optional("shout", "how not to"));
        }
    }

    /** Decorates whatever has its property. */
    public static final class Shouting implements StorageDecoratorProvider {
        @Override
        public List<ConfigProperty> properties() {
            return List.of(ConfigProperty.optional("shout", "how loud"), ConfigProperty.optional("echo", "how often"));
        }

        @Override
        public StorageBackend decorate(StorageBackend backend, StorageConfig config) {
            assertThat(config.properties()).containsOnlyKeys("shout");
            if (!config.require("shout").equals("loud")) {
                // The test's own classes are another loader's.
                System.getProperties().put(Shouting.class.getName(), backend);
                throw ServiceException.builder(
                                ServiceException.STORAGE_ERROR,
                                ErrorKind.INVALID_CONFIG,
                                "The property 'shout' must be loud.")
                        .build();
            }
            return new LoudStorageBackend(backend);
        }
    }

    /** Needs what is not there. */
    public static final class BrokenDecorator implements StorageDecoratorProvider {
        /** Fails, as a class does whose library is missing. */
        public BrokenDecorator() {
            throw new NoClassDefFoundError("com/example/Megaphone");
        }

        @Override
        public List<ConfigProperty> properties() {
            return List.of();
        }

        @Override
        public StorageBackend decorate(StorageBackend backend, StorageConfig config) {
            return backend;
        }
    }

    private static final class LoudStorageBackend extends ForwardingStorageBackend {
        LoudStorageBackend(StorageBackend delegate) {
            super(delegate);
        }

        /** Without a look at the class around it, which is another loader's. */
        @Override
        public String toString() {
            return "Loud(" + delegate() + ")";
        }
    }
}
