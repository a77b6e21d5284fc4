/** Tests that the documentation says what is so. */
@NullMarked
package im.zk.storage.docs;

import org.jspecify.annotations.NullMarked;
