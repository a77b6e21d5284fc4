package im.zk.file;

import java.util.function.IntPredicate;

/** How calls fail. */
enum Fault {
    ONE,
    ONE_AFTER_ITS_EFFECT,
    ALL_FROM_THERE,
    ALL_FROM_THERE_AFTER_THEIR_EFFECT,
    EVERY_KTH,
    EVERY_KTH_AFTER_ITS_EFFECT;

    IntPredicate from(int call) {
        return switch (this) {
            case ONE, ONE_AFTER_ITS_EFFECT -> each -> each == call;
            case ALL_FROM_THERE, ALL_FROM_THERE_AFTER_THEIR_EFFECT -> each -> each >= call;
            case EVERY_KTH, EVERY_KTH_AFTER_ITS_EFFECT -> each -> each % call == 0;
        };
    }

    boolean afterEffect() {
        return name().contains("AFTER");
    }
}
