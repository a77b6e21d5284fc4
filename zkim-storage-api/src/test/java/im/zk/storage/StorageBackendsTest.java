package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Making backends from configuration, and what is said of a wrong one. */
class StorageBackendsTest {

    @Test
    void aTypeIsFoundInAMapInPropertiesInTheEnvironmentAndInAUri() {
        Properties properties = new Properties();
        properties.setProperty("zkim.storage.type", "memory");
        properties.setProperty("other.type", "nothing");

        for (StorageConfig config : List.of(
                StorageConfig.of("memory", Map.of()),
                StorageConfig.of("MEMORY", Map.of()),
                StorageConfig.fromMap(Map.of("type", "memory")),
                StorageConfig.fromMap(Map.of("uri", "memory:")),
                StorageConfig.fromProperties(properties, "zkim.storage."),
                StorageConfig.fromEnvironment(Map.of("ZKIM_STORAGE_TYPE", "memory", "PATH", "/bin"), "ZKIM_STORAGE_"),
                StorageConfig.fromEnvironment(Map.of("ZKIM_STORAGE_URI", "memory:"), "ZKIM_STORAGE_"),
                StorageConfig.fromUri("memory:"))) {
            try (StorageBackend storage = StorageBackends.create(config)) {
                assertThat(storage).as(config.toString()).isInstanceOf(InMemoryStorage.class);
            }
        }
    }

    @Test
    void namesOfTheEnvironmentBecomeNamesOfProperties() {
        StorageConfig config = StorageConfig.fromEnvironment(
                Map.of("S_TYPE", "s3", "S_ACCESS_KEY_ID", "a", "S_BUCKET", "b", "S_IPFS_URL", "c"), "S_");

        assertThat(config.type()).contains("s3");
        assertThat(config.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("accessKeyId", "a", "bucket", "b", "ipfsUrl", "c"));
    }

    @Test
    void noTypeIsAnErrorThatNamesTheTypes() {
        assertInvalid(() -> StorageBackends.create(StorageConfig.fromMap(Map.of())), "no 'type'", "memory");
        assertInvalid(() -> StorageBackends.create(StorageConfig.fromMap(Map.of("type", " "))), "no 'type'", "memory");
    }

    @Test
    void anUnknownTypeIsAnErrorThatNamesTheNearestAndItsArtifact() {
        assertInvalid(() -> StorageBackends.create("memry:"), "'memry'", "Did you mean 'memory'?");
        assertInvalid(() -> StorageBackends.create("s3://bucket/"), "'s3'", "im.zk.storage:zkim-storage-s3", "memory");
        assertInvalid(
                () -> StorageBackends.create("postgress://host/"),
                "Did you mean 'postgres'?",
                "im.zk.storage:zkim-storage-jdbc");
        assertInvalid(() -> StorageBackends.create("quite-something-else:"), "'quite-something-else'", "memory");
    }

    @Test
    void anUnknownPropertyIsAnError() {
        assertInvalid(() -> StorageBackends.create("memory:?directory=x"), "no property 'directory'", "It knows: none");
        assertInvalid(() -> StorageBackends.create("memory://host/path"), "memory:");
    }

    @Test
    void aPropertyThatIsNoTextIsAnErrorAndNotLeftOut() {
        Properties properties = new Properties();
        properties.setProperty("zkim.storage.type", "memory");
        properties.put("zkim.storage.limit", 5);
        properties.put("other.limit", 5);

        assertInvalid(() -> StorageConfig.fromProperties(properties, "zkim.storage."), "'limit' is no text");
    }

    @Test
    void aPropertyOfADecoratorIsAnErrorThatNamesItsArtifactWhereThatIsAbsent() {
        assertInvalid(
                () -> StorageBackends.create("memory:?retryMaximumAttempts=3"),
                "no property 'retryMaximumAttempts'. The artifact im.zk.storage:zkim-storage-decorators adds it.");
        assertInvalid(
                () -> StorageBackends.create("memory:?retryMaximumAttemps=3"),
                "Did you mean 'retryMaximumAttempts'? The artifact im.zk.storage:zkim-storage-decorators adds it.");
    }

    @Test
    void aTypeAndAUriTogetherAreAnError() {
        assertInvalid(() -> StorageConfig.fromMap(Map.of("type", "memory", "uri", "memory:")), "both 'type' and 'uri'");
    }

