@NullMarked
package im.zk.storage.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
