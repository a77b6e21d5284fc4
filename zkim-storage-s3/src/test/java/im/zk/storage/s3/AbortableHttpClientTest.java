package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.tck.StalledServer;
import im.zk.storage.testservers.faults.Await;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** Work that is cancelled before its connection is there to be closed. */
class AbortableHttpClientTest {

    @Test
    @DisplayName("Cancelling while the host's address is looked up opens no connection")
    void cancelDuringLookup() throws Exception {
        HeldLookup lookup = new HeldLookup();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (StalledServer server = new StalledServer();
                AbortableHttpClient http = new AbortableHttpClient(Apache5HttpClient.builder()
                        .dnsResolver(AbortableHttpClient.lookUp(lookup))
                        .build())) {
            HttpExecuteRequest request = HttpExecuteRequest.builder()
                    .request(SdkHttpFullRequest.builder()
                            .method(SdkHttpMethod.GET)
                            .uri(URI.create("http://a.example:" + server.port()))
                            .build())
                    .build();
            CompletableFuture<?> answer = http.supply(
                    threads, () -> http.prepareRequest(request).call().httpResponse());
            assertThat(lookup.begun.await(30, TimeUnit.SECONDS)).isTrue();
            answer.cancel(true);
            lookup.found.countDown();
            threads.shutdown();

            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            Await.until("no connection is open", () -> server.openConnections() == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Finds the loopback address when it is told to; a lookup cannot be interrupted. */
    private static final class HeldLookup implements DnsResolver {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch found = new CountDownLatch(1);

        @Override
        public InetAddress[] resolve(String host) {
            begun.countDown();
            boolean interrupted = false;
            while (found.getCount() > 0) {
                try {
                    found.await();
                } catch (InterruptedException wanted) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
        }
    }
}
