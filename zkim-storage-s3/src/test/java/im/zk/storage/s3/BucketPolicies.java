package im.zk.storage.s3;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Policies by which a real service refuses single objects. */
final class BucketPolicies {

    private static final String DENY = """
            {"Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":[%s]%s}
            """;

    private BucketPolicies() {}

    /** Allows everybody everything but with some objects. */
    static String allowAllBut(String bucket, List<String> objects) {
        return policy(allowAll(bucket) + DENY.formatted(resources(bucket, objects), ""));
    }

    /**
     * Allows everybody everything, but refuses some objects to requests that name a page as their {@code Referer}, and to
     * those that name its part {@code #missing} also to be told that an object is missing.
     */
    static String allowAllBut(String bucket, List<String> objects, String page) {
        String hidden = """
                {"Effect":"Deny","Principal":"*","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::%s"],%s},
                """.formatted(bucket, referer(page + "#missing"));
        return policy(
                allowAll(bucket) + hidden + DENY.formatted(resources(bucket, objects), "," + referer(page + "*")));
    }

    /** A client that is nobody in particular. */
    static S3Client anonymousClient(URI endpoint, ExecutionInterceptor... interceptors) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(
                        configuration -> List.of(interceptors).forEach(configuration::addExecutionInterceptor))
                .build();
    }

    private static String allowAll(String bucket) {
        return """
                {"Effect":"Allow","Principal":"*","Action":["s3:*"],"Resource":["arn:aws:s3:::%s","arn:aws:s3:::%s/*"]},
                """.formatted(bucket, bucket);
    }

    private static String policy(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    private static String referer(String page) {
        return "\"Condition\":{\"StringLike\":{\"aws:Referer\":\"" + page + "\"}}";
    }

    private static String resources(String bucket, List<String> objects) {
        return objects.stream()
                .map(name -> "\"arn:aws:s3:::" + bucket + "/" + name + "\"")
                .collect(Collectors.joining(","));
    }
}
