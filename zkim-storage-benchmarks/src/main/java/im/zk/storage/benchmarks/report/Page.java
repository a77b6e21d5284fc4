package im.zk.storage.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page in Markdown. */
final class Page {

    private final StringBuilder text = new StringBuilder();

    /** Adds a heading of some level. */
    Page heading(int level, String heading) {
        return paragraph("#".repeat(level) + " " + heading);
    }

    /** Adds a paragraph. */
    Page paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
        return this;
    }

    /** Adds a picture beside the page. */
    Page picture(String file, String alternative) {
        return paragraph("![" + alternative + "](" + file + ")");
    }

    /** Begins a table; rows follow, and then {@link #endTable()}. */
    Page table(String... columns) {
        row(columns);
        return row(Stream.of(columns).map(column -> "---").toArray(String[]::new));
    }

    /** Adds a row to a table. */
    Page row(String... cells) {
        text.append(Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
        return this;
    }

    /** Ends a table. */
    Page endTable() {
        text.append("\n");
        return this;
    }

    /** Writes the page. */
    void write(Path file) throws IOException {
        Files.writeString(file, text.toString().stripTrailing() + "\n");
    }
}
