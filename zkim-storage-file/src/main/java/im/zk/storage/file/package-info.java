/** A local directory as a durable store: {@link im.zk.storage.file.FileStorageBackend}. */
@NullMarked
package im.zk.storage.file;

import org.jspecify.annotations.NullMarked;
