package im.zk.storage.tck;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What is printed on standard output and error, and logged by {@code java.util.logging}, until closed; it is printed too.
 *
 * <p>A logging library that took hold of the standard output before is not seen.
 */
final class CapturedOutput implements AutoCloseable {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final Logger root = Logger.getLogger("");
    private final Handler log = new Log();

    CapturedOutput() {
        System.setOut(new PrintStream(new Tee(out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Tee(err), true, StandardCharsets.UTF_8));
        root.addHandler(log);
    }

    /** All of it so far. */
    String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        root.removeHandler(log);
        System.setErr(err);
        System.setOut(out);
    }

    private final class Tee extends OutputStream {
        private final PrintStream other;

        Tee(PrintStream other) {
            this.other = other;
        }

        @Override
        public void write(int one) {
            other.write(one);
            captured.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            other.write(bytes, offset, length);
            captured.write(bytes, offset, length);
        }
    }

    private final class Log extends Handler {
        Log() {
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord line) {
            captured.writeBytes(getFormatter().format(line).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
