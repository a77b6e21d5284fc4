package im.zk.storage.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a mutant: the kit over a backend that breaks one rule, which a test of that rule must notice. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Breaks {
    /** The rule's id, such as {@code K1}. */
    String value();
}
