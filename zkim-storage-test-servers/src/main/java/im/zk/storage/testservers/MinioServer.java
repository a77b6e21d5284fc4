package im.zk.storage.testservers;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * MinIO, an S3 server that keeps objects as files: {@code zkim.test.s3.endpoint} with {@code zkim.test.s3.accessKeyId} and
 * {@code zkim.test.s3.secretAccessKey}, Docker, or {@code go install}.
 */
public final class MinioServer extends TestServer implements S3Server {

    private static final String ACCESS_KEY = "zkim-minio-access-key";
    private static final String SECRET_KEY = "zkim-minio-secret-key-of-the-tests";
    private static final String REGION = "us-east-1";
    private static final String KMS_KEY = "zkim-kms-key";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "MINIO_ROOT_USER",
            ACCESS_KEY,
            "MINIO_ROOT_PASSWORD",
            SECRET_KEY,
            "MINIO_BROWSER",
            "off",
            "MINIO_UPDATE",
            "off",
            "MINIO_SITE_REGION",
            REGION,
            "MINIO_KMS_SECRET_KEY",
            KMS_KEY + ":emtpbS1zdG9yYWdlIHRlc3RzIGttcyBrZXkgMzJieXQ=");
    private static final Ready READY = Ready.http("/minio/health/ready");
    private static final GoTool MINIO = new GoTool(
            "MinIO", "s3", "github.com/minio/minio", Versions.of("minio.version"), "minio", "two to four minutes");

    private final URI endpoint;
    private final String accessKeyId;
    private final String secretAccessKey;

    private MinioServer(Instance instance, URI endpoint, String accessKeyId, String secretAccessKey) {
        super(instance);
        this.endpoint = endpoint;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    static MinioServer find() {
        return GivenServer.find("s3")
                .map(given -> new MinioServer(
                        given, given.endpoint(), given.property("accessKeyId"), given.property("secretAccessKey")))
                .orElseGet(MinioServer::launch);
    }

    static MinioServer launch() {
        Instance instance = Container.start(
                        Versions.of("minio.image"),
                        9000,
                        READY,
                        Stop.KILL,
                        (container, port) -> container.withEnv(ENVIRONMENT).withCommand("server", "/data"))
                .orElseGet(MinioServer::launchLocally);
        URI endpoint = URI.create("http://" + instance.host() + ":" + instance.port());
        return new MinioServer(instance, endpoint, ACCESS_KEY, SECRET_KEY);
    }

    private static Instance launchLocally() {
        Path program = MINIO.installed();
        return LocalServer.start(
                "minio",
                READY,
                ENVIRONMENT,
                Stop.KILL,
                (port, directory) -> List.of(
                        program.toString(),
                        "server",
                        "--quiet",
                        "--address",
                        Instance.LOOPBACK + ":" + port,
                        "--certs-dir",
                        directory.resolve("certs").toString(),
                        directory.resolve("data").toString()));
    }

    /** The id of a key with which it can encrypt what is stored: {@code zkim.test.s3.kmsKeyId} where it is given. */
    public String kmsKeyId() {
        return System.getProperty("zkim.test.s3.kmsKeyId", KMS_KEY);
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public String accessKeyId() {
        return accessKeyId;
    }

    @Override
    public String secretAccessKey() {
        return secretAccessKey;
    }
}
