package im.zk.storage.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Starts a server, says its port and the ids of all its processes, stops it for a line, and waits for the end of its input. */
final class HoldingProgram {

    private HoldingProgram() {}

    public static void main(String[] arguments) throws IOException {
        TestServer server = Service.valueOf(arguments[0]).start();
        System.out.println(server.port());
        System.out.println(ProcessHandle.current()
                .descendants()
                .map(process -> String.valueOf(process.pid()))
                .collect(Collectors.joining(" ")));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            server.stop();
            System.out.println("stopped");
        }
    }
}
