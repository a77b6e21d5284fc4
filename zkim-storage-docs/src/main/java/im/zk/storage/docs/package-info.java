/** The snippets of the documentation that need every backend. */
@NullMarked
package im.zk.storage.docs;

import org.jspecify.annotations.NullMarked;
