package im.zk.storage.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** The lines that the backends' logger writes; for tests that have the standard error output for themselves. */
final class LoggedLines {

    private static final String LOGGER = " im.zk.storage.spi.BackendLog - ";

    private LoggedLines() {}

    /** Those of a piece of work, each beginning with its level. */
    static List<String> during(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(UTF_8)
                .lines()
                .filter(line -> line.contains(LOGGER))
                .map(line -> line.substring(line.indexOf("] ") + 2).replace(LOGGER, " "))
                .toList();
    }
}
