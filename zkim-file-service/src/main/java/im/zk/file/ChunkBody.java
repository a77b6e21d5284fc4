package im.zk.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is sealed of a piece of content: the piece itself, or where the file says so, the shorter of it and a Zstandard frame. */
final class ChunkBody {

    private static final byte AS_IS = 0;
    private static final byte FRAME = 1;
    private static final int LEVEL = 3;

    private ChunkBody() {}

    /** The body of a piece in a file whose chunks may be compressed. */
    static byte[] compress(byte[] array, int offset, int length) {
        byte[] body = new byte[length + 1];
        byte[] frame = new byte[(int) Zstd.compressBound(length)];
        long framed = Zstd.compressByteArray(frame, 0, frame.length, array, offset, length, LEVEL);
        if (framed < length) {
            body[0] = FRAME;
            System.arraycopy(frame, 0, body, 1, (int) framed);
            return Arrays.copyOf(body, (int) framed + 1);
        }
        body[0] = AS_IS;
        System.arraycopy(array, offset, body, 1, length);
        return body;
    }

    /** The piece, whose length is known, or null where the body is that of no such piece. */
    static byte @Nullable [] expand(byte[] body, int length) {
        if (body.length == 0) {
            return null;
        }
        byte[] rest = Arrays.copyOfRange(body, 1, body.length);
        if (body[0] == AS_IS) {
            return rest.length == length ? rest : null;
        }
        if (body[0] != FRAME) {
            return null;
        }
        byte[] piece = new byte[length];
        try {
            long expanded = Zstd.decompressByteArray(piece, 0, length, rest, 0, rest.length);
            return expanded == length ? piece : null;
        } catch (ZstdException malformedOrTooLong) {
            return null;
        }
    }
}
