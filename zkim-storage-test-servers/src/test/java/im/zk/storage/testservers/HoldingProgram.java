package im.zk.storage.testservers;

import java.io.IOException;
import java.util.stream.Collectors;

/** Starts a server, says its port and the ids of all its processes, and waits for the end of its input. */
final class HoldingProgram {

    private HoldingProgram() {}

    public static void main(String[] arguments) throws IOException {
        TestServer server = Service.valueOf(arguments[0]).start();
        System.out.println(server.port());
        System.out.println(ProcessHandle.current()
                .descendants()
                .map(process -> String.valueOf(process.pid()))
                .collect(Collectors.joining(" ")));
        while (System.in.read() != -1) {
            // Lines say nothing here.
        }
    }
}
