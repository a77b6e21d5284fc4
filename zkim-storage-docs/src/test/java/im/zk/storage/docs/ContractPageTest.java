package im.zk.storage.docs;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the contract and of the errors have every rule and every kind, and no other. */
class ContractPageTest {

    private static final Pattern RULE_OF_A_TEST = Pattern.compile("@DisplayName\\(\\s*\"([A-Z]\\d+):");
    private static final Pattern RULE_OF_THE_PAGE = Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\|");

    @Test
    void theRulesAreThoseThatTheKitTests() throws IOException {
        Set<String> tested = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Page.ROOT.resolve("zkim-storage-tck/src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                tested.addAll(rules(RULE_OF_A_TEST, Files.readString(source)));
            }
        }

        assertThat(tested).hasSizeGreaterThan(20);
        assertThat(rules(RULE_OF_THE_PAGE, Page.read("contract.md").text())).isEqualTo(tested);
    }

    @Test
    void theCapabilitiesAreAllThereAre() {
        assertThat(Page.read("contract.md").table("Capabilities"))
                .extracting(row -> Page.code(row.get(0)).get(0))
                .containsExactly(names(Capability.values()));
    }

    @Test
    void theKindsAreAllThereAreAndRetryableAsTheyAre() {
        List<List<String>> rows = Page.read("errors.md").table("Kinds");

        assertThat(rows).extracting(row -> Page.code(row.get(0)).get(0)).containsExactly(names(ErrorKind.values()));
        for (List<String> row : rows) {
            ErrorKind kind = ErrorKind.valueOf(Page.code(row.get(0)).get(0));
            assertThat(row.get(1)).as(kind.name()).isEqualTo(kind.isRetryable() ? "yes" : "no");
            assertThat(row.get(3)).as("what to do about " + kind).isNotEmpty();
        }
    }

    @Test
    void theCodesAreThoseOfTheOperations() {
        String codes = Page.read("errors.md").section("Codes");
        for (Operation operation : Operation.values()) {
            assertThat(codes).contains("`" + operation.code("S3") + "`");
        }
        assertThat(codes).contains("`POSTGRES_INSERT_ERROR`", "`POSTGRES_SELECT_ERROR`", "`STORAGE_ERROR`");
    }

    private static Set<String> rules(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String[] names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }
}
