package im.zk.storage.tck;

import im.zk.storage.Capability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a test needs of the backend. Where it is not declared, the test asserts in place of its body that the operations
 * are refused with kind {@code UNSUPPORTED}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Needs {
    Capability[] value();
}
