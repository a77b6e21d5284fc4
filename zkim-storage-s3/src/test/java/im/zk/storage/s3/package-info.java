@NullMarked
package im.zk.storage.s3;

import org.jspecify.annotations.NullMarked;
