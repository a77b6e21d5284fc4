package im.zk.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.ServiceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** All that was logged, thrown or printed, to be searched for what must not be in it. */
final class Said {

    private static final int TELLING_BYTES = 8;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    /** A logger of every level that writes down its messages, arguments and exceptions. */
    Logger logger() {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().startsWith("is")) {
                return true;
            }
            if (method.getName().equals("getName")) {
                return "said";
            }
            String line = method.getName() + flat(arguments);
            logged.add(line);
            lines.add(line);
            return null;
        };
        return (Logger) Proxy.newProxyInstance(Said.class.getClassLoader(), new Class<?>[] {Logger.class}, handler);
    }

    List<String> logged() {
        return List.copyOf(logged);
    }

    /** What an object says of itself; of a failure also its details, its causes and what was suppressed. */
    void add(Object thing) {
        lines.add(flat(new Object[] {thing}));
    }

    /** Whether any of it has the beginning of these bytes, in any form in which bytes are written. */
    boolean has(byte[] secret) {
        return forms(Arrays.copyOf(secret, TELLING_BYTES))
                .anyMatch(form -> lines.stream().anyMatch(line -> line.contains(form)));
    }

    boolean has(String secret) {
        return lines.stream().anyMatch(line -> line.contains(secret));
    }

    private static Stream<String> forms(byte[] bytes) {
        String list = Arrays.toString(bytes);
        // Of Base64 the last digits depend on the bytes that follow.
        String base64 = Base64.getEncoder().encodeToString(bytes).substring(0, TELLING_BYTES + 2);
        return Stream.of(
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                HexFormat.ofDelimiter(":").formatHex(bytes),
                base64,
                base64.replace('+', '-').replace('/', '_'),
                new String(bytes, ISO_8859_1),
                new String(bytes, UTF_8),
                list.substring(1, list.length() - 1));
    }

    private static String flat(Object[] things) {
        StringBuilder all = new StringBuilder();
        for (Object thing : things) {
            if (thing instanceof Object[] several) {
                all.append(flat(several));
            } else if (thing instanceof byte[] bytes) {
                all.append(' ').append(Arrays.toString(bytes));
            } else {
                all.append(' ').append(thing);
            }
            if (thing instanceof ServiceException error) {
                all.append(error.details());
            }
            if (thing instanceof Throwable failure) {
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                all.append(trace);
            }
        }
        return all.toString();
    }
}
