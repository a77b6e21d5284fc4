package im.zk.storage.decorator;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract, strict, with all layers at once. */
@ParameterizedClass
@MethodSource("im.zk.storage.decorator.Stacks#whole")
class WholeStackTckTest extends StackTck {
    WholeStackTckTest(Set<Layer> layers) {
        super(layers);
    }
}
