/** What is measured of a store: each class is one kind of measurement, and writes what it finds as {@link Result}s. */
@NullMarked
package im.zk.storage.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
