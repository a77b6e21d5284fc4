package im.zk.storage.gcs;

import com.google.api.client.http.HttpMethods;
import com.google.api.client.http.HttpRequest;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageRequest;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.NamePage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Requests for the objects of a bucket.
 *
 * @param requests makes them
 * @param name the bucket's name
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/objects">The JSON API's objects</a>
 */
record Bucket(Requests requests, String name) {

    /** How many objects one request lists at most. */
    static final int PAGE = 1000;

    /** How many objects one request deletes at most. */
    static final int BATCH = 100;

    private static final String KIND = "storage#objects";

    /** The bytes of an object, or null where there is none. */
    byte @Nullable [] read(String object, long maximumBytes) throws Exception {
        return find(
                () -> {
                    Storage.Objects.Get get = api().objects().get(name, object);
                    get.set("alt", "media");
                    HttpRequest request = request(HttpMethods.GET, get);
                    // With it, and with the "Accept-Encoding: gzip" of every request, the service sends the bytes as
                    // stored.
                    request.setResponseReturnRawInputStream(true);
                    return ObjectBody.read(Requests.execute(request), maximumBytes);
                },
                null);
    }

    /** Whether there is an object; its bytes are not sent. */
    boolean has(String object) throws Exception {
        Boolean found = find(
                () -> {
                    Storage.Objects.Get get = api().objects().get(name, object).setFields("name");
                    Answers.parseObject(Requests.execute(request(HttpMethods.GET, get)), object);
                    return true;
                },
                false);
        return Boolean.TRUE.equals(found);
    }

    /** Deletes an object; a missing one counts as deleted. */
    void delete(String object) throws Exception {
        find(
                () -> {
                    Storage.Objects.Delete delete = api().objects().delete(name, object);
                    Answers.requireNoContent(Requests.execute(request(HttpMethods.DELETE, delete)));
                    return null;
                },
                null);
    }

    /** One page of names that begin with a prefix. */
    NamePage list(String prefix, @Nullable String token, int limit) throws Exception {
        return requests.call(() -> {
            Storage.Objects.List list = api().objects()
                    .list(name)
                    .setPrefix(prefix)
                    .setPageToken(token)
                    .setMaxResults((long) limit)
                    .setFields("kind,nextPageToken,items(name)");
            return page(Answers.parse(Requests.execute(request(HttpMethods.GET, list)), Objects.class));
        });
    }

    /**
     * Deletes up to {@value #BATCH} objects in one request; missing ones count as deleted.
     *
     * @return why an object was not deleted, by its name
     */
    Map<String, AnswerException> delete(List<String> names, boolean bucketMayBeMissing) throws Exception {
        BatchDeletion deletion = new BatchDeletion(api(), name, names);
        try {
            requests.call(deletion);
        } catch (AnswerException answer) {
            if (!deletion.isAnswered()) {
                throw answer;
            }
        }
        if (deletion.foundMissing() && bucketMayBeMissing) {
            require();
        }
        return deletion.failures();
    }

    /** What is not found is the object or the bucket: the answer does not tell, so one more request does. */
    private <T> @Nullable T find(Callable<? extends @Nullable T> request, @Nullable T missing) throws Exception {
        try {
            return requests.call(request);
        } catch (AnswerException answer) {
            if (!answer.isMissingObject()) {
                throw answer;
            }
            require();
            return missing;
        }
    }

    /** Fails where there is no such bucket. Needs no right on the bucket itself, as to ask for the bucket would. */
    private void require() throws Exception {
        list("", null, 1);
    }

    /** Not by the call's own method, which sends a GET of a long URL as a POST. */
    private HttpRequest request(String method, StorageRequest<?> call) throws IOException {
        return api().getRequestFactory().buildRequest(method, call.buildHttpRequestUrl(), null);
    }

    private Storage api() {
        return requests.client().api();
    }

    private static NamePage page(Objects answer) {
        if (!KIND.equals(answer.getKind())) {
            throw new MalformedAnswerException(
                    "The endpoint did not answer as Cloud Storage does: check the endpoint.");
        }
        List<StorageObject> items = answer.getItems() == null ? List.of() : answer.getItems();
        return new NamePage(items.stream().map(StorageObject::getName).toList(), answer.getNextPageToken());
    }
}
