package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key prefix keeps its promises. */
class PrefixStorageBackendTest extends PrefixContract {

    @Override
    StorageBackend prefixed(StorageBackend backend, String prefix) {
        return new PrefixStorageBackend(backend, prefix);
    }

    @Test
    void theTextShowsThePrefixAndWhatIsWrapped() {
        assertThat(prefixed(below, "tenant-a")).hasToString("Prefix[tenant-a/](Manual)");
        assertThat(prefixed(below, "a/b/")).hasToString("Prefix[a/b/](Manual)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "/a", "..", "a/../b", "a%b", "a\\b", "a\u0000b"})
    void whatCannotBeUsedIsRefused(String prefix) {
        assertThatThrownBy(() -> prefixed(below, prefix))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG));
    }
}
