package im.zk.storage.decorator;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract over a directory, with every other pair of layers. */
@ParameterizedClass
@MethodSource("im.zk.storage.decorator.Stacks#pairsOfInnerLayers")
class InnerPairsOverDirectoryTckTest extends DirectoryTck {
    InnerPairsOverDirectoryTckTest(Set<Layer> layers) {
        super(layers);
    }
}
