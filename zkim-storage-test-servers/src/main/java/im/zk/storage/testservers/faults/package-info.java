/** What happens to any backend when the network to a real server fails, or the server is killed: the same for each of them. */
@NullMarked
package im.zk.storage.testservers.faults;

import org.jspecify.annotations.NullMarked;
