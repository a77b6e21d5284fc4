package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of a container that is a backend's own (K5). */
class NamespaceTest {

    @Test
    void whatTheGuidesBackendsWroteIsFound() {
        Namespace files = Namespace.of("zkim-files/", ObjectNames.PATH);

        assertThat(files.toObjectName("user-1/file.zkim")).isEqualTo("zkim-files/user-1/file.zkim");
        assertThat(files.toKey("zkim-files/user-1/file.zkim")).isEqualTo("user-1/file.zkim");
    }

    @Test
    void aPrefixWithoutASlashIsGivenOneSoThatNoOtherBeginsWithIt() {
        Namespace tenant = Namespace.of("tenant", ObjectNames.PATH);

        assertThat(tenant.prefix()).isEqualTo("tenant/").isEqualTo(tenant.toString());
        assertThat(tenant.toKey("tenant-b/key")).isNull();
        assertThat(tenant.toKey("tenantkey")).isNull();
        assertThat(tenant.toKey("tenant/")).isNull();
        assertThat(tenant.toKey("other/key")).isNull();
        assertThat(tenant.toKey("tenant/key")).isEqualTo("key");
    }

    @Test
    void noPrefixIsTheWholeContainer() {
        Namespace whole = Namespace.of("", ObjectNames.PATH);

        assertThat(whole.toObjectName("a/b")).isEqualTo("a/b");
        assertThat(whole.toKey("a/b")).isEqualTo("a/b");
        assertThat(whole.toNamePrefix("a/")).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/      | has an empty path segment",
                "/a     | has an empty path segment",
                "a//b/  | has an empty path segment",
                "a//    | has an empty path segment",
                "a/../b | has a path segment '..'",
                ".      | has a path segment '.'",
                "a%b    | has a '%' or a '\\'",
                "a\\b   | has a '%' or a '\\'",
                "'a\u0007'| has the control character U+0007",
            })
    void aPrefixThatCouldNotBeToldFromAKeyIsRefused(String prefix, String problem) {
        ServiceException failure =
                catchThrowableOfType(ServiceException.class, () -> Namespace.of(prefix, ObjectNames.PATH));

        assertThat(failure).as(prefix).isNotNull().hasMessageContaining(problem).hasMessageContaining("my-files/");
        assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(failure.details()).containsEntry("prefix", prefix);
    }

    @Test
    void aPrefixHasAtMost100BytesWithItsSlash() {
        assertThat(Namespace.of("p".repeat(99), ObjectNames.PATH).prefix()).hasSize(100);
        assertThat(catchThrowableOfType(ServiceException.class, () -> Namespace.of("p".repeat(100), ObjectNames.PATH)))
                .hasMessageContaining("has 101 bytes of UTF-8; at most 100");
    }
}
