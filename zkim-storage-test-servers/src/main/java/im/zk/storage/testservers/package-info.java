/**
 * The real servers that tests run against. A test asks {@link im.zk.storage.testservers.TestServers}, which takes the
 * server that a system property names, else one in Docker, else one that it installs and starts as a local process.
 */
@NullMarked
package im.zk.storage.testservers;

import org.jspecify.annotations.NullMarked;
