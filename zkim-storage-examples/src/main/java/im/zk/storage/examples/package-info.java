/** Programs that use the storage contract: to run, to read, and to paste from. */
@NullMarked
package im.zk.storage.examples;

import org.jspecify.annotations.NullMarked;
