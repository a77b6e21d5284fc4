package im.zk.storage.s3;

import im.zk.storage.spi.NamePage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Requests for many objects of a bucket.
 *
 * @param client makes them
 * @param name the bucket's name
 */
record Bucket(S3Client client, String name) {

    /** How many objects one request lists or deletes at most. */
    static final int OBJECTS = 1000;

    /** One page of object names that begin with a prefix. */
    NamePage list(String prefix, @Nullable String token, int limit) {
        // Names in XML as they are could not hold every character; the SDK undoes the encoding.
        ListObjectsV2Response answer = client.listObjectsV2(request -> request.bucket(name)
                .prefix(prefix)
                .continuationToken(token)
                .maxKeys(limit)
                .encodingType(EncodingType.URL));
        Answers.requirePage(answer);
        List<String> names = answer.contents().stream().map(S3Object::key).toList();
        return new NamePage(names, answer.isTruncated() ? answer.nextContinuationToken() : null);
    }

    /**
     * Deletes up to {@value #OBJECTS} objects; what is missing counts as deleted.
     *
     * @return those that the service refused, by name
     */
    Map<String, Refusal> delete(List<String> names) {
        List<ObjectIdentifier> objects = names.stream()
                .map(each -> ObjectIdentifier.builder().key(each).build())
                .toList();
        // Not quiet, so that an answer that says nothing of an object does not pass for its deletion.
        DeleteObjectsResponse answer =
                client.deleteObjects(request -> request.bucket(name).delete(all -> all.objects(objects)));
        Answers.requireVerdicts(names.size(), answer);
        String requestId = answer.responseMetadata().requestId();
        Map<String, Refusal> refused = new LinkedHashMap<>();
        for (S3Error error : answer.errors()) {
            if (!"NoSuchKey".equals(error.code())) {
                refused.put(
                        String.valueOf(error.key()),
                        new Refusal(String.valueOf(error.code()), error.message(), requestId));
            }
        }
        return refused;
    }

    /**
     * Why one object of many was not deleted.
     *
     * @param code the service's error code
     * @param message the service's own words
     * @param requestId the service's id of the request
     */
    record Refusal(
            String code, @Nullable String message, @Nullable String requestId) {}
}
