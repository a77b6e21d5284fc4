package im.zk.storage.gcs;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Deletes objects in one request. Called again, it asks anew for those for which the answer was that it may help.
 *
 * @see <a href="https://cloud.google.com/storage/docs/batch">Batch requests</a>
 */
final class BatchDeletion implements Callable<@Nullable Void> {

    private final Storage api;
    private final String bucket;
    private final Set<String> remaining;
    private final Map<String, AnswerException> refused = new LinkedHashMap<>();
    private final Map<String, AnswerException> mayHelp = new LinkedHashMap<>();
    private boolean foundMissing;

    BatchDeletion(Storage api, String bucket, List<String> names) {
        this.api = api;
        this.bucket = bucket;
        this.remaining = new LinkedHashSet<>(names);
    }

    /** Makes the request; fails with one of the answers that a further attempt may change. */
    @Override
    public @Nullable Void call() throws IOException {
        mayHelp.clear();
        send();
        if (remaining.size() > mayHelp.size()) {
            throw new MalformedAnswerException("The service answered a batch without saying what became of each part.");
        }
        if (!mayHelp.isEmpty()) {
            throw mayHelp.values().iterator().next();
        }
        return null;
    }

    /** Whether the last request was answered, part by part. */
    boolean isAnswered() {
        return remaining.size() == mayHelp.size();
    }

    /** Why objects were not deleted, by name. */
    Map<String, AnswerException> failures() {
        Map<String, AnswerException> all = new LinkedHashMap<>(refused);
        all.putAll(mayHelp);
        return all;
    }

    /** Whether an object was missing, or the bucket. */
    boolean foundMissing() {
        return foundMissing;
    }

    private void send() throws IOException {
        HttpRequestInitializer initializer = api.getRequestFactory().getInitializer();
        BatchRequest batch = api.batch(request -> {
            initializer.initialize(request);
            RequestIds.log(Requests.once(request));
        });
        for (String each : List.copyOf(remaining)) {
            api.objects().delete(bucket, each).queue(batch, new Outcome(each));
        }
        try {
            batch.execute();
        } catch (HttpResponseException refused) {
            throw AnswerException.of(refused);
        } catch (IllegalStateException cannotRenew) {
            throw Requests.refused(cannotRenew);
        } catch (CallEndedException | MalformedAnswerException known) {
            throw known;
        } catch (RuntimeException unreadable) {
            MalformedAnswerException malformed = new MalformedAnswerException(
                    "The endpoint did not answer a batch as Cloud Storage does: check the endpoint.");
            malformed.initCause(unreadable);
            throw malformed;
        }
    }

    private final class Outcome extends JsonBatchCallback<Void> {
        private final String object;

        Outcome(String object) {
            this.object = object;
        }

        @Override
        public void onSuccess(Void nothing, HttpHeaders headers) {
            remaining.remove(object);
        }

        @Override
        public void onFailure(@Nullable GoogleJsonError error, HttpHeaders headers) {
            AnswerException answer = AnswerException.of(error, headers);
            if (answer.status() == 404) {
                foundMissing = true;
                remaining.remove(object);
            } else if (answer.isTransient()) {
                mayHelp.put(object, answer);
            } else {
                remaining.remove(object);
                refused.put(object, answer);
            }
        }
    }
}
