package im.zk.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The known answers of NIST, as {@code nist-vectors.txt} has them. */
final class NistVectors {

    private NistVectors() {}

    /** One case. */
    record Case(String number, Map<String, String> fields) {
        byte[] bytes(String field) {
            return HexFormat.of().parseHex(text(field));
        }

        String text(String field) {
            return Objects.requireNonNull(fields.get(field), field);
        }

        @Override
        public String toString() {
            return number;
        }
    }

    static List<Case> of(String what) throws IOException {
        try (InputStream file = NistVectors.class.getResourceAsStream("nist-vectors.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), US_ASCII);
            return text.lines()
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words[0].equals(what))
                    .map(words -> new Case(
                            words[1],
                            Arrays.stream(words, 2, words.length)
                                    .map(field -> field.split("=", 2))
                                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]))))
                    .toList();
        }
    }
}
