package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs mutants: the test that is to catch one must have run, and failed. */
final class MutantRun {

    /** What goes wrong only when threads meet may go well once. */
    private static final int ATTEMPTS = 3;

    private MutantRun() {}

    /** A test for every mutant of a group, which are the classes in it that are marked. */
    static Stream<DynamicTest> everyMutantIsCaught(Class<?> group) {
        return Arrays.stream(group.getDeclaredClasses())
                .filter(each -> each.isAnnotationPresent(CaughtBy.class))
                .map(mutant -> DynamicTest.dynamicTest(mutant.getSimpleName(), () -> assertCaught(mutant)));
    }

    private static void assertCaught(Class<?> mutant) {
        String test =
                Objects.requireNonNull(mutant.getAnnotation(CaughtBy.class)).value();
        long caught = 0;
        for (int attempt = 0; attempt < ATTEMPTS && caught == 0; attempt++) {
            EngineExecutionResults run = run(mutant, test);
            assertThat(run.testEvents().started().count())
                    .as("tests named %s", test)
                    .isPositive();
            caught = run.testEvents().failed().count();
        }
        assertThat(caught)
                .as("failures of %s in %s", test, mutant.getSimpleName())
                .isPositive();
    }

    private static EngineExecutionResults run(Class<?> mutant, String test) {
        Filter<TestDescriptor> named = descriptor -> FilterResult.includedIf(descriptor
                .getSource()
                .map(source -> !(source instanceof MethodSource method)
                        || method.getMethodName().equals(test))
                .orElse(true));
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(mutant))
                .filters((PostDiscoveryFilter) named::apply)
                .configurationParameter("junit.jupiter.execution.timeout.default", "30 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .execute();
    }
}
