package im.zk.file;

import java.util.List;

/**
 * What a validation found. A file is whole and its owner's if it is {@link #valid()} and both checks were made.
 *
 * @param signatureChecked whether a key was there that says who signed, and it was he
 * @param contentChecked whether a key was there that proves every byte of the chunks; else only their tags were compared
 * @param missingChunks the indexes of chunks that are not there, unmodifiable
 * @param alteredChunks the indexes of chunks that are not what was stored, unmodifiable
 */
public record FileIntegrity(
        boolean signatureChecked, boolean contentChecked, List<Integer> missingChunks, List<Integer> alteredChunks) {

    /** Copies the lists. */
    public FileIntegrity {
        missingChunks = List.copyOf(missingChunks);
        alteredChunks = List.copyOf(alteredChunks);
    }

    /** Whether nothing is missing or altered, as far as it was checked. */
    public boolean valid() {
        return missingChunks.isEmpty() && alteredChunks.isEmpty();
    }
}