    @Test
    void noMessageAndNoTextShowsAValue() {
        Map<String, String> map = new LinkedHashMap<>(Map.of("type", "memory", "secretAccessKey", "hunter2"));

        assertThat(StorageConfig.fromMap(map).toString())
                .contains("secretAccessKey")
                .doesNotContain("hunter2");
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> StorageBackends.create(StorageConfig.fromMap(map)),
                () -> StorageBackends.create("memory:?secretAccessKey=hunter2"),
                () -> StorageBackends.create("memory:?secretAccessKey=hunter2%zz"),
                () -> StorageBackends.create("memory://u:hunter2@host/"),
                () -> StorageBackends.create("s3://u:hunter2@host/"),
                () -> StorageBackends.create("hunter2"))) {
            ServiceException failure = catchThrowableOfType(ServiceException.class, wrong);
            assertThat(failure.toString() + failure.details() + failure.getCause())
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void valuesOfAKindAreChecked() {
        StorageConfig config = StorageConfig.of("x", Map.of("yes", "true", "odd", "maybe", "one", "1", "blank", " "));

        assertThat(config.getBoolean("yes")).contains(true);
        assertThat(config.getLong("one")).contains(1L);
        assertThat(config.get("blank")).isEmpty();
        assertThat(config.getLong("absent")).isEmpty();
        assertInvalid(() -> config.getBoolean("odd"), "'odd' must be true or false");
        assertInvalid(() -> config.getLong("odd"), "'odd' must be a whole number");
        assertInvalid(() -> config.require("blank"), "'blank' is missing");
    }

    @Test
    void valuesOfANarrowerKindAreChecked() {
        StorageConfig config = StorageConfig.of(
                "x",
                Map.of(
                        "small",
                        "-7",
                        "large",
                        "2147483648",
                        "least",
                        "-2147483649",
                        "uri",
                        "http://h:1/p",
                        "text",
                        "a b",
                        "nul",
                        "a\0b"));

        assertThat(config.getInt("small")).contains(-7);
        assertThat(config.getMillis("large")).contains(Duration.ofMillis(2147483648L));
        assertThat(config.getUri("uri")).contains(URI.create("http://h:1/p"));
        assertThat(config.getPath("text")).contains(Path.of("a b"));
        assertThat(config.getInt("absent")).isEmpty();
        assertThat(config.getMillis("absent")).isEmpty();
        assertThat(config.getUri("absent")).isEmpty();
        assertThat(config.getPath("absent")).isEmpty();
        assertInvalid(() -> config.getInt("large"), "'large' is too large: at most 2147483647");
        assertInvalid(() -> config.getInt("least"), "'least' is too small: at least -2147483648");
        assertInvalid(() -> config.getMillis("text"), "'text' must be a whole number");
        assertInvalid(() -> config.getUri("text"), "'text' is not a URI: Illegal character");
        assertInvalid(() -> config.getPath("nul"), "'nul' is not a path: ");
    }

    @Test
    void everyKeyIsShownOnceToAConsumer() {
        StorageBackend storage = new InMemoryStorage();
        TreeSet<String> expected = new TreeSet<>();
        for (int number = 0; number < 2_500; number++) {
            storage.set("a/" + number, new byte[0]).join();
            expected.add("a/" + number);
        }
        storage.set("b", new byte[0]).join();
        TreeSet<String> seen = new TreeSet<>();

        StorageBackends.forEachKey(
                        storage,
                        KeyQuery.prefix("a/"),
                        key -> assertThat(seen.add(key)).as(key).isTrue())
                .join();
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aListingThatGoesRoundInCirclesIsCorrupted() {
        StorageBackend circling = new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                return CompletableFuture.completedFuture(new KeyPage(List.of("key"), "the same"));
            }
        };

        var walk = StorageBackends.forEachKey(circling, KeyQuery.all(), key -> {});

        assertThat(catchThrowableOfType(CompletionException.class, walk::join).getCause())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CORRUPTED))
                .hasMessageContaining("same continuation token");
    }

    @Test
    void aConsumerThatThrowsEndsTheWalk() {
        StorageBackend storage = new InMemoryStorage();
        storage.set("a", new byte[0]).join();
        IllegalStateException thrown = new IllegalStateException("enough");

        var walk = StorageBackends.forEachKey(storage, KeyQuery.all(), key -> {
            throw thrown;
        });

        assertThat(catchThrowableOfType(CompletionException.class, walk::join)).hasCause(thrown);
    }

    private static void assertInvalid(ThrowingCallable wrong, String... says) {
        ServiceException failure = catchThrowableOfType(ServiceException.class, wrong);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(failure.code()).isEqualTo(ServiceException.STORAGE_ERROR);
        assertThat(failure.getMessage()).contains(says);
    }
}
