/** The kit, proved by backends that keep the contract and by backends that each break one rule of it. */
@NullMarked
package im.zk.storage.tck;

import org.jspecify.annotations.NullMarked;
