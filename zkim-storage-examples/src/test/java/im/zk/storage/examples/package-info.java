/** Tests of the examples. */
@NullMarked
package im.zk.storage.examples;

import org.jspecify.annotations.NullMarked;
