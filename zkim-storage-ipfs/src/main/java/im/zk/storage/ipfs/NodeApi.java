package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.HttpRequests;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to a node and reads their answers, on the thread that calls; interrupting it breaks off the request.
 *
 * <p>Kubo reports what goes wrong after the first byte of an answer in a trailer, which proxies drop and the JDK's client
 * does not show. So nothing here relies on it: what an answer says is checked against a length, a hash, or a look afterwards.
 */
final class NodeApi {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int REQUESTS_AT_A_TIME = 64;
    private static final int BEGINNING = 64 * 1024;
    private static final Set<String> REPEATABLE =
            Set.of("cat", "files/flush", "files/ls", "files/mkdir", "files/rm", "files/stat", "version");

    /** Of 128 random bits, new with each process, so that no value has it but by a wonder. */
    private static final String BOUNDARY = "zkim-storage-" + UUID.randomUUID();

    private final HttpRequests requests;
    private final String base;
    private final @Nullable String authorization;
    private final long maximumTextBytes;

    NodeApi(HttpClient client, IpfsStorageOptions options) {
        this.requests = new HttpRequests(client, REQUESTS_AT_A_TIME);
        this.base = options.ipfsUrl() + "/api/v0/";
        this.authorization = options.authorization();
        this.maximumTextBytes = options.maximumListingBytes();
    }

    /** Runs a command that has nothing to say where it succeeds. */
    void run(Command command) throws IOException, InterruptedException {
        send(command, maximumTextBytes);
    }

    /** Runs a command that answers with one JSON value. */
    <T> T run(Command command, Class<T> type) throws IOException, InterruptedException {
        byte[] body = send(command, maximumTextBytes);
        try {
            T value = JSON.readValue(body, type);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException notJson) {
            throw new MalformedAnswerException(
                    "The node's answer to " + command.name() + " is not the JSON it has to be.");
        }
        throw new MalformedAnswerException("The node's answer to " + command.name() + " is empty.");
    }

    /** Runs a command that answers with any number of JSON values. */
    List<JsonNode> runForMany(Command command) throws IOException, InterruptedException {
        byte[] body = send(command, maximumTextBytes);
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(body)) {
            return values.readAll();
        } catch (JsonProcessingException notJson) {
            throw new MalformedAnswerException(
                    "The node's answer to " + command.name() + " is not the JSON it has to be.");
        }
    }

    /** Runs a command that answers with bytes, at most so many. */
    byte[] runForBytes(Command command, long maximum) throws IOException, InterruptedException {
        return send(command, maximum);
    }

    private byte[] send(Command command, long maximum) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + command.name() + "?" + command.query()))
                .header("User-Agent", "zkim-storage-ipfs")
                .header("Accept-Encoding", "identity")
                .POST(publisher(command.files()));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (!command.files().isEmpty()) {
            request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        }
        HttpResponse<byte[]> response = receive(command, request.build(), maximum);
        if (BackendLog.showsRequests()) {
            // Kubo gives none; a proxy before it may.
            String id = response.headers().firstValue("X-Request-Id").orElse(null);
            BackendLog.answered("Ipfs", command.name(), response.statusCode(), id);
        }
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean html = type.startsWith("text/html") || type.startsWith("application/xhtml");
        if (response.statusCode() == 200 && !html) {
            return response.body();
        }
        String reason = response.statusCode() == 500 && type.startsWith("application/json") ? reason(response) : null;
        if (reason != null) {
            throw new RefusalException(command.name(), reason);
        }
        throw new UnexpectedAnswerException(command.name(), response.statusCode(), html);
    }

    /** The values are sent from copies, which the client may read for longer than the caller waits. */
    private static BodyPublisher publisher(List<Command.Attachment> files) {
        if (files.isEmpty()) {
            return BodyPublishers.noBody();
        }
        List<BodyPublisher> parts = new ArrayList<>();
        for (Command.Attachment file : files) {
            parts.add(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                    + URLEncoder.encode(file.name(), UTF_8) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofByteArray(file.content()));
            parts.add(ascii("\r\n"));
        }
        parts.add(ascii("--" + BOUNDARY + "--\r\n"));
        return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
    }

    private static BodyPublisher ascii(String text) {
        return BodyPublishers.ofByteArray(text.getBytes(US_ASCII));
    }

    private HttpResponse<byte[]> receive(Command command, HttpRequest request, long maximum)
            throws IOException, InterruptedException {
        BodyHandler<byte[]> reader = head -> {
            boolean success = head.statusCode() == 200;
            return new BodyReader(success ? maximum : BEGINNING, !success, head.headers());
        };
        return requests.send(request, reader, REPEATABLE.contains(command.name()));
    }

    private static @Nullable String reason(HttpResponse<byte[]> response) throws IOException {
        try {
            JsonNode message = JSON.readTree(response.body()).get("Message");
            return message == null || !message.isTextual() ? null : message.textValue();
        } catch (JsonProcessingException notJson) {
            // Then it is not the node that speaks, and the status says all there is.
            return null;
        }
    }
}
