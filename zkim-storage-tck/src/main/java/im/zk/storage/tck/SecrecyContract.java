package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule E2: what must not be seen. */
abstract class SecrecyContract extends FailureContract {

    /** Twelve bytes, so that each repetition has the same Base64 form. */
    private final String pattern = "v4L"
            + HexFormat.of()
                    .withUpperCase()
                    .toHexDigits(ThreadLocalRandom.current().nextLong())
                    .substring(0, 9);

    @Test
    @Tag("E2")
    @DisplayName("E2: no failure shows a secret or a byte of a value: message, details, text, causes, stack trace")
    void failuresKeepSecrets() throws Exception {
        for (Situation situation : all()) {
            for (Failure each : situation.failures()) {
                StringWriter text = new StringWriter();
                each.exception().printStackTrace(new PrintWriter(text, true));
                text.append(" | ").append(each.exception().toString());
                text.append(" | ").append(each.exception().details().toString());
                assertKeepsSecrets(each.name(), text.toString());
            }
        }
    }

    @Test
    @Tag("E2")
    @DisplayName("E2: a backend's own text and capabilities show no secret and no byte of a value")
    void backendsKeepSecrets() throws Exception {
        for (Invocation each : Invocation.of(storage(), "key", value())) {
            Await.done(each.on(storage()));
        }
        List<StorageBackend> backends =
                new ArrayList<>(List.of(storage(), stalled().backend()));
        situations(value()).forEach(situation -> backends.add(situation.backend()));
        for (StorageBackend each : Set.copyOf(backends)) {
            assertKeepsSecrets("a backend's text", each + " " + each.capabilities());
        }
    }

    @Test
    @Tag("E2")
    @DisplayName(
            "E2: what is printed and logged while operations succeed and fail shows no secret and no byte of a value")
    void logsKeepSecrets() throws Exception {
        try (CapturedOutput output = new CapturedOutput()) {
            StorageBackend client = openAnother("");
            for (Invocation each : Invocation.of(client, "key", value())) {
                Await.done(each.on(client));
            }
            client.close();
            all().forEach(Situation::failures);
            assertKeepsSecrets("what is printed and logged", output.text());
        }
    }

    private List<Situation> all() throws Exception {
        List<Situation> all = new ArrayList<>(situations(value()));
        Optional<Situation> tooLarge = tooLarge(value());
        tooLarge.ifPresent(all::add);
        return all;
    }

    private byte[] value() {
        return pattern.repeat(4).getBytes(StandardCharsets.US_ASCII);
    }

    private void assertKeepsSecrets(String what, String text) {
        List<String> hidden = new ArrayList<>(kit().secrets());
        hidden.addAll(formsOf(pattern.getBytes(StandardCharsets.US_ASCII)));
        for (String each : hidden) {
            assertThat(text.contains(each))
                    .as("%s shows '%s': %s", what, each, text)
                    .isFalse();
        }
    }

    /** How bytes look in a text. */
    private static List<String> formsOf(byte[] bytes) {
        String numbers = Arrays.toString(bytes);
        return List.of(
                new String(bytes, StandardCharsets.US_ASCII),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Base64.getEncoder().encodeToString(bytes),
                numbers.substring(1, numbers.length() - 1));
    }
}
