package im.zk.storage.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.StorageObject;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Cloud Storage says in an answer that went well. A proxy or a web server that answers 200 to anything does not, and
 * nothing that it answers may pass for "stored", "there" or "empty".
 */
final class Answers {

    private Answers() {}

    /** Reads an answer in JSON to its end. */
    static <T extends GenericJson> T parse(HttpResponse answer, Class<T> type) throws IOException {
        if (!isJson(answer)) {
            throw notCloudStorage(answer);
        }
        byte[] body = body(answer);
        T parsed;
        try {
            parsed = GsonFactory.getDefaultInstance().fromString(new String(body, StandardCharsets.UTF_8), type);
        } catch (IOException | RuntimeException malformed) {
            throw notCloudStorage(answer);
        }
        if (parsed == null) {
            throw notCloudStorage(answer);
        }
        return parsed;
    }

    /** The answer about an object names it. */
    static StorageObject parseObject(HttpResponse answer, String name) throws IOException {
        StorageObject object = parse(answer, StorageObject.class);
        if (!name.equals(object.getName())) {
            throw notCloudStorage(answer);
        }
        return object;
    }

    /** The answer to a deletion has no content. */
    static void requireNoContent(HttpResponse answer) throws IOException {
        if (body(answer).length > 0 && !isJson(answer)) {
            throw notCloudStorage(answer);
        }
    }

    static MalformedAnswerException notCloudStorage(HttpResponse answer) {
        String type = Optional.ofNullable(answer.getContentType())
                .map(each -> ", " + each)
                .orElse("");
        giveUp(answer);
        return new MalformedAnswerException("The endpoint did not answer as Cloud Storage does (status "
                + answer.getStatusCode() + type + "): check the endpoint.");
    }

    /** Closes the connection, unless the answer was read to its end. */
    static void giveUp(HttpResponse answer) {
        try {
            answer.disconnect();
        } catch (IOException alreadyBroken) {
            // What is wrong with the answer is known, or does not matter.
        }
    }

    private static boolean isJson(HttpResponse answer) {
        @Nullable String type = answer.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private static byte[] body(HttpResponse answer) throws IOException {
        try (InputStream content = answer.getContent()) {
            return content == null ? new byte[0] : content.readAllBytes();
        }
    }
}
