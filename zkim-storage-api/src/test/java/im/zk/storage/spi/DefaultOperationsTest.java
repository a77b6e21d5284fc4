package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DefaultOperationsTest {

    @Test
    @DisplayName("An illegal prefix is refused as such, and after close with CLOSED, as all else is")
    void anIllegalPrefix() {
        StorageBackend storage = new InMemoryStorage();
        KeyQuery illegal = KeyQuery.prefix("a/../b/");
        assertFails(DefaultOperations.listKeys(storage, illegal), ErrorKind.INVALID_KEY);
        storage.close();
        assertFails(DefaultOperations.listKeys(storage, illegal), ErrorKind.CLOSED);
    }

    private static void assertFails(CompletableFuture<KeyPage> listing, ErrorKind kind) {
        assertThatThrownBy(listing::join)
                .cause()
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
