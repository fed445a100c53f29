package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {

    private final Meter meter = new Meter(Workload.SELECT_ONE, 1, 2);
    private final Caller caller = meter.callers().get(0);

    @Test
    void countsCallsUntilTheyAreEnough() throws InterruptedException {
        long checksum = Workload.SELECT_ONE.expected(0);
        while (caller.next()) {
            caller.completed(checksum);
        }

        meter.awaitEnd();
        assertThat(meter.operations()).isEqualTo(2);
        assertThat(meter.checksums()).containsExactly(checksum);
    }

    @Test
    void refusesWrongValues() {
        caller.next();

        assertThatIllegalStateException()
                .isThrownBy(() -> caller.completed(-1))
                .withMessage("wrong values for select-1+1, key 0");
        assertThat(meter.operations()).isZero();
    }

    @Test
    void endsTheWindowAtTheFirstFailedCall() {
        IOException cause = new IOException("connection lost");
        caller.next();
        caller.failed(cause);

        assertThatIllegalStateException()
                .isThrownBy(() -> meter.run(Duration.ofHours(1)))
                .withCause(cause);
        assertThat(meter.wants(0)).isFalse();
    }
}
