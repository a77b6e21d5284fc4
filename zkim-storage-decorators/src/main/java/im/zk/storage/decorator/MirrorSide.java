package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;

/**
 * One of the stores of a mirror.
 *
 * @param name how notes call it
 * @param values where the values are
 * @param notes where it is noted which writes the other sides missed
 */
record MirrorSide(String name, StorageBackend values, StorageBackend notes) {

    boolean retries() {
        return values.retries() || notes.retries();
    }

    @Override
    public String toString() {
        return name + "=" + values;
    }
}
