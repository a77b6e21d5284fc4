package im.zk.storage.gcs;

import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.model.StorageObject;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value on its way in chunks, each sent from the array itself. After a failure the service is asked how much has
 * arrived. One that is given up leaves nothing that can be seen or is billed, and is forgotten by the service in a week.
 *
 * @see <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">Resumable uploads</a>
 */
final class ResumableUpload {

    private static final int INCOMPLETE = 308;
    private static final Set<Integer> FORGOTTEN = Set.of(404, 410);
    private static final Pattern ARRIVED = Pattern.compile("bytes=0-(\\d{1,10})");

    private final Uploads uploads;
    private final StorageObject metadata;
    private final byte[] value;
    private int arrived;
    private boolean begun;
    private boolean uncertain;
    private boolean stored;

    ResumableUpload(Uploads uploads, StorageObject metadata, byte[] value) {
        this.uploads = uploads;
        this.metadata = metadata;
        this.value = value;
    }

    /** The service may forget an upload, which then begins again; that a bucket is missing it says at the beginning. */
    void run() throws Exception {
        try {
            send();
        } catch (AnswerException forgotten) {
            if (!begun || !FORGOTTEN.contains(forgotten.status())) {
                throw forgotten;
            }
            begun = false;
            uncertain = false;
            arrived = 0;
            send();
        }
    }

    private void send() throws Exception {
        GenericUrl session = uploads.requests().call(() -> uploads.open(metadata, value.length));
        begun = true;
        while (!stored) {
            int before = arrived;
            uploads.requests().call(() -> uncertain ? ask(session) : sendChunk(session));
            if (!stored && !uncertain && arrived <= before) {
                throw new MalformedAnswerException("The service took a chunk of an upload and kept none of it.");
            }
        }
    }

    private @Nullable Void sendChunk(GenericUrl session) throws IOException {
        int length = Math.min(uploads.chunkSize(), value.length - arrived);
        return exchange(
                session,
                Uploads.content(value, arrived, length),
                "bytes " + arrived + "-" + (arrived + length - 1) + "/" + value.length);
    }

    /** Asks how much has arrived, and sends what follows. */
    private @Nullable Void ask(GenericUrl session) throws IOException {
        exchange(session, new EmptyContent(), "bytes */" + value.length);
        return stored ? null : sendChunk(session);
    }

    private @Nullable Void exchange(GenericUrl session, HttpContent content, String range) throws IOException {
        uncertain = true;
        HttpResponse answer = Requests.execute(uploads.put(session, content, range), Set.of(INCOMPLETE));
        if (answer.getStatusCode() == INCOMPLETE) {
            arrived = arrived(answer);
        } else {
            Uploads.requireStored(answer, metadata, value.length);
            stored = true;
        }
        uncertain = false;
        return null;
    }

    private int arrived(HttpResponse answer) throws IOException {
        String range = answer.getHeaders().getRange();
        answer.ignore();
        if (range == null) {
            return 0;
        }
        Matcher matcher = ARRIVED.matcher(range);
        long bytes = matcher.matches() ? Long.parseLong(matcher.group(1)) + 1 : Long.MAX_VALUE;
        if (bytes >= value.length) {
            throw new MalformedAnswerException("The service says that more of an upload arrived than was sent.");
        }
        return (int) bytes;
    }
}
