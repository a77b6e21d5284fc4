/** Google Cloud Storage: {@link im.zk.storage.gcs.GcsStorageBackend}. */
@NullMarked
package im.zk.storage.gcs;

import org.jspecify.annotations.NullMarked;
