package im.zk.storage.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that answers what a test tells it to, byte for byte: one request to a connection. */
final class RawServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Function<Request, byte[]> answers;

    RawServer(Function<Request, byte[]> answers) throws IOException {
        this.answers = answers;
        start(this::accept);
    }

    /** An answer with the length of its body stated. */
    static byte[] answer(int status, String headers, byte[] body) {
        return raw("HTTP/1.1 " + status + " X\r\n" + headers + "Content-Length: " + body.length + "\r\n", body);
    }

    /** An answer with a body in text. */
    static byte[] answer(int status, String headers, String body) {
        return answer(status, headers, body.getBytes(ISO_8859_1));
    }

    /** An answer, its head as it stands but for the empty line. */
    static byte[] raw(String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((head + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Its address. */
    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** What it was asked. */
    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(new DataInputStream(connection.getInputStream()));
            requests.add(request);
            connection.getOutputStream().write(answers.apply(request));
            connection.getOutputStream().flush();
            connection.shutdownOutput();
        } catch (IOException broken) {
            // The client sees it, and its test says so.
        }
    }

    private static Request read(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        String[] lines = head.toString(ISO_8859_1).split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        in.readFully(body);
        return new Request(words[0], words[1], headers, body);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A request as it came.
     *
     * @param method the method
     * @param target the path and the query, as they were sent
     * @param headers the headers, their names in small letters
     * @param body the content
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Request(String method, String target, Map<String, String> headers, byte[] body) {}
}
