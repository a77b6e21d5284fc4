@NullMarked
package im.zk.storage.azure;

import org.jspecify.annotations.NullMarked;
