package im.zk.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The tests that the threat table names are there. */
class ThreatTableTest {

    private static final Path PAGE = Path.of("../docs/file-service.md");
    private static final Pattern TEST = Pattern.compile("`(?:(\\w+Test)\\.)?(\\w+)`");

    @Test
    void everyRowNamesTestsThatAreThere() throws IOException {
        List<String> rows = java.nio.file.Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith("| attacker |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(12).allSatisfy(row -> {
            String named = row.substring(row.lastIndexOf('|', row.length() - 3));
            List<MatchResult> tests = TEST.matcher(named).results().toList();
            assertThat(tests).isNotEmpty();
            tests.forEach(test -> assertThat(isThere(test.group(1), test.group(2)))
                    .as(test.group())
                    .isTrue());
        });
    }

    private static boolean isThere(@Nullable String type, String name) {
        Stream<String> types = type == null ? Stream.of("StorageThreatsTest", "KeyThreatsTest") : Stream.of(type);
        return types.flatMap(each -> Arrays.stream(load(each).getDeclaredMethods()))
                .anyMatch(method -> isTest(method, name));
    }

    private static boolean isTest(Method method, String name) {
        return method.getName().equals(name)
                && (method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class));
    }

    private static Class<?> load(String type) {
        try {
            return Class.forName("im.zk.file." + type);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
