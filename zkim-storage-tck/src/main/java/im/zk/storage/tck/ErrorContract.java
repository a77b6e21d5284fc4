package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules E1 and E3: what failures say. */
abstract class ErrorContract extends FailureContract {

    private static final byte[] VALUE = {1, 2, 3};

    private static final Set<ErrorKind> RETRYABLE =
            EnumSet.of(ErrorKind.RATE_LIMITED, ErrorKind.UNAVAILABLE, ErrorKind.TIMEOUT, ErrorKind.CONFLICT);

    @Test
    @Tag("E1")
    @DisplayName("E1: the code names the backend and the operation: S3_UPLOAD_ERROR, POSTGRES_SELECT_ERROR")
    void codesNameTheOperation() throws Exception {
        for (Failure each : failures()) {
            String words = each.invocation().words();
            assertThat(each.exception().code())
                    .as("the code of %s", each.name())
                    .matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*_" + words + "_ERROR|" + ServiceException.STORAGE_ERROR);
        }
    }

    @Test
    @Tag("E1")
    @DisplayName("E1: the details name the key that the operation was given, as it was given")
    void detailsNameTheKey() throws Exception {
        for (Failure each : failures()) {
            String key = each.invocation().key();
            if (key != null) {
                assertThat(each.exception().details())
                        .as("the details of %s", each.name())
                        .containsEntry(ServiceException.KEY, key);
            }
        }
    }

    @Test
    @Tag("E1")
    @DisplayName("E1: details are unmodifiable: texts, numbers, yes or no, and lists of texts")
    void detailsAreUnmodifiable() throws Exception {
        for (Failure each : failures()) {
            Map<String, Object> details = each.exception().details();
            assertThatThrownBy(() -> details.put("more", "more"))
                    .as("adding to the details of %s", each.name())
                    .isInstanceOf(UnsupportedOperationException.class);
            details.forEach((name, value) -> assertThat(isText(value)
                            || value instanceof Number
                            || value instanceof Boolean
                            || (value instanceof List<?> list && list.stream().allMatch(ErrorContract::isText)))
                    .as("the detail %s of %s is a %s", name, each.name(), value.getClass())
                    .isTrue());
        }
    }

    @Test
    @Tag("E1")
    @DisplayName("E1: a failure of the service keeps its cause, or says in the details what the service answered")
    void causesAreKept() throws Exception {
        for (Situation situation : situations(VALUE)) {
            for (Failure each : situation.ofService() ? situation.failures() : List.<Failure>of()) {
                Set<String> answer = new HashSet<>(each.exception().details().keySet());
                answer.removeAll(Set.of(ServiceException.KEY, ServiceException.FAILED_KEYS));
                assertThat(each.exception().getCause() != null || !answer.isEmpty())
                        .as("%s: %s has a cause or details of the answer", each.name(), each.exception())
                        .isTrue();
            }
        }
    }

    @Test
    @Tag("E1")
    @DisplayName("E1: every failure has a message in words")
    void messagesSaySomething() throws Exception {
        for (Failure each : failures()) {
            assertThat(each.exception().getMessage())
                    .as("the message of %s", each.name())
                    .isNotBlank()
                    .isNotEqualTo(each.exception().code());
        }
    }

    @Test
    @Tag("E3")
    @DisplayName("E3: each failure has the kind that stands for its reason")
    void kindsTellTheReason() throws Exception {
        for (Situation situation : situations(VALUE)) {
            for (Failure each : situation.failures()) {
                assertThat(each.exception().kind())
                        .as("the kind of %s: %s", each.name(), each.exception())
                        .isIn(situation.kinds());
            }
        }
    }

    @Test
    @Tag("E3")
    @DisplayName("E3: a value over the limit has kind VALUE_TOO_LARGE")
    void tooLargeIsAKindOfItsOwn() throws Exception {
        for (Situation situation : tooLarge(VALUE).stream().toList()) {
            assertThat(situation.failures().get(0).exception().kind()).isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        }
    }

    @Test
    @Tag("E3")
    @DisplayName("E3: retryable are RATE_LIMITED, UNAVAILABLE, TIMEOUT and CONFLICT, and no other kind")
    void retryableIsTheKinds() throws Exception {
        for (Failure each : failures()) {
            assertThat(each.exception().isRetryable())
                    .as(
                            "%s, of kind %s, is retryable",
                            each.name(), each.exception().kind())
                    .isEqualTo(RETRYABLE.contains(each.exception().kind()));
        }
    }

    private List<Failure> failures() throws Exception {
        List<Failure> failures = new ArrayList<>();
        for (Situation situation : situations(VALUE)) {
            failures.addAll(situation.failures());
        }
        return failures;
    }

    private static boolean isText(Object value) {
        return value instanceof String;
    }
}
