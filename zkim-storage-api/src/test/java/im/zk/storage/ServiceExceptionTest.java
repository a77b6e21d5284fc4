package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceExceptionTest {

    private final ServiceException failure = ServiceException.builder(
                    "S3_UPLOAD_ERROR", ErrorKind.RATE_LIMITED, "Slow down.")
            .failedKeys(List.of("b", "a"))
            .detail(ServiceException.RETRY_AFTER_MILLIS, 1500)
            .cause(new IllegalStateException("503"))
            .build();

    @Test
    void retryableAreFourKinds() {
        assertThat(Arrays.stream(ErrorKind.values()).filter(ErrorKind::isRetryable))
                .containsExactly(ErrorKind.RATE_LIMITED, ErrorKind.UNAVAILABLE, ErrorKind.TIMEOUT, ErrorKind.CONFLICT);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void detailsAreUnmodifiable() {
        assertThat(failure.details())
                .containsEntry(ServiceException.KEY, "b")
                .containsEntry(ServiceException.FAILED_KEYS, List.of("b", "a"))
                .containsEntry(ServiceException.RETRY_AFTER_MILLIS, 1500L);
        assertThatThrownBy(() -> failure.details().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theTextHasCodeAndKind() {
        assertThat(failure).hasToString("ServiceException[S3_UPLOAD_ERROR, RATE_LIMITED]: Slow down.");
        assertThat(failure).hasMessage("Slow down.");
    }

    @Test
    void itSurvivesSerialization() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ServiceException read = (ServiceException) in.readObject();
            assertThat(read.kind()).isEqualTo(failure.kind());
            assertThat(read.details()).isEqualTo(failure.details());
            assertThat(read).hasToString(failure.toString()).hasRootCauseMessage("503");
        }
    }
}
