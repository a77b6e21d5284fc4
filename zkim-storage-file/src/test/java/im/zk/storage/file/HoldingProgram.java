package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** Holds temporary files half written, prints the first one's name, and goes on with it when a line comes in. */
final class HoldingProgram {

    static final String KEY = "held";
    static final String VALUE = "written after all";

    private HoldingProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toRealPath();
        LocalFiles files = new LocalFiles(Durability.SYNC);
        ShardedDirectory directory = new ShardedDirectory(root, files);
        try (TemporaryFiles temporaryFiles = new TemporaryFiles(root, files);
                TemporaryFile first = temporaryFiles.create();
                TemporaryFile second = temporaryFiles.create()) {
            System.out.println(first.path().getFileName());
            if (System.in.read() >= 0) {
                first.write(VALUE.getBytes(UTF_8), files);
                directory.moveInto(first.path(), directory.file(KEY));
                second.write(new byte[0], files);
            }
        }
        System.out.println("done");
    }
}
