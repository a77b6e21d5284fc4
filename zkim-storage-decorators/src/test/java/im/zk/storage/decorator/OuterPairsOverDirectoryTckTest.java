package im.zk.storage.decorator;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract over a directory, with metrics or logging around each other layer. */
@ParameterizedClass
@MethodSource("im.zk.storage.decorator.Stacks#pairsOfOuterLayers")
class OuterPairsOverDirectoryTckTest extends DirectoryTck {
    OuterPairsOverDirectoryTckTest(Set<Layer> layers) {
        super(layers);
    }
}
