package im.zk.storage.s3;

import im.zk.storage.spi.MalformedAnswerException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * What every S3 says in an answer that went well. A proxy or a web server that answers 200 to anything does not, and
 * nothing that it answers may pass for "stored", "there" or "empty".
 */
final class Answers {

    private Answers() {}

    /** An answer has what every S3 puts into it: an object's ETag, an upload's id, the key that was completed. */
    static void require(@Nullable String mark, SdkResponse answer) {
        if (mark == null || mark.isEmpty()) {
            throw notS3(answer);
        }
    }

    /** An object has an ETag. So has many a web page, which has nothing of Amazon's. */
    static void requireObject(@Nullable String eTag, SdkResponse answer) {
        require(eTag, answer);
        SdkHttpResponse http = answer.sdkHttpResponse();
        boolean page = http.firstMatchingHeader("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                .orElse(false);
        if (page && !isAmazons(http)) {
            throw notS3(answer);
        }
    }

    /** The answer to a delete has no content: 204, or 200 with nothing but headers of Amazon's. */
    static void requireNoContent(SdkResponse answer) {
        SdkHttpResponse http = answer.sdkHttpResponse();
        boolean empty =
                http.firstMatchingHeader("Content-Length").map("0"::equals).orElse(false);
        if (http.statusCode() != 204 && !(empty && isAmazons(http))) {
            throw notS3(answer);
        }
    }

    /** The answer to a deletion of many objects tells of each how it went. */
    static void requireVerdicts(int objects, DeleteObjectsResponse answer) {
        if (answer.deleted().size() + answer.errors().size() < objects) {
            throw notS3(answer);
        }
    }

    /** A page of a listing says whether it is the last, and else where the next begins. */
    static void requirePage(ListObjectsV2Response answer) {
        boolean last = Boolean.FALSE.equals(answer.isTruncated());
        if (!last && (answer.isTruncated() == null || answer.nextContinuationToken() == null)) {
            throw notS3(answer);
        }
    }

    private static boolean isAmazons(SdkHttpResponse http) {
        return http.headers().keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-"));
    }

    private static MalformedAnswerException notS3(SdkResponse answer) {
        SdkHttpResponse http = answer.sdkHttpResponse();
        return new MalformedAnswerException("The endpoint did not answer as S3 does (status " + http.statusCode()
                + http.firstMatchingHeader("Content-Type")
                        .map(type -> ", " + type)
                        .orElse("") + "): check the endpoint.");
    }
}
