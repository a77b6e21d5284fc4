package im.zk.storage.testservers;

import java.net.URI;

/** A server that speaks S3. */
public interface S3Server {

    /** Where it listens; buckets are addressed by path. */
    URI endpoint();

    /** The region that it takes signatures for. */
    default String region() {
        return "us-east-1";
    }

    /** The access key of a user who may do everything. */
    String accessKeyId();

    /** The secret key that goes with it. */
    String secretAccessKey();
}
