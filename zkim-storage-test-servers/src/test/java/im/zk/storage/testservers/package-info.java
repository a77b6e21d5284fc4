/** What the servers promise to the tests of other modules. */
@NullMarked
package im.zk.storage.testservers;

import org.jspecify.annotations.NullMarked;
