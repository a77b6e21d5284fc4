package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule O5: listings give every key once. */
abstract class ListingContract extends Contract {

    private static final int MORE_THAN_TWO_PAGES = 2_300;

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: keys and listKeys of an empty namespace give an empty list, and no token")
    void emptyNamespace() throws Exception {
        assertThat(Await.done(storage().keys())).as("keys").isEmpty();
        assertThat(Bulk.pages(storage(), KeyQuery.all())).as("listKeys").isEmpty();
        assertThat(Bulk.pages(storage(), KeyQuery.prefix("a").withLimit(1)))
                .as("listKeys of a")
                .isEmpty();
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: more than 2,000 keys are listed once each, by keys and by pages of several sizes")
    void manyKeys() throws Exception {
        List<String> keys = fill(MORE_THAN_TWO_PAGES);

        Bulk.assertSame("keys()", Await.done(storage().keys()), keys);
        for (int limit : new int[] {KeyQuery.MAXIMUM_LIMIT, 999, 460}) {
            KeyQuery query = KeyQuery.all().withLimit(limit);
            Bulk.assertSame("listKeys by " + limit, Bulk.pages(storage(), query), keys);
        }
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: a prefix that few or many of more than 2,000 keys have is listed past any page")
    void manyKeysByPrefix() throws Exception {
        List<String> keys = fill(MORE_THAN_TWO_PAGES);

        for (String prefix : List.of("even/", "odd-", "odd-1209", "e", "even/12298", "nothing")) {
            List<String> expected =
                    keys.stream().filter(key -> key.startsWith(prefix)).toList();
            for (int limit : new int[] {KeyQuery.MAXIMUM_LIMIT, 500}) {
                KeyQuery query = KeyQuery.prefix(prefix).withLimit(limit);
                Bulk.assertSame("listKeys of " + prefix + " by " + limit, Bulk.pages(storage(), query), expected);
            }
        }
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName(
            "O5: a page of any size holds at most as many keys as asked for, and none is lost or repeated between two")
    void smallPages() throws Exception {
        List<String> keys = fill(30);

        for (int limit : new int[] {1, 2, 7, 15, 29, 30, 31}) {
            KeyQuery query = KeyQuery.all().withLimit(limit);
            Bulk.assertSame("listKeys by " + limit, Bulk.pages(storage(), query), keys);
        }
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: a prefix is compared as text, not by path segments, case or pattern")
    void prefixIsText() throws Exception {
        List<String> keys =
                List.of("a", "ab", "ab/c", "a/b", "a/b/c", "a/bc", "A/b", "a_b", "axb", "a%b", "b/a", "a*", "a?b");
        Bulk.set(writer(), keys);

        for (String prefix :
                List.of("", "a", "a/", "a/b", "a/b/", "ab", "A", "a_", "a%", "a*", "a?", "/", "z", "a/b/c/d")) {
            List<String> expected =
                    keys.stream().filter(key -> key.startsWith(prefix)).toList();
            for (int limit : new int[] {2, 100}) {
                KeyQuery query = KeyQuery.prefix(prefix).withLimit(limit);
                Bulk.assertSame("listKeys of " + prefix + " by " + limit, Bulk.pages(storage(), query), expected);
            }
        }
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: a token is good more than once, and for another client of the namespace")
    void tokensHoldNoState() throws Exception {
        List<String> keys = fill(30);
        KeyQuery query = KeyQuery.prefix("e").withLimit(4);
        KeyPage first = Await.done(storage().listKeys(query));
        KeyQuery rest = query.withToken(first.nextToken());
        List<String> expected = new ArrayList<>(keys);
        expected.removeIf(key -> !key.startsWith("e") || first.keys().contains(key));

        assertThat(first.nextToken()).as("the token behind 4 of 15 keys").isNotNull();
        for (StorageBackend client : List.of(storage(), storage(), openAnother(""))) {
            Bulk.assertSame("the pages behind the first", Bulk.pages(client, rest), expected);
        }
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: a token that this kind of backend did not make fails with INVALID_CONFIG")
    void foreignTokens() throws Exception {
        prepare("key", new byte[] {1});
        KeyQuery query = KeyQuery.all().withToken("!! somebody else's token !!");

        assertThat(Await.failure(storage().listKeys(query)).kind()).as("kind").isEqualTo(ErrorKind.INVALID_CONFIG);
    }

    @Test
    @Tag("O5")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName(
            "O5: a key that exists during the whole listing is on exactly one page, whatever is set and deleted meanwhile")
    void changesBetweenPages() throws Exception {
        List<String> stable = fill(40);
        List<String> changing = Stream.of("!", "even/1000", "even/100099", "m", "odd-1001", "odd-100199", "~")
                .flatMap(text -> Bulk.numbered(text, 3).stream())
                .toList();
        Bulk.set(storage(), changing);
        List<String> listed = new ArrayList<>();
        KeyQuery query = KeyQuery.all().withLimit(7);
        for (int round = 0; ; round++) {
            KeyPage page = Await.done(storage().listKeys(query));
            listed.addAll(page.keys());
            if (page.nextToken() == null) {
                break;
            }
            // What the last page ended with goes, if it may; others go and come before it and behind it.
            List<String> gone = round % 2 == 0
                    ? changing
                    : page.keys().stream().filter(changing::contains).toList();
            Await.done(storage().deleteBatch(gone));
            Bulk.set(storage(), Bulk.numbered("!" + round, round % 3 == 1 ? 5 : 0));
            Await.done(storage().setBatch(Bulk.entries(round % 4 == 3 ? changing : List.of())));
            query = query.withToken(page.nextToken());
        }

        Bulk.assertSame("listKeys", listed.stream().filter(stable::contains).toList(), stable);
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: the list that keys gives cannot be changed")
    void listIsUnmodifiable() throws Exception {
        prepare("key", new byte[] {1});
        List<String> keys = Await.done(storage().keys());

        assertThatThrownBy(() -> keys.add("another")).as("add").isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(keys::clear).as("clear").isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("O5")
    @Needs(Capability.LIST)
    @DisplayName("O5: keys of every sort are listed once each; with ORDERED_LISTING, in ascending order of UTF-8 bytes")
    void order() throws Exception {
        List<String> keys = new ArrayList<>(fitting(TrickyKeys.all()));
        Collections.shuffle(keys, new Random(1));
        Bulk.set(writer(), keys);
        List<String> all = Await.done(storage().keys());
        List<String> paged = Bulk.pages(storage(), KeyQuery.all().withLimit(50));

        Bulk.assertSame("keys", all, keys);
        Bulk.assertSame("listKeys", paged, keys);
        if (storage().capabilities().contains(Capability.ORDERED_LISTING)) {
            assertThat(all).as("keys").isSortedAccordingTo(Keys.UTF8_ORDER);
            assertThat(paged).as("listKeys").isSortedAccordingTo(Keys.UTF8_ORDER);
        }
    }

    /** Stores numbered keys, every second one in each of two places. */
    private List<String> fill(int count) throws Exception {
        List<String> keys = Stream.of(0, 1)
                .flatMap(half -> Bulk.everySecond(Bulk.numbered("", count), half).stream()
                        .map(key -> (half == 0 ? "even/" : "odd-") + key))
                .toList();
        Await.done(writer().setBatch(Bulk.entries(keys)));
        return keys;
    }
}
