package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigUriTest {

    private static final String SECRET = "s3cr3t";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "memory:                    | memory | ''            | ''",
                "MEMORY:                    | memory | ''            | ''",
                "file:                      | file   | ''            | ''",
                "file:rel                   | file   | ''            | rel",
                "file:rel/a%20b             | file   | ''            | rel/a b",
                "file:/var/data             | file   | ''            | /var/data",
                "file:///var/data           | file   | ''            | /var/data",
                "file:///C:/data            | file   | ''            | /C:/data",
                "s3://bucket                | s3     | bucket        | ''",
                "s3://bucket/               | s3     | bucket        | /",
                "s3://my_bucket/a_b/        | s3     | my_bucket     | /a_b/",
                "s3://b.u-c_k.et/a//b       | s3     | b.u-c_k.et    | /a//b",
                "s3://bucket/a%2Fb%25       | s3     | bucket        | /a/b%",
                "s3://bucket/a+b            | s3     | bucket        | /a+b",
                "s3://bucket/%C3%BC%F0%9F%98%80 | s3 | bucket        | /ü😀",
                "s3://bucket/ü              | s3     | bucket        | /ü",
                "rest://[::1]:8080/x        | rest   | [::1]:8080    | /x",
                "rest://user@host:1/x       | rest   | user@host:1   | /x",
                "jdbc:postgresql://h:5/db   | jdbc   | ''            | postgresql://h:5/db",
            })
    void takesApart(String uri, String scheme, String authority, String path) {
        assertThat(ConfigUri.parse(uri)).isEqualTo(new ConfigUri(scheme, authority, path, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/p", "file:rel", "memory:", "file:///var/data", "jdbc:postgresql://h/db"})
    void takesTheQueryApart(String base) {
        String query = "?region=eu-west-1&key=a+b/c=&empty=&odd=%26%3D%23%25&list=[a]&when=now?&%C3%BC=%C3%BC";

        assertThat(ConfigUri.parse(base + query).query())
                .containsExactly(
                        Map.entry("region", "eu-west-1"),
                        Map.entry("key", "a+b/c="),
                        Map.entry("empty", ""),
                        Map.entry("odd", "&=#%"),
                        Map.entry("list", "[a]"),
                        Map.entry("when", "now?"),
                        Map.entry("ü", "ü"));
    }

    @Test
    void anEmptyQueryHasNoNames() {
        assertThat(ConfigUri.parse("memory:?").query()).isEmpty();
        assertThat(ConfigUri.parse("s3://bucket?").query()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket?a=" + SECRET + "%",
                "s3://bucket?a=" + SECRET + "%2",
                "s3://bucket?a=" + SECRET + "%zz",
                "s3://bucket?a=" + SECRET + "%-1",
                "s3://bucket?a=" + SECRET + "%ff",
                "s3://bucket?a=" + SECRET + "%ED%A0%80",
                "s3://bucket?a=" + SECRET + "%C0%80",
                "s3://bucket/" + SECRET + "%C3",
                "s3://" + SECRET + "%80/",
                "file:" + SECRET + "%ff",
                "rest://[fe80::1%eth0]/" + SECRET,
                "s3://bucket?a=" + SECRET + " b",
                "s3://bucket?a=" + SECRET + "\\",
                "s3://bucket?a=" + SECRET + "\u0000",
                "s3://bucket?a=" + SECRET + "#",
                "s3://bucket?a=1#" + SECRET,
                "file:rel#" + SECRET,
                "s3://bucket?" + SECRET,
                "s3://bucket?a=1&" + SECRET,
                "s3://bucket?=" + SECRET,
                "s3://bucket?a=" + SECRET + "&",
                "s3://bucket?&a=" + SECRET,
                "s3://bucket?a=1&a=" + SECRET,
                "s3://bucket?a=" + SECRET + "&%61=1",
            })
    void refusesAndQuotesNoPartThatMayBeSecret(String uri) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> ConfigUri.parse(uri));

        assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(refused.code()).isEqualTo(ServiceException.STORAGE_ERROR);
        assertThat(refused).hasMessageStartingWith("The " + ConfigUri.scheme(uri) + ": URI ");
        assertThat(refused).hasNoCause();
        assertThat(refused.getMessage() + refused.details()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "/" + SECRET,
                SECRET,
                "1a:" + SECRET,
                "a_b:" + SECRET,
                " s3:" + SECRET,
                "k=" + SECRET + ":x"
            })
    void refusesWhatHasNoScheme(String uri) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> ConfigUri.scheme(uri));

        assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(refused).hasMessageContaining("a type and a colon").hasMessageNotContaining(SECRET);
    }

    @Test
    void saysWhereItIsMalformed() {
        assertThatThrownBy(() -> ConfigUri.parse("s3://bucket?a=b c"))
                .hasMessage("The s3: URI is malformed: Illegal character in query at index 15.");
        assertThatThrownBy(() -> ConfigUri.parse("s3://b?region=a&region=b"))
                .hasMessage("The s3: URI names 'region' twice.");
        assertThatThrownBy(() -> ConfigUri.parse("s3://b#c")).hasMessage("The s3: URI has a '#'; write it as %23.");
    }

    @Test
    void anObjectStoresUriIsAContainerAPrefixAndOtherProperties() {
        assertThat(container("s3://b/p/q?region=r"))
                .containsExactly(Map.entry("region", "r"), Map.entry("bucket", "b"), Map.entry("prefix", "p/q"));
        assertThat(container("s3://b/?prefix=p")).containsExactly(Map.entry("prefix", "p"), Map.entry("bucket", "b"));
        assertThat(container("s3://b")).containsExactly(Map.entry("bucket", "b"));
    }

    @Test
    void anObjectStoresUriNamesItsContainerOnce() {
        assertThatThrownBy(() -> container("s3:b"))
                .hasMessage("The s3: URI names no bucket; it needs two slashes, as in s3://my-bucket/my-prefix.");
        for (String more : List.of("s3://id:" + SECRET + "@b/", "s3://b:9000/")) {
            assertThatThrownBy(() -> container(more))
                    .hasMessage("The s3: URI has more than a bucket before its path; credentials, and an endpoint, are"
                            + " properties: s3://my-bucket/?endpoint=http://localhost:9000.");
        }
        for (String twice : List.of("s3://b/?bucket=c", "s3://b/p?prefix=q")) {
            assertThatThrownBy(() -> container(twice))
                    .hasMessage("The s3: URI has the bucket or the prefix both before the '?' and behind it.");
        }
    }

    private static Map<String, String> container(String uri) {
        return ConfigUri.parse(uri).toContainerProperties("bucket", "bucket", "endpoint=http://localhost:9000");
    }

    @Test
    void itsTextShowsNoValue() {
        String uri = "rest://user:" + SECRET + "@host/" + SECRET + "?apiKey=" + SECRET;

        assertThat(ConfigUri.parse(uri)).hasToString("ConfigUri[rest, [apiKey]]");
    }

    @Test
    void theQueryIsACopyThatNobodyChanges() {
        Map<String, String> query = new HashMap<>(Map.of("a", "1"));
        ConfigUri uri = new ConfigUri("x", "", "", query);
        query.put("b", "2");

        assertThat(uri.query()).containsOnlyKeys("a");
        assertThatThrownBy(() -> uri.query().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNull() {
        assertThatThrownBy(() -> ConfigUri.parse(null)).isInstanceOf(NullPointerException.class);
    }
}
