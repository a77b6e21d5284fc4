/** What client and server of the REST routes say to each other: for those who write a server of their own in Java. */
@NullMarked
package im.zk.storage.rest.protocol;

import org.jspecify.annotations.NullMarked;
