package im.zk.storage.s3;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * The client that a backend makes where it is given none, and all that ends with it.
 *
 * @param client the client
 * @param http its connections
 * @param credentials where its credentials come from
 */
record OwnClient(S3Client client, AbortableHttpClient http, AwsCredentialsProvider credentials)
        implements AutoCloseable {

    /** More requests at a time than this wait for a connection. */
    static final int CONNECTIONS = 64;

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    static OwnClient create(
            S3StorageOptions options, int maximumAttempts, Consumer<ClientOverrideConfiguration.Builder> further) {
        AwsCredentialsProvider credentials = credentials(options);
        AbortableHttpClient http = new AbortableHttpClient(Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .dnsResolver(AbortableHttpClient.lookUp(SystemDefaultDnsResolver.INSTANCE))
                .connectionAcquisitionTimeout(options.callTimeout)
                .socketTimeout(
                        LONGEST_SILENCE.compareTo(options.callTimeout) < 0 ? LONGEST_SILENCE : options.callTimeout)
                // The SDK itself asks before large bodies. Before a small one that is refused Apache's client would
                // send it
                // all the same, which Ceph then takes for the next request.
                .expectContinueEnabled(false)
                .build());
        try {
            return new OwnClient(client(options, maximumAttempts, credentials, http, further), http, credentials);
        } catch (SdkClientException unusable) {
            http.close();
            close(credentials);
            throw S3Errors.noClient(unusable);
        }
    }

    @Override
    public void close() {
        client.close();
        http.close();
        close(credentials);
    }

    private static S3Client client(
            S3StorageOptions options,
            int maximumAttempts,
            AwsCredentialsProvider credentials,
            AbortableHttpClient http,
            Consumer<ClientOverrideConfiguration.Builder> further) {
        boolean crc32 = options.compatibility.storesCrc32();
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(() -> resolve(credentials))
                .forcePathStyle(options.pathStyle)
                // What is stored has its checksum in a header already; one behind the body would be sent in chunks.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        crc32 ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(options.compatibility.answersExpectContinue())
                        .build())
                .overrideConfiguration(configuration -> {
                    configuration
                            .addExecutionInterceptor(new RequestIds())
                            .apiCallTimeout(options.callTimeout)
                            .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                    .maxAttempts(maximumAttempts)
                                    .build());
                    if (options.profile != null) {
                        configuration.defaultProfileName(options.profile);
                    }
                    further.accept(configuration);
                });
        builder.addPlugin(new RememberedAuthSchemes());
        if (!crc32) {
            builder.addPlugin(LegacyMd5Plugin.create());
        }
        String region = region(options);
        if (region != null) {
            builder.region(Region.of(region));
        }
        if (options.endpoint != null) {
            builder.endpointOverride(options.endpoint);
        }
        return builder.build();
    }

    /** What is given, or the profile's, or for a store that is not Amazon's any; null for what the SDK finds. */
    private static @Nullable String region(S3StorageOptions options) {
        String any = options.compatibility.region();
        if (options.region != null || options.profile == null || any == null) {
            return options.region;
        }
        return ProfileFile.defaultProfileFile()
                .profile(options.profile)
                .flatMap(profile -> profile.property(ProfileProperty.REGION))
                .orElse(any);
    }

    private static AwsCredentialsProvider credentials(S3StorageOptions options) {
        if (options.accessKeyId != null && options.secretAccessKey != null) {
            AwsCredentials fixed = options.sessionToken == null
                    ? AwsBasicCredentials.create(options.accessKeyId, options.secretAccessKey)
                    : AwsSessionCredentials.create(options.accessKeyId, options.secretAccessKey, options.sessionToken);
            return StaticCredentialsProvider.create(fixed);
        }
        String profile = options.profile;
        if (profile == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        if (ProfileFile.defaultProfileFile().profile(profile).isEmpty()) {
            throw S3Errors.invalid("There is no profile '" + profile + "' in the shared AWS configuration files.");
        }
        return ProfileCredentialsProvider.create(profile);
    }

    /** Called for each request: what has expired is renewed. */
    private static AwsCredentials resolve(AwsCredentialsProvider credentials) {
        try {
            return credentials.resolveCredentials();
        } catch (SdkClientException | IllegalStateException none) {
            throw new CredentialsException(none);
        }
    }

    private static void close(AwsCredentialsProvider credentials) {
        if (credentials instanceof software.amazon.awssdk.utils.SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "OwnClient[" + http.clientName() + "]";
    }

    /** For a client of the user's, whose retries are known where it has a strategy of its own. */
    static boolean retries(S3Client given) {
        return given.serviceClientConfiguration()
                .overrideConfiguration()
                .retryStrategy()
                .map(strategy -> strategy.maxAttempts() > 1)
                .orElse(true);
    }
}
