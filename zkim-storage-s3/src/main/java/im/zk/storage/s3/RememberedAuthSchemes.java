package im.zk.storage.s3;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/**
 * How each operation is signed, which the SDK would find out anew for each request. It depends on the bucket, of which a
 * backend has one, and on nothing else that changes.
 */
final class RememberedAuthSchemes implements SdkPlugin {

    @Override
    public void configureClient(SdkServiceClientConfiguration.Builder configuration) {
        S3ServiceClientConfiguration.Builder s3 = (S3ServiceClientConfiguration.Builder) configuration;
        s3.authSchemeProvider(new Memory(s3.authSchemeProvider()));
    }

    private static final class Memory implements S3AuthSchemeProvider {
        private final S3AuthSchemeProvider delegate;
        private final Map<String, List<AuthSchemeOption>> options = new ConcurrentHashMap<>();

        Memory(S3AuthSchemeProvider delegate) {
            this.delegate = delegate;
        }

        @Override
        public List<AuthSchemeOption> resolveAuthScheme(S3AuthSchemeParams request) {
            return options.computeIfAbsent(
                    request.operation(), ignored -> List.copyOf(delegate.resolveAuthScheme(request)));
        }
    }
}
