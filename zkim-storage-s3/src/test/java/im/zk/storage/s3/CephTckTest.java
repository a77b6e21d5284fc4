package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.S3Server;
import im.zk.storage.testservers.TestServers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on Ceph's object gateway. */
class CephTckTest extends S3Tck {

    private static TestBucket bucket;

    private static final List<S3Client> ANONYMOUS = new ArrayList<>();
    private static final String REFUSED_PAGE = "http://refused.example/";

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.ceph(), Compatibility.CEPH);
    }

    @AfterAll
    static void close() {
        ANONYMOUS.forEach(S3Client::close);
        bucket.close();
    }

    @Override
    S3Server server() {
        return TestServers.ceph();
    }

    @Override
    TestBucket bucket() {
        return bucket;
    }

    @Override
    Set<String> foreignNames() {
        return Set.of("", "a//b", "a%2fb", "%41", "/a", "theirs\\c");
    }

    /** Nobody may use some objects who comes from a certain page, and the backend is such a one. */
    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        List<String> refused = objectNames(Compatibility.CEPH, namespace, keys);
        bucket.client()
                .putBucketPolicy(request -> request.bucket(bucket.name())
                        .policy(BucketPolicies.allowAllBut(bucket.name(), refused, REFUSED_PAGE)));
        S3Client nobody = BucketPolicies.anonymousClient(server().endpoint(), new Referer(refused));
        ANONYMOUS.add(nobody);
        return Optional.of(S3StorageBackend.builder()
                .client(nobody)
                .bucket(bucket.name())
                .compatibility(Compatibility.CEPH)
                .prefix(namespace)
                .build());
    }

    /** Who may list a bucket is told that a refused object is missing; so those who ask for one may not. */
    private record Referer(List<String> refused) implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            String path = URLDecoder.decode(context.httpRequest().encodedPath(), StandardCharsets.UTF_8);
            String page = refused.stream().anyMatch(path::endsWith) ? REFUSED_PAGE + "#missing" : REFUSED_PAGE;
            return context.httpRequest().copy(builder -> builder.putHeader("Referer", page));
        }
    }
}
