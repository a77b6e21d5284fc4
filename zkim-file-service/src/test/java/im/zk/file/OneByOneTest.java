package im.zk.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Work for one file is done in its order, however much of it waits. */
class OneByOneTest {

    private static final int MANY = 20_000;

    private final OneByOne changes = new OneByOne();
    private final CompletableFuture<String> stalled = new CompletableFuture<>();
    private final List<String> begun = new ArrayList<>();

    @Test
    void manyThatWereCancelledLetTheNextBegin() {
        CompletableFuture<String> first = run("first", stalled);
        for (int each = 0; each < MANY; each++) {
            run("cancelled", CompletableFuture.completedFuture("cancelled")).cancel(true);
        }
        CompletableFuture<String> last = run("last", CompletableFuture.completedFuture("last"));
        assertThat(last).isNotDone();

        stalled.complete("first");

        assertThat(first).isCompletedWithValue("first");
        assertThat(last).isCompletedWithValue("last");
        assertThat(begun).containsExactly("first", "last");
    }

    @Test
    void manyThatAreDoneAtOnceAreDoneInTheirOrder() {
        CompletableFuture<String> first = run("0", stalled);
        List<CompletableFuture<String>> others = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of("0"));
        for (int each = 1; each < MANY; each++) {
            names.add(String.valueOf(each));
            others.add(run(String.valueOf(each), CompletableFuture.completedFuture("done")));
        }

        stalled.complete("done");

        assertThat(first).isCompletedWithValue("done");
        assertThat(others).allMatch(CompletableFuture::isDone);
        assertThat(begun).isEqualTo(names);
    }

    @Test
    void whatFailsOrThrowsLetsTheNextBegin() {
        CompletableFuture<String> failed = run("failed", stalled);
        CompletableFuture<String> thrown = changes.run("id", () -> {
            throw new IllegalStateException("thrown");
        });
        CompletableFuture<String> last = run("last", CompletableFuture.completedFuture("last"));

        stalled.completeExceptionally(new IllegalStateException("failed"));

        assertThat(failed.handle((value, failure) -> failure))
                .isCompletedWithValueMatching(failure -> "failed".equals(failure.getMessage()));
        assertThat(thrown.handle((value, failure) -> failure))
                .isCompletedWithValueMatching(failure -> "thrown".equals(failure.getMessage()));
        assertThat(last).isCompletedWithValue("last");
    }

    @Test
    void workForAnotherFileDoesNotWait() {
        CompletableFuture<String> first = run("first", stalled);

        assertThat(changes.run("other", () -> CompletableFuture.completedFuture("other")))
                .isCompletedWithValue("other");
        assertThat(first).isNotDone();
    }

    private CompletableFuture<String> run(String name, CompletableFuture<String> work) {
        return changes.run("id", () -> {
            begun.add(name);
            return work;
        });
    }
}
