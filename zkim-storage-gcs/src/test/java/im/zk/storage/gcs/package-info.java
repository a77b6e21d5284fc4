@NullMarked
package im.zk.storage.gcs;

import org.jspecify.annotations.NullMarked;
