/** The stores that are measured, and who is measured on each. */
@NullMarked
package im.zk.storage.benchmarks.store;

import org.jspecify.annotations.NullMarked;
