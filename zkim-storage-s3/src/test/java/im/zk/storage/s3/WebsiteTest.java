package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that is not S3, but a website or a proxy that answers all alike. */
class WebsiteTest {

    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html; charset=utf-8");
    private static final Map<String, String> FILE = Map.of("Content-Type", "text/HTML", "ETag", "\"65f1-2b8\"");

    static Stream<Arguments> pages() {
        String page = "<!DOCTYPE html><html><body><p>Welcome<br></body></html>";
        String wellFormed = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>";
        return Stream.of(
                Arguments.of("a page", 200, HTML, page),
                Arguments.of("a page that is a file", 200, FILE, page),
                Arguments.of("a page that is XML", 200, FILE, wellFormed),
                Arguments.of("nothing", 200, Map.of(), ""),
                Arguments.of("plain HTTP at a port for HTTPS", 400, HTML, page),
                Arguments.of("no such page", 404, HTML, page),
                Arguments.of("no such page, in XML", 404, HTML, wellFormed));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pages")
    @DisplayName("An endpoint that is not S3: CORRUPTED, never stored, there, missing, deleted or empty")
    void page(String name, int status, Map<String, String> headers, String body) throws IOException {
        try (FixedAnswer website = new FixedAnswer(status, headers, body);
                S3StorageBackend storage = backend(website)) {
            EveryOperation.of(storage)
                    .forEach((operation, future) -> assertThat(Failures.of(future, ErrorKind.CORRUPTED))
                            .as("%s of %s", operation, name)
                            .hasMessageContaining("endpoint"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    @DisplayName("A redirect, as to HTTPS: INVALID_CONFIG, and what to check")
    void redirect(int status) throws IOException {
        try (FixedAnswer website = new FixedAnswer(status, Map.of("Location", "https://127.0.0.1:9/"), "moved");
                S3StorageBackend storage = backend(website)) {
            EveryOperation.of(storage)
                    .forEach((operation, future) -> assertThat(Failures.of(future, ErrorKind.INVALID_CONFIG))
                            .as(operation)
                            .hasMessageContaining("redirects"));
        }
    }

    private static S3StorageBackend backend(FixedAnswer website) {
        return S3StorageBackend.builder()
                .bucket("my-bucket")
                .endpoint(website.endpoint())
                .compatibility(Compatibility.MINIO)
                .credentials("id", "secret")
                .build();
    }
}
