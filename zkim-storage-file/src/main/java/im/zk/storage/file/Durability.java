package im.zk.storage.file;

/** What a change survives once its future is complete. */
public enum Durability {
    /**
     * A crash of the process, of the system, and a power failure: the value, its name and the directories that hold it
     * are forced to the device before the future completes. Windows cannot force a directory; there NTFS's own journal
     * stands for the name.
     */
    SYNC,

    /**
     * The end of the process, however it ends. Nothing is forced, which is many times faster: after a crash of the system
     * or a power failure the last changes may be lost, and on some file systems the value of a key that was just set may
     * be cut short or empty.
     */
    NO_SYNC
}
