package im.zk.storage.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void whatIsWrittenIsRead() {
        Result result =
                new Result("has", "minio", "set 1024 16", "AWS S3Client", Map.of("rates", "1.5,2.5", "query", "a=b=c"));

        assertThat(Result.parse(result.line())).isEqualTo(result);
        assertThat(result.numbers("rates")).containsExactly(1.5, 2.5);
        assertThat(result.failure()).isNull();
    }

    @Test
    void aFailureIsOneCellWithTheRootOfItsCauses() {
        Exception failure = new IllegalStateException("outer", new IllegalArgumentException("a\tb | c\nsecond line"));

        Result result = Result.failed("has", "minio", "has", "ours", failure);

        assertThat(Result.parse(result.line())).isEqualTo(result);
        assertThat(result.failure()).isEqualTo("java.lang.IllegalArgumentException: a b c");
    }

    @Test
    void aLongReasonKeepsItsBeginningAndItsEnd() {
        Exception failure = new IllegalStateException("begin" + "x".repeat(1000) + "end");

        String reason = Result.failed("has", "minio", "has", "ours", failure).failure();

        assertThat(reason)
                .startsWith("java.lang.IllegalStateException: begin")
                .endsWith("xend")
                .hasSizeLessThan(300);
    }

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Numbers.median(3, 1, 2)).isEqualTo(2, within(1e-9));
        assertThat(Numbers.median(4, 1, 2, 3)).isEqualTo(2.5, within(1e-9));
    }

    @Test
    void ratiosAreThoseOfTheSameRound() {
        assertThat(Numbers.ratios(new double[] {2, 9}, new double[] {1, 3})).containsExactly(2, 3);
    }
}
