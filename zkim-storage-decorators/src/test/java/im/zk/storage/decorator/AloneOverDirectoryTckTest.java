package im.zk.storage.decorator;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract over a directory, with one layer. */
@ParameterizedClass
@MethodSource("im.zk.storage.decorator.Stacks#alone")
class AloneOverDirectoryTckTest extends DirectoryTck {
    AloneOverDirectoryTckTest(Set<Layer> layers) {
        super(layers);
    }
}
