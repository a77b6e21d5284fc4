package im.zk.storage.decorator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Keeps the lines that are logged, from a level on. */
@SuppressWarnings("serial") // never is
final class RecordingLogger extends LegacyAbstractLogger {

    private final transient List<String> lines = new ArrayList<>();
    private final @Nullable Level from;

    /** From a level on; null for none at all. */
    RecordingLogger(@Nullable Level from) {
        this.name = "recording";
        this.from = from;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public boolean isTraceEnabled() {
        return is(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return is(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return is(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return is(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return is(Level.ERROR);
    }

    private boolean is(Level level) {
        return from != null && level.toInt() >= from.toInt();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        lines.add(level + " " + MessageFormatter.arrayFormat(pattern, arguments).getMessage()
                + (failure == null ? "" : " " + failure));
    }
}
