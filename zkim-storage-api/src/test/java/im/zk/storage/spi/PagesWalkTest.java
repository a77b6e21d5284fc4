package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesWalkTest {

    private static final CompletableFuture<?> USED = CompletableFuture.completedFuture(null);

    private final List<String> seen = new ArrayList<>();

    @Test
    void usesEachPageBeforeTheNextIsFetched() {
        Pages.walk(
                        token -> {
                            seen.add("fetch " + token);
                            return CompletableFuture.completedFuture(token == null ? 1 : Integer.parseInt(token));
                        },
                        page -> page == 3 ? null : String.valueOf(page + 1),
                        page -> {
                            seen.add("use " + page);
                            return USED;
                        })
                .join();

        assertThat(seen).containsExactly("fetch null", "use 1", "fetch 2", "use 2", "fetch 3", "use 3");
    }

    @Test
    void waitsForAPageAndForItsUse() {
        CompletableFuture<Integer> page = new CompletableFuture<>();
        CompletableFuture<Void> used = new CompletableFuture<>();
        CompletableFuture<?> walk = Pages.walk(token -> page, last -> null, last -> used);

        assertThat(walk).isNotDone();
        page.complete(1);
        assertThat(walk).isNotDone();
        used.complete(null);
        assertThat(walk).isCompletedWithValue(null);
    }

    @Test
    void walksOnFromThreadToThread() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            AtomicInteger used = new AtomicInteger();
            Pages.walk(
                            token -> CompletableFuture.supplyAsync(() -> number(token), threads),
                            page -> page == 2_000 ? null : String.valueOf(page + 1),
                            page -> CompletableFuture.runAsync(
                                    () -> assertThat(used.getAndIncrement()).isEqualTo(page), threads))
                    .join();
            assertThat(used).hasValue(2_001);
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancellingCancelsTheFetch() {
        CompletableFuture<Integer> page = new CompletableFuture<>();
        CompletableFuture<?> walk = Pages.walk(token -> page, last -> null, last -> USED);

        walk.cancel(true);
        assertThat(page).isCancelled();
    }

    @Test
    void cancellingCancelsTheUse() {
        CompletableFuture<Void> used = new CompletableFuture<>();
        CompletableFuture<?> walk =
                Pages.walk(token -> CompletableFuture.completedFuture(1), last -> null, last -> used);

        walk.cancel(true);
        assertThat(used).isCancelled();
    }

    @Test
    void cancellingFetchesNoMore() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        List<CompletableFuture<?>> walk = new ArrayList<>();
        walk.add(Pages.walk(
                token -> {
                    seen.add(String.valueOf(token));
                    return token == null ? first : CompletableFuture.completedFuture(number(token));
                },
                page -> String.valueOf(page + 1),
                page -> {
                    if (page == 3) {
                        walk.get(0).cancel(true);
                    }
                    return USED;
                }));

        first.complete(0);
        assertThat(seen).containsExactly("null", "1", "2", "3");
        assertThat(walk.get(0)).isCancelled();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void endsWithWhatACallFailedWith(int failing) {
        IllegalStateException failure = new IllegalStateException("failed");
        Function<Integer, Integer> fail = page -> {
            if (page == failing) {
                throw failure;
            }
            return page;
        };

        assertEndsWith(failure, token -> CompletableFuture.completedFuture(fail.apply(number(token))), page -> USED);
        assertEndsWith(failure, token -> CompletableFuture.supplyAsync(() -> fail.apply(number(token))), page -> USED);
        assertEndsWith(
                failure,
                token -> CompletableFuture.completedFuture(number(token)),
                page -> CompletableFuture.completedFuture(fail.apply(page)));
        assertEndsWith(
                failure,
                token -> CompletableFuture.completedFuture(number(token)),
                page -> CompletableFuture.supplyAsync(() -> fail.apply(page)));
    }

    @Test
    void endsWithWhatReadingTheTokenFailedWith() {
        IllegalStateException failure = new IllegalStateException("failed");
        CompletableFuture<?> walk = Pages.walk(
                token -> CompletableFuture.completedFuture(1),
                page -> {
                    throw failure;
                },
                page -> USED);

        assertThatThrownBy(walk::join).cause().isSameAs(failure);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0,2", "0,7", "1,1", "3,2", "5,7", "0,100", "90,64"})
    void noticesTokensThatGoRoundInCircles(int before, int circle) {
        AtomicInteger fetched = new AtomicInteger();
        CompletableFuture<?> walk = Pages.walk(
                token -> {
                    assertThat(fetched.incrementAndGet()).isLessThan(4 * (before + circle + 2));
                    return CompletableFuture.completedFuture(number(token));
                },
                page -> String.valueOf(page + 1 < before + circle ? page + 1 : before),
                page -> USED);

        assertThatThrownBy(walk::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("continuation token");
    }

    @Test
    void aMillionPagesThatAreThereAtOnceDoNotDeepenTheStack() {
        AtomicInteger used = new AtomicInteger();
        Pages.walk(
                        token -> CompletableFuture.completedFuture(number(token)),
                        page -> page == 999_999 ? null : String.valueOf(page + 1),
                        page -> {
                            used.incrementAndGet();
                            return USED;
                        })
                .join();

        assertThat(used).hasValue(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsNoPageThatIsUsed(boolean async) {
        int pageBytes =
                (int) Math.min(Integer.MAX_VALUE / 2, Runtime.getRuntime().maxMemory() / 50);
        AtomicInteger fetched = new AtomicInteger();
        Function<@Nullable String, CompletableFuture<byte[]>> fetch = token -> async
                ? CompletableFuture.supplyAsync(() -> new byte[pageBytes])
                : CompletableFuture.completedFuture(new byte[pageBytes]);

        CompletableFuture<?> walk =
                Pages.walk(fetch, page -> fetched.incrementAndGet() == 150 ? null : "after " + fetched, page -> USED);
        walk.join();
        assertThat(fetched).hasValue(150);
    }

    @Test
    void aFetchThatGivesNoFutureFails() {
        CompletableFuture<?> walk = Pages.walk(PagesWalkTest::nothing, page -> null, page -> USED);

        assertThatThrownBy(walk::join).hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void anEndedWalkIsNotCancelledAnyMore() {
        CompletableFuture<?> walk =
                Pages.walk(token -> CompletableFuture.completedFuture(1), page -> null, page -> USED);

        assertThat(walk.cancel(true)).isFalse();
        assertThat(walk).isNotCancelled();
    }

    @Test
    void aFetchThatIsCancelledUnderneathEndsTheWalk() {
        CompletableFuture<Integer> page = new CompletableFuture<>();
        CompletableFuture<?> walk = Pages.walk(token -> page, last -> null, last -> USED);

        page.cancel(true);
        assertThatThrownBy(walk::join).isInstanceOf(CancellationException.class);
    }

    private static void assertEndsWith(
            Throwable failure,
            Function<@Nullable String, CompletableFuture<Integer>> fetch,
            Function<Integer, CompletableFuture<?>> use) {
        CompletableFuture<?> walk = Pages.walk(fetch, page -> String.valueOf(page + 1), use);
        assertThatThrownBy(() -> walk.get(30, TimeUnit.SECONDS)).cause().isSameAs(failure);
    }

    @SuppressWarnings("NullAway")
    private static CompletableFuture<Integer> nothing(@Nullable String token) {
        return null;
    }

    private static int number(@Nullable String token) {
        return token == null ? 0 : Integer.parseInt(token);
    }
}
