package im.zk.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A configuration with which an upload would fail later is refused when it is built. */
class FileServiceConfigTest {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Test
    void timesThatAreTooLongOrNegativeAreRefused() {
        for (Duration bad : List.of(LONGEST.plusNanos(1), ChronoUnit.FOREVER.getDuration(), Duration.ofNanos(-1))) {
            assertRefused(FileServiceConfig.builder().uploadLease(bad), "uploadLease");
            assertRefused(FileServiceConfig.builder().cleanupGrace(bad), "cleanupGrace");
        }
        assertRefused(FileServiceConfig.builder().uploadLease(Duration.ZERO), "uploadLease");
    }

    @Test
    void theLongestTimesAreTaken() {
        FileServiceConfig config = FileServiceConfig.builder()
                .uploadLease(LONGEST)
                .cleanupGrace(LONGEST)
                .build();

        assertThat(config.uploadLease()).isEqualTo(config.cleanupGrace()).isEqualTo(LONGEST);
    }

    private static void assertRefused(FileServiceConfig.Builder builder, String named) {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIG))
                .hasMessageContaining(named)
                .hasMessageContaining("36500 days");
    }
}
