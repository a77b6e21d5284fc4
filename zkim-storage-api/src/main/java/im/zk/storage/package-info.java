/**
 * The contract for storing bytes by key: {@link im.zk.storage.StorageBackend}, its errors, its configuration, and the
 * in-memory backend.
 *
 * <p>The rules are numbered (K1 to K5 for keys, V1 to V4 for values, O1 to O7 for operations, A1 to A5 for futures, L1
 * to L3 for life, E1 to E3 for errors). The test kit, {@code zkim-storage-tck}, proves them of any backend.
 */
@NullMarked
package im.zk.storage;

import org.jspecify.annotations.NullMarked;
