/**
 * A small server that puts the REST routes in front of any backend: {@link im.zk.storage.rest.server.StorageServer}. Needs
 * {@code jetty-server}, {@code jetty-http2-server} and {@code jetty-alpn-java-server} on the class path.
 */
@NullMarked
package im.zk.storage.rest.server;

import org.jspecify.annotations.NullMarked;
