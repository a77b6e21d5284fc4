/**
 * What the author of a backend needs: the key rules, the codec from keys to object names, the plumbing of futures, and
 * helpers for batches and pages. Users of a backend need none of it.
 */
@NullMarked
package im.zk.storage.spi;

import org.jspecify.annotations.NullMarked;
