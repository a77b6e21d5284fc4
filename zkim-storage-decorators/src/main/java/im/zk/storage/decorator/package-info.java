/**
 * What goes around any backend, each one thing: {@link im.zk.storage.decorator.StorageStack} puts them together in the one
 * order that is right.
 */
@NullMarked
package im.zk.storage.decorator;

import org.jspecify.annotations.NullMarked;
