package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    @Test
    void aPageThatHoldsAllHasNoToken() {
        assertThat(Pages.page(List.of(), KeyQuery.all())).isEqualTo(new KeyPage(List.of(), null));
        assertThat(Pages.page(List.of("a", "b"), KeyQuery.all().withLimit(2)))
                .isEqualTo(new KeyPage(List.of("a", "b"), null));
    }

    @Test
    void aTokenGoesOnAfterTheLastKeyOfItsPage() {
        KeyQuery query = KeyQuery.all().withLimit(2);
        KeyPage page = Pages.page(List.of("a", "after:\uFFFD/", "c"), query);

        assertThat(page.keys()).containsExactly("a", "after:\uFFFD/");
        assertThat(Pages.after(query.withToken(page.nextToken()))).isEqualTo("after:\uFFFD/");
    }

    @Test
    void aQueryWithoutTokenBeginsAtTheBeginning() {
        assertThat(Pages.after(KeyQuery.all())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "After:a", "1:aGVsbG8="})
    void anotherBackendsTokenIsRefused(String token) {
        ServiceException refused = catchThrowableOfType(
                ServiceException.class, () -> Pages.after(KeyQuery.all().withToken(token)));

        assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(refused.code()).isEqualTo(ServiceException.STORAGE_ERROR);
        assertThat(refused).hasMessageContaining("nextToken()");
    }

    @Test
    @SuppressWarnings("NullAway")
    void aNullQueryIsRefused() {
        assertThatThrownBy(() -> Pages.after(null)).isInstanceOf(NullPointerException.class);
    }
}
