package im.zk.storage.rest.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.ErrorKind;
import im.zk.storage.rest.protocol.ContentDigest;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.Futures;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** Takes a request from Jetty: who may ask, which store is meant, how much is read; and writes the answer. Never blocks. */
final class StorageHandler extends Handler.Abstract.NonBlocking {

    private static final byte[] NOTHING = new byte[0];

    private final Map<String, StorageRoutes> stores;
    private final byte @Nullable [] tokenHash;
    private final long maximumRequestBytes;
    private final boolean extended;

    StorageHandler(
            Map<String, StorageRoutes> stores, @Nullable String apiKey, long maximumRequestBytes, boolean extended) {
        this.stores = stores;
        this.tokenHash = apiKey == null ? null : hash("Bearer " + apiKey);
        this.maximumRequestBytes = maximumRequestBytes;
        this.extended = extended;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // Jetty gives an idle connection 30 seconds, and one when it stops: it is the store that takes longer, not the
        // client.
        request.addIdleTimeoutListener(idle -> false);
        Target target = Target.of(request.getHttpURI().getPath(), stores);
        if (target != null && extended) {
            response.getHeaders()
                    .put(RestProtocol.EXTENSIONS, target.store.extensions().header());
        }
        Reply refusal = refusal(request, target);
        if (refusal != null || target == null) {
            Reply reply = refusal == null ? Reply.empty(404) : refusal;
            // Who is still sending sees the answer only when all is sent.
            Content.Source.consumeAll(
                    request, Callback.from(() -> write(request, response, callback, reply), callback::failed));
            return true;
        }
        read(request).whenComplete((content, failure) -> {
            if (failure instanceof IllegalStateException) {
                // The content stated no length, and turned out to be too large.
                write(request, response, callback, tooLarge());
            } else if (failure != null) {
                Response.writeError(request, response, callback, failure);
            } else {
                serve(request, response, callback, target, content);
            }
        });
        return true;
    }

    private @Nullable Reply refusal(Request request, @Nullable Target target) {
        if (!isAuthorized(request)) {
            return ServerErrors.refusal(ErrorKind.PERMISSION_DENIED, "The token is missing or wrong.")
                    .withStatus(401)
                    .with("WWW-Authenticate", "Bearer");
        }
        if (target == null) {
            return ServerErrors.refusal(ErrorKind.CONTAINER_NOT_FOUND, "There is no store here.");
        }
        if (request.getLength() > maximumRequestBytes) {
            return tooLarge();
        }
        return null;
    }

    private static Reply tooLarge() {
        return ServerErrors.refusal(ErrorKind.VALUE_TOO_LARGE, "The request has more bytes than are taken.");
    }

    /** In a time that says nothing of where two tokens differ, nor of how long the right one is. */
    private boolean isAuthorized(Request request) {
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return tokenHash == null || MessageDigest.isEqual(tokenHash, hash(given == null ? "" : given));
    }

    private CompletableFuture<byte[]> read(Request request) {
        boolean hasContent =
                request.getMethod().equals("PUT") || request.getMethod().equals("POST");
        if (!hasContent) {
            return CompletableFuture.completedFuture(NOTHING);
        }
        CompletableFuture<byte[]> content = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, (int) maximumRequestBytes, Promise.Invocable.toPromise(content));
        return content;
    }

    private void serve(Request request, Response response, Callback callback, Target target, byte[] content) {
        CompletableFuture<Reply> reply;
        String digest = request.getHeaders().get(ContentDigest.HEADER);
        if (digest != null && !ContentDigest.matches(digest, content)) {
            reply = CompletableFuture.completedFuture(ServerErrors.damagedRequest());
        } else {
            // A backend may throw what it should have failed with, and the request would stay open.
            reply = Futures.call(() -> target.serve(request, content));
        }
        request.addFailureListener(broken -> reply.cancel(true));
        reply.whenComplete((made, failure) ->
                write(request, response, callback, failure == null ? made : ServerErrors.of(failure)));
    }

    private void write(Request request, Response response, Callback callback, Reply reply) {
        boolean isHead = request.getMethod().equals("HEAD");
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        reply.headers().forEach((name, value) -> {
            if (extended || !name.equals(RestProtocol.ERROR)) {
                response.getHeaders().put(name, value);
            }
        });
        if (reply.body().length > 0 && !isHead && extended) {
            response.getHeaders().put(ContentDigest.HEADER, ContentDigest.of(reply.body()));
        }
        ByteBuffer body = ByteBuffer.wrap(isHead ? NOTHING : reply.body());
        if (isHead) {
            // The length would be that of the value, which is not read; where all is written at once, Jetty states 0.
            response.write(false, body, Callback.from(() -> response.write(true, body, callback), callback::failed));
            return;
        }
        if (reply.status() != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        }
        response.write(true, body, callback);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    /**
     * What a path stands for.
     *
     * @param store the store
     * @param encodedKey the key as it stands in the path, or null for all files
     */
    private record Target(StorageRoutes store, @Nullable String encodedKey) {

        /** Null where the path is in no store. A key is all behind {@code /files/}, slashes and all. */
        static @Nullable Target of(@Nullable String path, Map<String, StorageRoutes> stores) {
            String text = path == null ? "" : path;
            for (int at = text.indexOf(RestProtocol.FILES); at >= 0; at = text.indexOf(RestProtocol.FILES, at + 1)) {
                StorageRoutes store = stores.get(text.substring(0, at));
                String rest = text.substring(at + RestProtocol.FILES.length());
                if (store != null && (rest.isEmpty() || rest.startsWith("/"))) {
                    return new Target(store, rest.isEmpty() ? null : rest.substring(1));
                }
            }
            return null;
        }

        CompletableFuture<Reply> serve(Request request, byte[] content) {
            return encodedKey == null
                    ? store.files(
                            request.getMethod(),
                            request.getHttpURI().getQuery(),
                            request.getHeaders().get(HttpHeader.CONTENT_TYPE),
                            content)
                    : store.file(request.getMethod(), encodedKey, content);
        }
    }
}
