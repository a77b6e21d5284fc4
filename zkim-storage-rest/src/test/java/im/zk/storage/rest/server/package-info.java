/** Tests of the client and of the server, each against the other and against servers of the tests' own. */
@NullMarked
package im.zk.storage.rest.server;

import org.jspecify.annotations.NullMarked;
