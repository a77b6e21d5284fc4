package im.zk.storage.rest;

import im.zk.storage.rest.protocol.ContentDigest;
import im.zk.storage.rest.protocol.Extensions;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.BaseUrl;
import im.zk.storage.spi.HttpRequests;
import im.zk.storage.spi.TimedWork;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and reads their answers, on the thread that calls; interrupting it breaks off the request.
 *
 * <p>A redirect to the same scheme, host and port is followed where the method stays the same; every other one is left to
 * be reported. What the answers say about the server's extensions is remembered.
 */
final class Exchange {

    private static final int MOST_REDIRECTS = 5;

    /** The JDK's client fails a request over HTTP/2 for which the server has no stream left; every server has 100. */
    private static final int REQUESTS_AT_A_TIME = 64;

    /** What may be done twice: a write that is done again would take away what another client wrote in between. */
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");

    /** What a server answers to a route that it does not know. */
    private static final Set<Integer> SAYS_UNKNOWN = Set.of(400, 404, 405, 501);

    private final HttpRequests requests;
    private final URI baseUrl;
    private final @Nullable String authorization;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Extensions extensions;

    Exchange(HttpClient client, RestStorageOptions options) {
        this.requests = new HttpRequests(client, REQUESTS_AT_A_TIME);
        this.baseUrl = options.baseUrl();
        this.authorization = options.apiKey().map(key -> "Bearer " + key).orElse(null);
    }

    /** A request without content. */
    Answer send(String method, URI uri, BodyLimit limit) throws IOException, InterruptedException {
        return send(method, uri, null, "", limit);
    }

    /** A request with content. Its array is read until this returns. */
    Answer send(String method, URI uri, byte @Nullable [] content, String type, BodyLimit limit)
            throws IOException, InterruptedException {
        URI target = uri;
        for (int redirects = 0; ; redirects++) {
            Answer answer = sendOnce(method, target, content, type, limit);
            URI next = redirects < MOST_REDIRECTS ? redirection(answer) : null;
            if (next == null) {
                return answer;
            }
            target = next;
        }
    }

    /**
     * What the server can do: known from an earlier answer, or asked for once.
     *
     * @throws UnexpectedAnswerException where the server cannot answer now; that it does not know the question means that
     *     it has no extensions
     */
    Extensions extensions() throws IOException, InterruptedException {
        Extensions known = extensions;
        if (known != null) {
            return known;
        }
        asking.lockInterruptibly();
        try {
            known = extensions;
            if (known == null) {
                Answer answer = send("OPTIONS", URI.create(baseUrl + RestProtocol.FILES), BodyLimit.BEGINNING);
                if (answer.status() == 429 || (answer.status() >= 500 && answer.status() != 501)) {
                    throw new UnexpectedAnswerException(answer);
                }
                known = Extensions.parse(answer.header(RestProtocol.EXTENSIONS));
                extensions = known;
            }
            return known;
        } finally {
            asking.unlock();
        }
    }

    /**
     * Checks that an answer came from a server that knows its extensions, and forgets what was known of them where not: it
     * may have been replaced by another one.
     */
    void requireExtensions(Answer answer) throws ExtensionsLostException {
        if (answer.header(RestProtocol.EXTENSIONS) != null) {
            return;
        }
        extensions = null;
        if (answer.status() / 100 == 2 || SAYS_UNKNOWN.contains(answer.status())) {
            throw new ExtensionsLostException();
        }
    }

    private Answer sendOnce(String method, URI uri, byte @Nullable [] content, String type, BodyLimit limit)
            throws IOException, InterruptedException {
        byte[] copy = content == null ? null : TimedWork.copy(content);
        BodyPublisher publisher = copy == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(copy);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, publisher)
                .header("Cache-Control", "no-cache")
                .header("User-Agent", "zkim-storage-rest")
                .header("Accept-Encoding", limit.coding());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (copy != null) {
            if (uri.getScheme().equalsIgnoreCase("http")) {
                // The JDK's client, up to 25 at least, mixes up a connection where a request with content is cancelled
                // while it upgrades the connection to HTTP/2.
                request.version(HttpClient.Version.HTTP_1_1);
            }
            request.header("Content-Type", type).header(ContentDigest.HEADER, ContentDigest.of(copy));
        }
        HttpResponse<byte[]> response =
                requests.send(request.build(), limit.handler(method), REPEATABLE.contains(method));
        byte[] body = limit.content(response);
        Answer answer = new Answer(method, uri, response.statusCode(), response.headers(), body);
        if (BackendLog.showsRequests()) {
            BackendLog.answered("Rest", method, answer.status(), answer.requestId());
        }
        String header = answer.header(RestProtocol.EXTENSIONS);
        if (header != null) {
            extensions = Extensions.parse(header);
        }
        return answer;
    }

    /** Where to go on, if the answer says so and nothing speaks against it; else null. */
    private @Nullable URI redirection(Answer answer) {
        boolean reads = answer.method().equals("GET") || answer.method().equals("HEAD");
        boolean keepsMethod = switch (answer.status()) {
            case 307, 308 -> true;
            case 301, 302 -> reads;
            default -> false;
        };
        URI next = keepsMethod ? location(answer) : null;
        return next != null && BaseUrl.isSameOrigin(baseUrl, next) ? next : null;
    }

    /** The place that a redirect names, as a whole URL; null where it names none, or what is no URL. */
    static @Nullable URI location(Answer answer) {
        String location = answer.header("Location");
        if (location == null) {
            return null;
        }
        try {
            URI resolved = answer.uri().resolve(new URI(location));
            return resolved.getScheme() == null || resolved.getHost() == null ? null : resolved;
        } catch (URISyntaxException noUrl) {
            return null;
        }
    }
}
