package im.zk.file;

import java.util.Arrays;

/**
 * The chunks of a file, as its header lists them.
 *
 * @param chunkSize the bytes of content in every chunk but the last
 * @param count how many there are
 * @param storedSize the bytes of all their values together
 * @param compressed whether each may be compressed
 * @param array where the tags of all of them are, one behind the other; not to be changed
 * @param tagsStart where in the array the first begins
 */
@SuppressWarnings("ArrayRecordComponent") // is compared nowhere
record ChunkTable(int chunkSize, int count, long storedSize, boolean compressed, byte[] array, int tagsStart) {

    /** With an array of tags alone. */
    ChunkTable(int chunkSize, int count, long storedSize, boolean compressed, byte[] tags) {
        this(chunkSize, count, storedSize, compressed, tags, 0);
    }

    byte[] tags() {
        return Arrays.copyOfRange(array, tagsStart, tagsStart + count * Aead.TAG_BYTES);
    }

    /** How many chunks a content has, of whatever size. */
    static long count(long size, int chunkSize) {
        return size == 0 ? 1 : (size - 1) / chunkSize + 1;
    }

    byte[] tag(int chunk) {
        int start = tagsStart + chunk * Aead.TAG_BYTES;
        return Arrays.copyOfRange(array, start, start + Aead.TAG_BYTES);
    }

    boolean isLast(int chunk) {
        return chunk == count - 1;
    }

    /** The bytes of content in a chunk of a file of a size. */
    int length(int chunk, long size) {
        return isLast(chunk) ? (int) (size - (long) chunk * chunkSize) : chunkSize;
    }

    /** Whether a content of this size has these chunks. */
    boolean fits(long size) {
        long bodies = storedSize - (long) count * Aead.TAG_BYTES;
        return count(size, chunkSize) == count
                && (compressed ? bodies >= count && bodies <= size + count : bodies == size);
    }
}
