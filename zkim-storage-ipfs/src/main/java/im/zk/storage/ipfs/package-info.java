/** An IPFS node, through Kubo's RPC API: {@link im.zk.storage.ipfs.IpfsStorageBackend}. */
@NullMarked
package im.zk.storage.ipfs;

import org.jspecify.annotations.NullMarked;
