package im.zk.storage.spi;

import static im.zk.storage.spi.RandomKeys.shown;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every codec and any legal key, tried on random ones. */
class ObjectNamesPropertyTest {

    private static final int KEYS = 4_000;

    static Stream<Arguments> codecs() {
        return Stream.of(
                Arguments.of("PATH", ObjectNames.PATH),
                Arguments.of("PATH with 3 slashes", ObjectNames.PATH.withMaximumSlashes(3)),
                Arguments.of("Azure", ObjectNames.PATH.escapingTrailingDots().withMaximumSlashes(253)),
                Arguments.of(
                        "Azure with no slash",
                        ObjectNames.PATH.withMaximumSlashes(0).escapingTrailingDots()),
                Arguments.of("FLAT", ObjectNames.FLAT),
                Arguments.of("FLAT without trailing dots", ObjectNames.FLAT.escapingTrailingDots()),
                Arguments.of("FILE", ObjectNames.FILE),
                Arguments.of("FILE without trailing dots", ObjectNames.FILE.escapingTrailingDots()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void everyKeyHasANameOfItsOwnAndComesBackFromIt(String codec, ObjectNames names) {
        RandomKeys keys = new RandomKeys(Seed.random());
        Map<String, String> keyOfName = new HashMap<>();

        for (int made = 0; made < KEYS; made++) {
            String key = keys.next();
            String name = names.encode(key);
            assertThat(names.decode(name)).as("the key of %s", shown(name)).isEqualTo(key);
            String other = keyOfName.put(codec.startsWith("FILE") ? name.toLowerCase(Locale.ROOT) : name, key);
            assertThat(other == null ? key : other)
                    .as("the key named %s", shown(name))
                    .isEqualTo(key);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void aNameBeginsWithThePrefixThatIsMadeOfAnyPrefixOfItsKey(String codec, ObjectNames names) {
        RandomKeys keys = new RandomKeys(Seed.random());

        for (int made = 0; made < KEYS / 20; made++) {
            String key = keys.next();
            String name = names.encode(key);
            List<String> contradicted = IntStream.rangeClosed(0, key.length())
                    .mapToObj(end -> key.substring(0, end))
                    .filter(prefix -> Keys.prefixViolation(prefix) == null)
                    .filter(prefix -> !name.startsWith(names.encodePrefix(prefix)))
                    .map(RandomKeys::shown)
                    .toList();
            assertThat(contradicted).as("prefixes of %s", shown(key)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void decodingAnythingGivesNullOrTheOneKeyOfThatName(String codec, ObjectNames names) {
        RandomKeys texts = new RandomKeys(Seed.random());

        for (int made = 0; made < KEYS; made++) {
            String foreign = texts.next();
            String key = names.decode(foreign);
            if (key != null) {
                assertThat(Keys.violation(key)).as(shown(foreign)).isNull();
                assertThat(names.encode(key)).isEqualTo(foreign);
            }
        }
    }
}
