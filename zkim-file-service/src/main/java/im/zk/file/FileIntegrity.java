package im.zk.file;

import java.util.List;

/**
 * What a validation found.
 *
 * @param signatureChecked whether a key was there that proves the header: the user's, or the platform's for the key that its layer
 *     names, whose owner an {@link OwnerCheck} knows
 * @param contentChecked whether a key was there that proves every byte of the chunks; else only their tags were compared
 * @param sizeRight whether the chunks have as many bytes as the header says, and as a platform accounts for
 * @param missingChunks the indexes of chunks that are not there, unmodifiable
 * @param alteredChunks the indexes of chunks that are not what was stored, or that the storage reports as corrupted, unmodifiable
 */
public record FileIntegrity(
        boolean signatureChecked,
        boolean contentChecked,
        boolean sizeRight,
        List<Integer> missingChunks,
        List<Integer> alteredChunks) {

    /** Copies the lists. */
    public FileIntegrity {
        missingChunks = List.copyOf(missingChunks);
        alteredChunks = List.copyOf(alteredChunks);
    }

    /** Whether both checks were made, and nothing is missing, altered or of another size. */
    public boolean valid() {
        return signatureChecked && contentChecked && sizeRight && missingChunks.isEmpty() && alteredChunks.isEmpty();
    }
}
