package im.zk.file;

import im.zk.storage.ServiceException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What Jazzer calls with inputs of its own making, in a JVM of its own: anything thrown but a {@link ServiceException} is a finding. */
public final class ParserFuzzer {

    private static final int ID_AT = 8;
    private static final int PIECE = 960;
    private static final List<Parser> PARSERS = List.of(Parser.values());

    private static long inputs;
    private static long bytes;
    private static long accepted;

    private ParserFuzzer() {}

    /** The parsers; the first byte of an input chooses one. */
    enum Parser {
        HEADER {
            @Override
            void parse(byte[] input) {
                byte[] id = Arrays.copyOf(
                        Arrays.copyOfRange(input, Math.min(ID_AT, input.length), input.length), FileHeader.ID_BYTES);
                FileHeader header = FileHeader.parse(HexFormat.of().formatHex(id), input);
                header.index().keys(header.id());
                header.chunks().fits(header.revision());
            }
        },
        METADATA {
            @Override
            void parse(byte[] input) {
                BlindIndex.words(FileMetadata.parse(input));
            }
        },
        USER_RECORD {
            @Override
            void parse(byte[] input) {
                UserRecord.parse(input).close();
            }
        },
        PLATFORM_RECORD {
            @Override
            void parse(byte[] input) {
                PlatformRecord.parse(input);
            }
        },
        UPLOAD_INTENT {
            @Override
            void parse(byte[] input) {
                UploadIntent.parse(input);
            }
        },
        CHUNK_BODY {
            @Override
            void parse(byte[] input) {
                byte[] piece = ChunkBody.expand(input, PIECE);
                if (piece == null) {
                    throw FileErrors.chunkAltered("", 0);
                }
                if (piece.length != PIECE) {
                    throw new IllegalStateException("a piece of " + piece.length + " bytes");
                }
            }
        };

        abstract void parse(byte[] input);

        /** An input with which the fuzzing may begin. */
        byte[] seed(byte[] input) {
            return Bytes.concat(new byte[] {(byte) PARSERS.indexOf(this)}, input);
        }
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        inputs++;
        bytes += data.length;
        if (data.length == 0) {
            return;
        }
        Parser parser = PARSERS.get(Math.floorMod(data[0], PARSERS.size()));
        try {
            parser.parse(Arrays.copyOfRange(data, 1, data.length));
            accepted++;
        } catch (ServiceException refused) {
            if (!refused.code().startsWith("ZKIM_FILE_")) {
                throw refused;
            }
        }
    }

    /** Called by Jazzer at the end. */
    public static void fuzzerTearDown() {
        System.out.println("Fuzzed with " + inputs + " inputs of " + bytes + " bytes, of which " + accepted
                + " inputs were accepted");
    }
}
