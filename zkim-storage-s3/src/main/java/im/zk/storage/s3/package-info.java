/** Amazon S3 and stores that speak its protocol: {@link im.zk.storage.s3.S3StorageBackend}. */
@NullMarked
package im.zk.storage.s3;

import org.jspecify.annotations.NullMarked;
