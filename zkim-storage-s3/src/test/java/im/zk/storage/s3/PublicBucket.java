package im.zk.storage.s3;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket that everybody may use, but for some of its objects: how a real service refuses single keys. */
final class PublicBucket {

    private PublicBucket() {}

    /** A bucket policy that allows everybody everything but with some objects. */
    static String policyBut(String bucket, List<String> objects) {
        String denied = objects.stream()
                .map(name -> "\"arn:aws:s3:::" + bucket + "/" + name + "\"")
                .collect(Collectors.joining(","));
        return """
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":"*","Action":["s3:*"],"Resource":["arn:aws:s3:::%s","arn:aws:s3:::%s/*"]},
                {"Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":[%s]}]}
                """.formatted(bucket, bucket, denied);
    }

    /** A client that is nobody in particular. */
    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }
}
