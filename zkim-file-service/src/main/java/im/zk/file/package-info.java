/**
 * Encrypted files over any storage backend: what goes in comes out, and nobody without the keys reads or alters it. Begin at
 * {@link im.zk.file.ZkimFileService}.
 */
@NullMarked
package im.zk.file;

import org.jspecify.annotations.NullMarked;
