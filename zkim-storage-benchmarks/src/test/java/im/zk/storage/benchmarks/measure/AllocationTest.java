package im.zk.storage.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final int SIZE = 8 << 20;

    private final List<byte[]> kept = new ArrayList<>();

    @Test
    void whatThisThreadAllocatesIsCounted() {
        Allocation before = Allocation.now();
        kept.add(new byte[SIZE]);

        assertThat(before.since()).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void whatAThreadThatHasEndedAllocatedIsCountedFromJava21On() throws Exception {
        Allocation before = Allocation.now();
        Thread ended = new Thread(() -> kept.add(new byte[SIZE]));
        ended.start();
        ended.join();

        assertThat(kept).hasSize(1);
        assertThat(before.since()).isGreaterThanOrEqualTo(Runtime.version().feature() < 21 ? 0 : SIZE);
    }
}
