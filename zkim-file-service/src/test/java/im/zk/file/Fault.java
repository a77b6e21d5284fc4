package im.zk.file;

import java.util.function.IntPredicate;

/** How calls fail. */
enum Fault {
    ONE(FaultingStorage.Effect.NONE),
    ONE_AFTER_ITS_EFFECT(FaultingStorage.Effect.BEFORE_THE_FAILURE),
    ONE_BEFORE_ITS_EFFECT(FaultingStorage.Effect.LATER),
    ALL_FROM_THERE(FaultingStorage.Effect.NONE),
    ALL_FROM_THERE_AFTER_THEIR_EFFECT(FaultingStorage.Effect.BEFORE_THE_FAILURE),
    ALL_FROM_THERE_BEFORE_THEIR_EFFECT(FaultingStorage.Effect.LATER),
    EVERY_KTH(FaultingStorage.Effect.NONE),
    EVERY_KTH_AFTER_ITS_EFFECT(FaultingStorage.Effect.BEFORE_THE_FAILURE),
    EVERY_KTH_BEFORE_ITS_EFFECT(FaultingStorage.Effect.LATER);

    private final FaultingStorage.Effect effect;

    Fault(FaultingStorage.Effect effect) {
        this.effect = effect;
    }

    void strike(FaultingStorage storage, int call) {
        storage.fail(from(call), effect);
    }

    private IntPredicate from(int call) {
        if (name().startsWith("ONE")) {
            return each -> each == call;
        }
        return name().startsWith("ALL") ? each -> each >= call : each -> each % call == 0;
    }
}
