package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules K1 to K5: which keys there are, and what a backend makes of them. */
abstract class KeyContract extends Contract {

    @Test
    @Tag("K5")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("K5: a namespace whose name begins with another's is a different one")
    void namespacesAreApart() throws Exception {
        var longer = openAnother("-b");
        Await.done(storage().set("shared", new byte[] {1}));
        Await.done(longer.set("shared", new byte[] {2}));
        Await.done(longer.set("b/only", new byte[] {3}));

        assertThat(Await.done(storage().keys())).isEqualTo(List.of("shared"));
        Await.done(storage().clear());
        assertThat(Await.done(longer.get("shared"))).containsExactly(2);
        assertThat(Await.done(longer.keys())).containsExactlyInAnyOrder("shared", "b/only");
    }
}
