package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees where something else than the node answers, or the node something that cannot be. */
class AnswersTest {

    private static final byte[] OLD = "the old value".getBytes(UTF_8);
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Map<String, String> PAGE = Map.of("Content-Type", "text/html; charset=utf-8");
    private static final Map<String, String> TEXT = Map.of("Content-Type", "text/plain");

    private TestDirectory directory;
    private IpfsStorageBackend storage;

    @BeforeEach
    void open() throws Exception {
        directory = new TestDirectory(TestServers.ipfs());
        try (IpfsStorageBackend direct = directory.direct().build()) {
            Await.value(direct.set("key", OLD));
        }
        storage = directory.routed().build();
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, PERMISSION_DENIED",
        "403, PERMISSION_DENIED",
        "404, CONTAINER_NOT_FOUND",
        "405, CONTAINER_NOT_FOUND",
        "302, INVALID_CONFIG",
        "400, UNSUPPORTED",
        "413, VALUE_TOO_LARGE",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TIMEOUT",
        "206, UNKNOWN"
    })
    @DisplayName("A status that is not the node's word about the key fails every operation with its kind")
    void statuses(int status, ErrorKind kind) throws Exception {
        directory.route().answer(request -> true, status, TEXT, "key: file does not exist".getBytes(UTF_8));

        for (CompletableFuture<?> each : everyOperation()) {
            assertThat(Failures.of(each, kind).details()).containsEntry("httpStatus", (long) status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    @DisplayName("A web page is not a node, and not a missing key")
    void webPages(int status) throws Exception {
        directory.route().answer(request -> true, status, PAGE, "<html>file does not exist</html>".getBytes(UTF_8));

        for (CompletableFuture<?> each : everyOperation()) {
            Failures.of(each, ErrorKind.CONTAINER_NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file does not exist and more",
                "/other: file does not exist",
                "no such file: file does not exist",
                "cannot access a: Not a directory",
                ""
            })
    @DisplayName("Only the exact message about this very path is a missing key")
    void otherMessages(String message) throws Exception {
        String body = "{\"Message\":\"" + message + "\",\"Code\":0,\"Type\":\"error\"}";
        directory.route().answer(TestDirectory.isFor("files/stat"), 500, JSON, body.getBytes(UTF_8));

        Failures.of(storage.get("key"), ErrorKind.UNKNOWN);
        Failures.of(storage.has("key"), ErrorKind.UNKNOWN);
        assertThat(Failures.of(storage.cid("key"), ErrorKind.UNKNOWN).code()).isEqualTo("IPFS_CHECK_ERROR");
    }

    @Test
    @DisplayName("That the path is missing, but with another status than 500, or not in JSON, is no missing key")
    void missingByOthers() throws Exception {
        byte[] missing = "{\"Message\":\"file does not exist\",\"Code\":0,\"Type\":\"error\"}".getBytes(UTF_8);
        directory.route().answer(TestDirectory.isFor("files/stat"), 404, JSON, missing);
        Failures.of(storage.get("key"), ErrorKind.CONTAINER_NOT_FOUND);
        directory.route().restore();
        directory.route().answer(TestDirectory.isFor("files/stat"), 500, TEXT, missing);

        Failures.of(storage.get("key"), ErrorKind.UNAVAILABLE);
    }

    @Test
    @DisplayName("A value cut short, as where the node breaks off and a proxy drops its trailer, is CORRUPTED")
    void cutValues() throws Exception {
        directory.route().answer(TestDirectory.isFor("cat"), 200, TEXT, "the old".getBytes(UTF_8));

        assertThat(Failures.of(storage.get("key"), ErrorKind.CORRUPTED)).hasMessageContaining("7 of 13 bytes");
    }

    @Test
    @DisplayName("A value of the right length with other bytes is CORRUPTED: its identifier is their hash")
    void otherBytes() throws Exception {
        directory.route().answer(TestDirectory.isFor("cat"), 200, TEXT, "the odd value".getBytes(UTF_8));

        ServiceException failure = Failures.of(storage.get("key"), ErrorKind.CORRUPTED);
        assertThat(failure.toString()).doesNotContain("odd");
    }

    @Test
    @DisplayName("An upload that the node cannot link, which it says in a trailer alone, fails or is done again")
    void lateErrors() throws Exception {
        directory
                .route()
                .answer(
                        TestDirectory.isFor("add"),
                        200,
                        JSON,
                        ("{\"Name\":\"value\",\"Hash\":\"" + RawCid.of(new byte[] {1}) + "\",\"Size\":\"1\"}")
                                .getBytes(UTF_8));

        Failures.of(storage.set("key", new byte[] {1}), ErrorKind.CONFLICT);
        directory.route().restore();
        assertThat(Await.value(storage.get("key"))).isEqualTo(OLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "\"text\"", "{\"Hash\":\"x\"} x"})
    @DisplayName("An answer that is not the JSON it has to be is CORRUPTED, not a missing key and not an empty listing")
    void brokenJson(String body) throws Exception {
        directory.route().answer(TestDirectory.isFor("files/stat"), 200, JSON, body.getBytes(UTF_8));
        directory.route().answer(TestDirectory.isFor("add"), 200, JSON, body.getBytes(UTF_8));

        Failures.of(storage.get("key"), ErrorKind.CORRUPTED);
        Failures.of(storage.has("key"), ErrorKind.CORRUPTED);
        Failures.of(storage.set("key", OLD), ErrorKind.CORRUPTED);
        directory.route().answer(TestDirectory.isFor("files/ls"), 200, JSON, "{\"Entries\":[{\"N".getBytes(UTF_8));
        Failures.of(storage.keys(), ErrorKind.CORRUPTED);
        Failures.of(storage.clear(), ErrorKind.CORRUPTED);
    }

    @Test
    @DisplayName("A removal that the node refuses fails, and names the reason")
    void refusedRemovals() throws Exception {
        String reason = "\"" + directory.path("key") + ": no such luck\"";
        directory.route().answer(TestDirectory.isFor("files/rm"), 200, JSON, reason.getBytes(UTF_8));

        assertThat(Failures.of(storage.delete("key"), ErrorKind.UNKNOWN)).hasMessageContaining("no such luck");
        assertThat(Await.value(storage.get("key"))).isEqualTo(OLD);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100, 101, 300})
    @DisplayName("A batch that fails as a whole names every key, however many there are")
    void failedBatches(int count) throws Exception {
        Map<String, byte[]> entries = IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(number -> "key-" + number, number -> new byte[] {1}));
        directory.route().answer(request -> true, 503, TEXT, new byte[0]);

        for (CompletableFuture<?> each : List.of(
                storage.setBatch(entries), storage.getBatch(entries.keySet()), storage.deleteBatch(entries.keySet()))) {
            assertThat(Failures.of(each, ErrorKind.UNAVAILABLE).details().get(ServiceException.FAILED_KEYS))
                    .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                    .containsExactlyInAnyOrderElementsOf(entries.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.35.0", "0.4.23", "latest", "0.x"})
    @DisplayName("A node that is too old is refused, and the error names its version")
    void oldNodes(String version) throws Exception {
        directory
                .route()
                .answer(
                        TestDirectory.isFor("version"),
                        200,
                        JSON,
                        ("{\"Version\":\"" + version + "\"}").getBytes(UTF_8));

        for (CompletableFuture<?> each : everyOperation()) {
            Failures.of(each, ErrorKind.UNSUPPORTED);
        }
        assertThat(directory.commands()).containsOnly("version");
    }

    @Test
    @DisplayName("Errors name the node's version, and hold no credentials")
    void errorsNameTheVersion() throws Exception {
        directory.route().answer(TestDirectory.isFor("files/stat"), 403, TEXT, new byte[0]);
        try (IpfsStorageBackend guarded =
                directory.routed().basic("user", "pass-word").build()) {
            ServiceException failure = Failures.of(guarded.get("key"), ErrorKind.PERMISSION_DENIED);

            assertThat(failure).hasMessageStartingWith("Kubo 0.");
            assertThat(failure.details()).containsKey("nodeVersion");
            assertThat(failure + guarded.toString()).doesNotContain("pass-word");
            assertThat(directory.route().requests())
                    .allSatisfy(request ->
                            assertThat(request.headers().get("Authorization")).isEqualTo("Basic dXNlcjpwYXNzLXdvcmQ="));
        }
    }

    @Test
    @DisplayName("Too many changes that are not flushed, by other clients, are flushed and the change is made again")
    void unflushedChanges() throws Exception {
        Await.value(storage.set("other", OLD));
        for (int number = 0; number < 256; number++) {
            directory
                    .node()
                    .ask(
                            "files/cp",
                            "arg",
                            directory.path("key"),
                            "arg",
                            directory.path("%x" + number),
                            "flush",
                            "false");
        }
        Await.value(storage.set("key", new byte[] {2}));

        assertThat(Await.value(storage.get("key"))).containsExactly(2);
    }

    private List<CompletableFuture<?>> everyOperation() {
        return List.of(
                storage.set("key", new byte[] {1}),
                storage.get("key"),
                storage.has("key"),
                storage.delete("key"),
                storage.keys(),
                storage.clear(),
                storage.cid("key"));
    }
}
