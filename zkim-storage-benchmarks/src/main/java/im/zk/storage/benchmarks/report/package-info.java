/** Tables and pictures of what was measured. */
@NullMarked
package im.zk.storage.benchmarks.report;

import org.jspecify.annotations.NullMarked;
