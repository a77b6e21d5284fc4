/** Ways to keep bytes by key, each used as its own documentation shows. */
@NullMarked
package im.zk.storage.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
