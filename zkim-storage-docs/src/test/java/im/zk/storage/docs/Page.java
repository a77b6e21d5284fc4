package im.zk.storage.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the documentation. */
record Page(String name, String text) {

    static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent(), "the folder of the whole project");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static Page read(String name) {
        try {
            return new Page(name, Files.readString(ROOT.resolve("docs").resolve(name)));
        } catch (IOException missing) {
            throw new AssertionError("docs/" + name + " cannot be read", missing);
        }
    }

    /** The text below a heading, up to the next one of its level. */
    String section(String heading) {
        String[] parts = ("\n" + text).split("\n## " + Pattern.quote(heading) + "\n", 2);
        if (parts.length < 2) {
            throw new AssertionError("docs/" + name + " has no section '" + heading + "'");
        }
        return parts[1].split("\n## ", 2)[0];
    }

    /** The cells of the rows of the first table in a section, without its head. */
    List<List<String>> table(String heading) {
        List<List<String>> rows = section(heading)
                .lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> List.of(line.substring(1, line.length() - 1).trim().split(" *\\| *", -1)))
                .toList();
        if (rows.isEmpty()) {
            throw new AssertionError("docs/" + name + " has no table under '" + heading + "'");
        }
        return rows;
    }

    /** What stands in backticks. */
    static List<String> code(String text) {
        return CODE.matcher(text)
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
    }
}
