/** Benchmarks. How they are run is in CONTRIBUTING.md. */
@NullMarked
package im.zk.storage.benchmarks;

import org.jspecify.annotations.NullMarked;
