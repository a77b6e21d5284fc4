@NullMarked
package im.zk.file;

import org.jspecify.annotations.NullMarked;
