/** Tests of the IPFS backend. */
@NullMarked
package im.zk.storage.ipfs;

import org.jspecify.annotations.NullMarked;
