package im.zk.file;

import java.util.HexFormat;
import java.util.List;

/**
 * A file's entries in the blind index, in hexadecimal digits.
 *
 * @param tag that of the user; zeros where there are no tokens
 * @param tokens those of the file's words, in ascending order
 */
record IndexEntries(String tag, List<String> tokens) {

    static final IndexEntries NONE =
            new IndexEntries(HexFormat.of().formatHex(new byte[FileHeader.TOKEN_BYTES]), List.of());

    IndexEntries {
        tokens = List.copyOf(tokens);
    }

    /** The keys under which the entries are stored. */
    List<String> keys(String fileId) {
        return tokens.stream()
                .map(token -> FileNames.posting(tag, token, fileId))
                .toList();
    }

    byte[] encoded() {
        ByteWriter writer = new ByteWriter();
        writer.bytes(HexFormat.of().parseHex(tag)).u32(tokens.size());
        tokens.forEach(token -> writer.bytes(HexFormat.of().parseHex(token)));
        return writer.toByteArray();
    }
}
