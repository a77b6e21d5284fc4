package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.testservers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The node in use answers as Kubo was recorded to: the table {@code shapes.txt}, line by line. */
class ShapesTest {

    private static final Pattern LINE =
            Pattern.compile("(.*?) \\| (.*?)\\?(.*?) \\| ?(.*?) ?=> (\\d+) (\\S+) \\|(?: (.*))?");
    private static final Pattern HASH = Pattern.compile("\"(?:Hash)\":\"([^\"]+)\"");

    private final TestNode node = TestNode.of(TestServers.ipfs());
    private final String directory = "/zkim-shapes-" + UUID.randomUUID();
    private String cid = "";

    @TestFactory
    Stream<DynamicTest> answersAsRecorded() throws IOException {
        try (InputStream table = Objects.requireNonNull(ShapesTest.class.getResourceAsStream("shapes.txt"))) {
            List<Matcher> lines = new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(LINE::matcher)
                    .toList();
            assertThat(lines).isNotEmpty().allMatch(Matcher::matches);
            return lines.stream().map(line -> DynamicTest.dynamicTest(line.group(1), () -> replay(line)));
        }
    }

    private void replay(Matcher line) throws Exception {
        String[] options = options(line.group(3));
        HttpResponse<String> answer =
                line.group(4).isEmpty() ? node.ask(line.group(2), options) : node.add(line.group(4), options);
        String expected = Objects.requireNonNullElse(line.group(7), "");
        if (expected.contains("$CID") && cid.isEmpty()) {
            Matcher hash = HASH.matcher(answer.body());
            assertThat(hash.find()).as(answer.body()).isTrue();
            cid = hash.group(1);
        }

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(Integer.parseInt(line.group(5)));
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(line.group(6));
        String pattern = Stream.of(filled(expected).split("\\*", -1))
                .map(Pattern::quote)
                .reduce((left, right) -> left + ".*" + right)
                .orElse("");
        assertThat(answer.body().strip()).matches(pattern);
    }

    private String[] options(String query) {
        List<String> options = new ArrayList<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] halves = pair.split("=", 2);
            options.add(halves[0]);
            options.add(filled(URLDecoder.decode(halves[1], UTF_8)));
        }
        return options.toArray(String[]::new);
    }

    private String filled(String text) {
        return text.replace("$DIR", directory).replace("$CID", cid);
    }
}
