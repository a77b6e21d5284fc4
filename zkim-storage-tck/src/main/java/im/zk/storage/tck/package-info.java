/**
 * The storage contract as tests. A backend's author extends {@link im.zk.storage.tck.StorageBackendTck} with one small
 * class; each test's display name begins with the rule that it proves.
 */
@NullMarked
package im.zk.storage.tck;

import org.jspecify.annotations.NullMarked;
