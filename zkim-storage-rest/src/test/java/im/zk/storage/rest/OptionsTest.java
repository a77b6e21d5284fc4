package im.zk.storage.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.testservers.faults.Failures;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Configuration: by builder, map and URI. */
class OptionsTest {

    private static final String SECRET = "s3cret+token";

    @Test
    void aUriAndAMapMakeTheSameBackend() {
        try (StorageBackend one =
                        StorageBackends.create("rest:https://storage.example.com:8443/v%201/?apiKey=" + SECRET);
                StorageBackend other = StorageBackends.create(StorageConfig.of(
                        "rest",
                        Map.of(
                                "baseUrl", "https://storage.example.com:8443/v%201",
                                "apiKey", SECRET,
                                "orderedListing", "true",
                                "callTimeoutMillis", "1000",
                                "connectTimeoutMillis", "1000",
                                "maximumValueBytes", "1000",
                                "maximumListingBytes", "1000")))) {
            assertThat(one).hasToString("Rest[https://storage.example.com:8443/v%201]");
            assertThat(other).hasToString(one.toString());
            assertThat(one.capabilities()).doesNotContain(Capability.ORDERED_LISTING);
            assertThat(other.capabilities()).contains(Capability.ORDERED_LISTING);
        }
    }

    @Test
    void theDefaultsAreAsDocumentedAndNoTextShowsTheKey() {
        RestStorageOptions options = RestStorageOptions.builder()
                .baseUrl("http://127.0.0.1:8080//")
                .apiKey(SECRET)
                .build();

        assertThat(options.baseUrl()).hasToString("http://127.0.0.1:8080");
        assertThat(options.callTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.httpVersion()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(options.toString()).doesNotContain(SECRET).contains("***");
    }

    @Test
    void aBaseUrlThatCannotBeUsedIsRefusedWithoutBeingShown() {
        for (String url : List.of(
                "",
                " ",
                "storage.example.com",
                "ftp://storage.example.com",
                "http://",
                "http:///files",
                "http://user:" + SECRET + "@host/",
                "http://host/?key=" + SECRET,
                "http://host/#" + SECRET,
                "http://host:99999/",
                "http://ho st/" + SECRET)) {
            assertInvalid(() -> RestStorageOptions.builder().baseUrl(url).build(), "baseUrl");
        }
    }

    @Test
    void otherOptionsThatCannotBeUsedAreRefusedByName() {
        RestStorageOptions.Builder<RestStorageOptions> builder = RestStorageOptions.builder();
        assertInvalid(builder::build, "baseUrl");
        builder.baseUrl("http://localhost");
        assertInvalid(() -> builder.apiKey(SECRET + "\r\nX: y").build(), "apiKey");
        builder.apiKey(SECRET);
        assertInvalid(() -> builder.callTimeout(Duration.ZERO).build(), "callTimeout");
        builder.callTimeout(Duration.ofSeconds(1));
        assertInvalid(() -> builder.connectTimeout(Duration.ofSeconds(-1)).build(), "connectTimeout");
        builder.connectTimeout(Duration.ofSeconds(1));
        assertInvalid(() -> builder.maximumValueBytes(0).build(), "maximumValueBytes");
        assertInvalid(() -> builder.maximumValueBytes(Long.MAX_VALUE).build(), "maximum");
        builder.maximumValueBytes(1);
        assertInvalid(() -> builder.maximumListingBytes(0).build(), "maximumListingBytes");
        builder.maximumListingBytes(1);
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertInvalid(() -> builder.client(following).build(), "redirects");
    }

    @Test
    void aUriThatCannotBeUsedIsRefused() {
        assertInvalid(() -> StorageBackends.create("rest:"), "baseUrl");
        assertInvalid(() -> StorageBackends.create("rest://host/base?apiKey=" + SECRET), "rest:https://");
        assertInvalid(() -> StorageBackends.create("rest:http://host?baseUrl=http://b"), "both");
        assertInvalid(() -> StorageBackends.create("rest:http://host?apikey=" + SECRET), "Did you mean 'apiKey'");
        assertInvalid(() -> StorageBackends.create("rest:http://host?callTimeoutMillis=soon"), "callTimeoutMillis");
    }

    @Test
    void aHostThatIsNotThereIsUnavailable() throws Exception {
        for (String url : List.of("http://storage.invalid", "http://127.0.0.1:1")) {
            try (StorageBackend storage =
                    RestStorageBackend.builder().baseUrl(url).apiKey(SECRET).build()) {
                ServiceException failure = Failures.of(storage.get("key"), ErrorKind.UNAVAILABLE);
                assertThat(failure).hasMessageContaining(url);
                assertThat(failure.toString()).doesNotContain(SECRET);
            }
        }
    }

    private static void assertInvalid(ThrowingCallable build, String word) {
        assertThatThrownBy(build)
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(word)
                .hasMessageNotContaining(SECRET)
                .extracting(failure -> ((ServiceException) failure).kind())
                .isEqualTo(ErrorKind.INVALID_CONFIG);
    }
}
