package im.zk.storage.file;

import java.nio.file.Path;

/** Opens a directory and closes it. */
final class OpeningProgram {

    private OpeningProgram() {}

    public static void main(String[] arguments) {
        FileStorageBackend.builder().directory(Path.of(arguments[0])).build().close();
    }
}
