package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listing is asked for, and what a page of it holds. */
class KeyQueryTest {

    @Test
    void aQueryIsChangedOneThingAtATime() {
        KeyQuery query = KeyQuery.prefix("a/").withLimit(7).withToken("t");

        assertThat(query).isEqualTo(new KeyQuery("a/", 7, "t"));
        assertThat(query.withPrefix("b")).isEqualTo(new KeyQuery("b", 7, "t"));
        assertThat(query.withToken(null)).isEqualTo(new KeyQuery("a/", 7, null));
        assertThat(KeyQuery.all()).isEqualTo(new KeyQuery("", KeyQuery.MAXIMUM_LIMIT, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void aLimitOutsideOfOneTo1000IsRefused(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyQuery.all().withLimit(limit))
                .withMessage("limit must be 1 to 1000, but is " + limit);
    }

    @Test
    void aPageKeepsItsKeysWhateverBecomesOfTheList() {
        List<String> keys = new ArrayList<>(List.of("a", "b"));
        KeyPage page = new KeyPage(keys, "b");
        keys.clear();

        assertThat(page.keys()).containsExactly("a", "b");
        assertThatThrownBy(() -> page.keys().add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(page.nextToken()).isEqualTo("b");
    }
}
