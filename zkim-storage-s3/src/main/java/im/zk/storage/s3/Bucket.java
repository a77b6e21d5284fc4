package im.zk.storage.s3;

import im.zk.storage.spi.NamePage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Requests for the objects of a bucket.
 *
 * @param client makes them
 * @param name the bucket's name
 * @param storesChecksums whether the service keeps a checksum of an object, to be compared when it is read
 */
record Bucket(S3Client client, String name, boolean storesChecksums) {

    /** How many objects one request lists or deletes at most. */
    static final int OBJECTS = 1000;

    /** Where the answer to HEAD, which has no body, does not tell what is wrong. */
    private static final Set<Integer> AMBIGUOUS = Set.of(301, 307, 400, 403, 404);

    /** The bytes of an object, or null where there is none. */
    byte @Nullable [] read(String object, long maximumBytes) {
        GetObjectRequest.Builder request = get(object);
        if (storesChecksums) {
            // The SDK compares a checksum that it asked for, and asks for none by itself where it is not to send any.
            request.checksumMode(ChecksumMode.ENABLED);
        }
        try {
            return client.getObject(request.build(), new ObjectBody(maximumBytes));
        } catch (S3Exception refused) {
            requireMissingKey(refused);
            return null;
        }
    }

    /** Whether there is an object; its bytes are not sent. */
    boolean has(String object) {
        try {
            HeadObjectResponse answer =
                    client.headObject(request -> request.bucket(name).key(object));
            Answers.requireObject(answer.eTag(), answer);
            return true;
        } catch (S3Exception refused) {
            if (!AMBIGUOUS.contains(refused.statusCode())) {
                throw refused;
            }
            return hasByGet(object);
        }
    }

    /** Deletes an object; a missing one counts as deleted. */
    void delete(String object) {
        try {
            DeleteObjectResponse answer =
                    client.deleteObject(request -> request.bucket(name).key(object));
            Answers.requireNoContent(answer);
        } catch (S3Exception refused) {
            requireMissingKey(refused);
        }
    }

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

    /** The same question as HEAD, whose answer has a body; an object that is there sends one byte at most. */
    private boolean hasByGet(String object) {
        try {
            client.getObject(get(object).range("bytes=0-0").build(), ObjectBody::discard);
            return true;
        } catch (S3Exception refused) {
            boolean empty = S3Errors.isEmptyObject(refused);
            if (!empty) {
                requireMissingKey(refused);
            }
            return empty;
        }
    }

    private GetObjectRequest.Builder get(String object) {
        return GetObjectRequest.builder().bucket(name).key(object);
    }

    private static void requireMissingKey(S3Exception refused) {
        if (!S3Errors.isMissingKey(refused)) {
            throw refused;
        }
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
