/** Tests of the decorators. */
@NullMarked
package im.zk.storage.decorator;

import org.jspecify.annotations.NullMarked;
