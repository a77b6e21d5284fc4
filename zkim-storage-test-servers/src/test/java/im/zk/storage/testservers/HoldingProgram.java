package im.zk.storage.testservers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a server, says where it is, and waits for the end of its input. */
final class HoldingProgram {

    private HoldingProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path program = GoToolTest.TOXIPROXY.installed();
        LocalServer server = LocalServer.start(
                "held",
                Ready.http("/version"),
                Map.of(),
                (port, directory) ->
                        List.of(program.toString(), "-host", Instance.LOOPBACK, "-port", String.valueOf(port)));
        System.out.println(server.pid());
        System.out.println(server.port());
        System.out.println(server.directory());
        while (System.in.read() != -1) {
            // Lines say nothing here.
        }
    }
}
