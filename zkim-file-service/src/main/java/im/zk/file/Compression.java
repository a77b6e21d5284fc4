package im.zk.file;

/** Whether content is compressed before it is encrypted. */
public enum Compression {
    /** As it is: the right choice wherever somebody else may put a part of the content beside a secret part of it. */
    NONE,

    /**
     * Each chunk by Zstandard. The length of what is stored then depends on the content: who may put his own text into it and
     * sees the lengths can guess what stands beside it.
     */
    ZSTD
}
