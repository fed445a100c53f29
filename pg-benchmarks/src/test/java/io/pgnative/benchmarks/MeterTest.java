package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {

    private final Meter meter = Meter.counted(Workload.SELECT_ONE, 2);
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
    void tellsTheLatencyOfEachCallSinceLastAsked() {
        caller.next();
        caller.completed(Workload.SELECT_ONE.expected(0));

        assertThat(meter.takeLatencies().getTotalCount()).isEqualTo(1);
        assertThat(meter.takeLatencies().getTotalCount()).isZero();
    }

    @Test
    void leavesSlowStatementsOfTheMixOutOfTheLatency() {
        Meter mix = Meter.counted(Workload.MIX, 10);
        Caller one = mix.callers().get(0);
        while (one.next()) {
            one.completed(Workload.MIX.expected(one.key()));
        }

        assertThat(mix.operations()).isEqualTo(10);
        assertThat(mix.takeLatencies().getTotalCount()).isEqualTo(9);
    }

    @Test
    void tellsTheLatencyOfALateCallFromWhenItWasDue() {
        // One call per 1,000 s: the second is due far from now. 1,000,000 per second: the later ones are late at once.
        Caller early = Meter.endless(Workload.SELECT_ONE, 1, 0.001).callers().get(0);
        early.next();
        early.completed(Workload.SELECT_ONE.expected(0));
        early.next();
        assertThat(early.nanosUntilDue()).isBetween(900_000_000_000L, 1_000_000_000_000L);

        Meter fast = Meter.endless(Workload.SELECT_ONE, 1, 1e9);
        Caller late = fast.callers().get(0);
        late.next();
        assertThat(late.nanosUntilDue()).isNotPositive();
        long atLeast = -late.nanosUntilDue();
        late.completed(Workload.SELECT_ONE.expected(0));
        assertThat(fast.takeLatencies().getMaxValueAsDouble()).isGreaterThanOrEqualTo(atLeast * 0.999);
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
