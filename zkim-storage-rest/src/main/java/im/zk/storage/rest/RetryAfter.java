package im.zk.storage.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">Retry-After</a>: seconds, or a date. */
final class RetryAfter {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private RetryAfter() {}

    /** How long to wait from now on; null where the answer does not say, or says it in no form that is known. */
    static @Nullable Long millis(Answer answer) {
        String header = answer.header("Retry-After");
        if (header == null) {
            return null;
        }
        String text = header.trim();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text)).toMillis();
        }
        try {
            Instant date = HTTP_DATE.parse(text, Instant::from);
            return Math.max(0, Duration.between(Instant.now(), date).toMillis());
        } catch (DateTimeParseException unknownForm) {
            return null;
        }
    }
}
