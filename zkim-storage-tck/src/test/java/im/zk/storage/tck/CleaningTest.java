package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import im.zk.storage.StorageBackend;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What the kit opened is closed and cleared after each test, whatever that fails with. */
class CleaningTest {

    private static final Set<Bucket> BUCKETS = ConcurrentHashMap.newKeySet();
    private static final Queue<ReferenceBackend> OPENED = new ConcurrentLinkedQueue<>();

    @Test
    void whatCannotBeClosedLeavesNothingBehind() {
        var tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(CannotBeClosed.class))
                .filters(TagFilter.includeTags("O1"))
                .execute()
                .testEvents();

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isEqualTo(tests.started().count());
        assertThat(tests.failed().stream())
                .allSatisfy(test -> assertThat(failure(test)).hasMessage("Client cannot be closed"))
                .anySatisfy(test -> assertThat(failure(test).getSuppressed()).isNotEmpty());
        assertThat(OPENED).isNotEmpty().allMatch(each -> each.calls.isClosed());
        assertThat(BUCKETS).isNotEmpty().allMatch(each -> each.objects.isEmpty());
    }

    private static Throwable failure(Event test) {
        return test.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
    }

    static class CannotBeClosed extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            BUCKETS.add(twin.bucket);
            OPENED.add(twin);
            return new Tampered(twin) {
                @Override
                public void close() {
                    super.close();
                    throw new IllegalStateException("Client cannot be closed");
                }
            };
        }
    }
}
