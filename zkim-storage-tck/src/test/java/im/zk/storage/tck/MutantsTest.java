package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit proves itself: each mutant is caught by a test of the rule that it breaks, and the unbroken twin by none. */
class MutantsTest {

    private static final List<String> RULES = List.of(
            "K1", "K2", "K3", "K4", "K5", "V1", "V2", "V3", "V4", "O1", "O2", "O3", "O4", "O5", "O6", "O7", "A1", "A2",
            "A3", "A4", "A5", "L1", "L2", "L3", "E1", "E2", "E3");

    private static final String PATIENCE = "zkim.tck.timeoutSeconds";
    private static final String SHORT_PATIENCE = "3";

    /** What goes wrong only when threads meet may go well once. */
    private static final int ATTEMPTS = 3;

    /** A mutant may also hold the test's own thread. */
    private static final String LONGEST_TEST = "30 s";

    private static final List<Class<?>> MUTANTS = Stream.of(
                    KeyMutants.class,
                    NameMutants.class,
                    ValueMutants.class,
                    OperationMutants.class,
                    VisibilityMutants.class,
                    ListingMutants.class,
                    BatchMutants.class,
                    FutureMutants.class,
                    ConcurrencyMutants.class,
                    LifeMutants.class,
                    ErrorMutants.class)
            .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
            .filter(each -> each.isAnnotationPresent(Breaks.class))
            .collect(Collectors.toList());

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaughtByATestOfItsRule() {
        return MUTANTS.stream().map(mutant -> {
            String rule = mutant.getAnnotation(Breaks.class).value();
            return DynamicTest.dynamicTest(rule + " " + mutant.getSimpleName(), () -> {
                long caught = 0;
                for (int attempt = 0; attempt < ATTEMPTS && caught == 0; attempt++) {
                    EngineExecutionResults run = impatiently(mutant, rule);
                    assertThat(run.testEvents().started().count())
                            .as("tests of %s", rule)
                            .isPositive();
                    caught = run.testEvents().failed().count();
                }
                assertThat(caught)
                        .as("tests of %s that %s fails", rule, mutant.getSimpleName())
                        .isPositive();
            });
        });
    }

    @Test
    void everyRuleHasAMutant() {
        Set<String> broken = MUTANTS.stream()
                .map(mutant -> mutant.getAnnotation(Breaks.class).value())
                .collect(Collectors.toSet());

        assertThat(broken).containsExactlyInAnyOrderElementsOf(RULES);
    }

    @Test
    void everyRuleHasATestAndEveryTestNamesItsRule() {
        var testsByRule = new TreeMap<String, Integer>();
        run(ReferenceTck.class, "").testEvents().started().stream()
                .map(Event::getTestDescriptor)
                .forEach(test -> {
                    Set<String> tags =
                            test.getTags().stream().map(tag -> tag.getName()).collect(Collectors.toSet());
                    assertThat(tags)
                            .as("the rules of '%s'", test.getDisplayName())
                            .hasSize(1)
                            .isSubsetOf(RULES);
                    String rule = tags.iterator().next();
                    assertThat(test.getDisplayName()).startsWith(rule + ": ");
                    testsByRule.merge(rule, 1, Integer::sum);
                });
        System.out.println("Tests of the kit by rule: " + testsByRule);

        assertThat(new TreeSet<>(RULES)).isEqualTo(testsByRule.keySet());
    }

    /** A mutant that hangs is not worth waiting for. */
    private static EngineExecutionResults impatiently(Class<?> mutant, String rule) {
        String before = System.getProperty(PATIENCE);
        System.setProperty(PATIENCE, SHORT_PATIENCE);
        try {
            return run(mutant, rule);
        } finally {
            if (before == null) {
                System.clearProperty(PATIENCE);
            } else {
                System.setProperty(PATIENCE, before);
            }
        }
    }

    private static EngineExecutionResults run(Class<?> kit, String rule) {
        var tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(kit))
                .configurationParameter("junit.jupiter.execution.timeout.default", LONGEST_TEST);
        return (rule.isEmpty() ? tests : tests.filters(TagFilter.includeTags(rule))).execute();
    }
}
