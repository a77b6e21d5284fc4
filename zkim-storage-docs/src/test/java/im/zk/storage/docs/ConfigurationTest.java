package im.zk.storage.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.NoCredentials;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.azure.AzureStorageOptions;
import im.zk.storage.decorator.StorageStackProvider;
import im.zk.storage.file.FileStorageOptions;
import im.zk.storage.gcs.GcsStorageOptions;
import im.zk.storage.ipfs.IpfsStorageOptions;
import im.zk.storage.jdbc.PostgresStorageOptions;
import im.zk.storage.rest.RestStorageOptions;
import im.zk.storage.s3.S3StorageOptions;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.StorageBackendProvider;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration table of each page has the properties that its backend takes, with their defaults, and no other. */
class ConfigurationTest {

    private static final Map<String, StorageBackendProvider> PROVIDERS = providers();

    @Test
    void everyTypeHasAPage() {
        assertThat(PROVIDERS).containsOnlyKeys("azure", "file", "gcs", "ipfs", "memory", "postgres", "rest", "s3");
        PROVIDERS.forEach((type, provider) -> {
            assertThat(Page.read(type + ".md").text()).contains("`" + type + "`");
            provider.aliases()
                    .forEach(alias -> assertThat(Page.read(type + ".md").text())
                            .as("%s is an alias of %s", alias, type)
                            .contains("`" + alias + "`"));
        });
        assertThat(provider("memory").properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure", "file", "gcs", "ipfs", "postgres", "rest", "s3"})
    void thePropertiesAreThoseOfTheProvider(String type) {
        assertThat(defaults(type).keySet())
                .containsExactlyInAnyOrderElementsOf(provider(type).properties().stream()
                        .map(ConfigProperty::name)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure", "file", "gcs", "ipfs", "postgres", "rest", "s3"})
    void thoseThatAreRequiredAreSo(String type) {
        for (ConfigProperty property : provider(type).properties()) {
            assertThat("required".equals(defaults(type).get(property.name())))
                    .as(property.name())
                    .isEqualTo(property.required());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure", "file", "gcs", "ipfs", "postgres", "rest", "s3"})
    void theDefaultsAreThoseOfTheOptions(String type) {
        Object options = options(type);
        List<String> compared = new ArrayList<>();
        defaults(type).forEach((name, cell) -> {
            String value = value(options, name.replaceFirst("Millis$", ""));
            boolean depends = cell.startsWith("of ");
            if (!value.isEmpty() && !depends) {
                assertThat(cell).as(name).isEqualTo(value);
                compared.add(name);
            }
        });
        assertThat(compared).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure", "file", "gcs", "ipfs", "postgres", "rest", "s3"})
    void oneThatIsBlankIsAnErrorAndNoDefault(String type) {
        List<ConfigProperty> all = new ArrayList<>(provider(type).properties());
        all.addAll(new StorageStackProvider().properties());
        for (ConfigProperty property : all) {
            for (String blank : List.of("", " ")) {
                assertThatExceptionOfType(ServiceException.class)
                        .as(property.name())
                        .isThrownBy(
                                () -> StorageBackends.create(StorageConfig.of(type, Map.of(property.name(), blank))))
                        .withMessageContaining("'" + property.name() + "' is blank")
                        .extracting(ServiceException::kind)
                        .isEqualTo(ErrorKind.INVALID_CONFIG);
            }
        }
    }

    @Test
    void inAUriToo() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> StorageBackends.create("s3://my-bucket?prefix=&region=eu-west-1"))
                .withMessageContaining("'prefix' is blank");
    }

    @Test
    void thePropertiesOfTheDecoratorsAreOnTheirPage() {
        List<String> onPage = new ArrayList<>();
        for (List<String> row : Page.read("decorators.md").table("The order")) {
            Page.code(row.get(2).replaceAll("\\([^)]*\\)", "")).forEach(onPage::add);
        }
        assertThat(onPage)
                .containsExactlyInAnyOrderElementsOf(new StorageStackProvider()
                        .properties().stream().map(ConfigProperty::name).toList());
    }

    /** The property names of a page's table with their defaults; rows for code alone are left out. */
    private static Map<String, String> defaults(String type) {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (List<String> row : Page.read(type + ".md").table("Configuration")) {
            if (!row.get(0).contains("(builder only)")) {
                Page.code(row.get(0))
                        .forEach(name -> defaults.put(name, row.get(1).replace("`", "")));
            }
        }
        return defaults;
    }

    /** A number, a truth value, a time in milliseconds or a prefix as a page writes it; empty for all else. */
    private static String value(Object options, String name) {
        try {
            if (name.equals("prefix")) {
                return (String) options.getClass().getField("DEFAULT_PREFIX").get(null);
            }
            Field field = options.getClass().getDeclaredField(name);
            field.setAccessible(true);
            Object value = field.get(options);
            if (value instanceof Duration time) {
                return String.valueOf(time.toMillis());
            }
            return value instanceof Number || value instanceof Boolean ? value.toString() : "";
        } catch (NoSuchFieldException none) {
            return "";
        } catch (IllegalAccessException closed) {
            throw new AssertionError(closed);
        }
    }

    private static Object options(String type) {
        return switch (type) {
            case "azure" ->
                AzureStorageOptions.builder()
                        .containerName("container")
                        .endpoint(URI.create("https://account.blob.core.windows.net"))
                        .sasToken("sig=x")
                        .build();
            case "file" ->
                FileStorageOptions.builder().directory(Path.of("store")).build();
            case "gcs" ->
                GcsStorageOptions.builder()
                        .bucketName("my-bucket")
                        .credentials(NoCredentials.getInstance())
                        .build();
            case "ipfs" -> IpfsStorageOptions.builder().build();
            case "postgres" ->
                PostgresStorageOptions.builder()
                        .connectionString("jdbc:postgresql://localhost/zkim")
                        .build();
            case "rest" -> RestStorageOptions.builder().baseUrl("https://host").build();
            case "s3" ->
                S3StorageOptions.builder()
                        .bucket("my-bucket")
                        .region("eu-west-1")
                        .build();
            default -> throw new AssertionError("no options of " + type);
        };
    }

    private static StorageBackendProvider provider(String type) {
        return Objects.requireNonNull(PROVIDERS.get(type), type);
    }

    private static Map<String, StorageBackendProvider> providers() {
        Map<String, StorageBackendProvider> providers = new TreeMap<>();
        ServiceLoader.load(StorageBackendProvider.class).forEach(each -> providers.put(each.type(), each));
        return providers;
    }
}
