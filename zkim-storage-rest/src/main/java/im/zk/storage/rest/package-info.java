/** Any server that speaks the REST routes: {@link im.zk.storage.rest.RestStorageBackend}. */
@NullMarked
package im.zk.storage.rest;

import org.jspecify.annotations.NullMarked;
