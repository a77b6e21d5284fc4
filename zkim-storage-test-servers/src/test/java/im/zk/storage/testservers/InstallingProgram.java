package im.zk.storage.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks for a tool that takes until the next line of input to install. */
final class InstallingProgram {

    private InstallingProgram() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("asking");
        Path tool = ToolCache.install("tool", InstallingProgram::install);
        System.out.println(Files.readString(tool.resolve("program")));
    }

    private static void install(Path folder) {
        try {
            Files.writeString(folder.resolve("half"), "");
            System.out.println("installing");
            if (System.in.read() == -1) {
                throw new IllegalStateException("not told to go on");
            }
            Files.writeString(folder.resolve("program"), "the tool");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
