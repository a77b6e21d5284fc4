package im.zk.storage.decorator;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract, strict, with every pair of layers. */
@ParameterizedClass
@MethodSource("im.zk.storage.decorator.Stacks#pairs")
class PairsTckTest extends StackTck {
    PairsTckTest(Set<Layer> layers) {
        super(layers);
    }
}
