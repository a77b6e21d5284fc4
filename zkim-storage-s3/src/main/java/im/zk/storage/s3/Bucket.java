package im.zk.storage.s3;

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
    Page list(String prefix, @Nullable String token, int limit) {
        // Names in XML as they are could not hold every character; the SDK undoes the encoding.
        ListObjectsV2Response answer = client.listObjectsV2(request -> request.bucket(name)
                .prefix(prefix)
                .continuationToken(token)
                .maxKeys(limit)
                .encodingType(EncodingType.URL));
        Answers.requirePage(answer);
        List<String> names = answer.contents().stream().map(S3Object::key).toList();
        return new Page(names, answer.isTruncated() ? answer.nextContinuationToken() : null);
    }

    /** Deletes up to {@value #OBJECTS} objects; what is missing counts as deleted. */
    Deletion delete(List<String> names) {
        List<ObjectIdentifier> objects = names.stream()
                .map(each -> ObjectIdentifier.builder().key(each).build())
                .toList();
        DeleteObjectsResponse answer = client.deleteObjects(request ->
                request.bucket(name).delete(all -> all.objects(objects).quiet(true)));
        Map<String, String> failures = new LinkedHashMap<>();
        for (S3Error error : answer.errors()) {
            if (!"NoSuchKey".equals(error.code())) {
                failures.put(error.key(), error.code());
            }
        }
        return new Deletion(failures, answer.responseMetadata().requestId());
    }

    /**
     * A page of a listing.
     *
     * @param names the names
     * @param next the token of the page behind it; null for the last
     */
    record Page(List<String> names, @Nullable String next) {}

    /**
     * What an answer to a deletion says.
     *
     * @param failures error codes by name
     * @param requestId the service's id of the request
     */
    record Deletion(Map<String, String> failures, @Nullable String requestId) {}
}
