package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The retries keep their promises. */
class RetryingStorageBackendTest extends RetryContract {

    @Override
    StorageBackend retrying(StorageBackend backend, RetryOptions options, ManualTimer timer, LongUnaryOperator random) {
        return new RetryingStorageBackend(backend, options, timer, random);
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        for (Consumer<RetryOptions.Builder> wrong : List.<Consumer<RetryOptions.Builder>>of(
                options -> options.maxAttempts(0),
                options -> options.maxAttempts(101),
                options -> options.baseDelay(Duration.ofMillis(-1)),
                options -> options.baseDelay(Duration.ofSeconds(11)),
                options -> options.deadline(Duration.ZERO),
                options -> options.deadline(Duration.ofDays(1000)),
                options -> options.budget(RetryBudget.of(0, 0)),
                options -> options.budget(RetryBudget.of(1, 1.5)),
                options -> options.budget(RetryBudget.of(1, Double.NaN)))) {
            assertThatThrownBy(() -> {
                        RetryOptions.Builder options = RetryOptions.builder();
                        wrong.accept(options);
                        options.build();
                    })
                    .isInstanceOf(ServiceException.class);
        }
    }

    @Test
    void theBoundNeverOverflows() {
        RetryOptions options = RetryOptions.builder()
                .maxAttempts(100)
                .baseDelay(Duration.ofMillis(3))
                .maxDelay(Duration.ofDays(2))
                .build();
        Backoff backoff = new Backoff(options, bound -> bound - 1);
        long longest = 0;
        for (int attempt = 1; attempt < 100; attempt++) {
            long wait = backoff.millis(attempt, new IllegalStateException());
            assertThat(wait).isBetween(longest, Duration.ofDays(2).toMillis());
            longest = wait;
        }
        assertThat(longest).isEqualTo(Duration.ofDays(2).toMillis());
    }

    @Test
    void theTextShowsWhatIsWrapped() {
        assertThat(storage()).hasToString("Retrying(Manual)");
    }
}
