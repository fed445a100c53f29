package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long FAST = TimeUnit.MICROSECONDS.toNanos(80);
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(20);

    private final Pace pace = new Pace();

    private void run(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            pace.ran(nanos);
        }
    }

    @Test
    void isNotFastBeforeItWasSeenSeveralTimes() {
        run(7, FAST);
        assertThat(pace.isFast()).isFalse();
        run(1, FAST);
        assertThat(pace.isFast()).isTrue();
    }

    @Test
    void isNotFastForLongAfterASlowRun() {
        run(100, FAST);
        run(1, SLOW);
        run(40, FAST);
        assertThat(pace.isFast()).isFalse();
        run(100, FAST);
        assertThat(pace.isFast()).isTrue();
    }

    @Test
    void isNeverFastWhenOneRunInFiftyIsSlow() {
        run(8, FAST);
        for (int i = 0; i < 20; i++) {
            run(1, SLOW);
            run(49, FAST);
            assertThat(pace.isFast()).isFalse();
        }
    }

    @Test
    void isNotFastWhenEachRunTakesAWhile() {
        run(1_000, TimeUnit.MICROSECONDS.toNanos(1_500));
        assertThat(pace.isFast()).isFalse();
    }

    /** Of the exchange only what the clock asks for. */
    private static final class Timed extends Exchange {

        private final boolean fast;
        private final List<Long> taken = new ArrayList<>();

        Timed(boolean fast) {
            this.fast = fast;
        }

        @Override
        boolean isFast() {
            return fast;
        }

        @Override
        void took(long nanos) {
            taken.add(nanos);
        }

        @Override
        void write(ByteBuf out) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        boolean message(byte type, ByteBuf buf, int start, int length) {
            return false;
        }

        @Override
        void error(PgServerException error) {
            throw new AssertionError(error);
        }

        @Override
        boolean isComplete() {
            return true;
        }

        @Override
        void ready(PgSession session) {
            throw new AssertionError("no session");
        }

        @Override
        void lost(PgSession session, PgException reason) {
            throw new AssertionError(reason);
        }
    }

    private static Timed timed(AnswerClock clock, boolean fast, long sentNanos) {
        Timed exchange = new Timed(fast);
        clock.sent(exchange, sentNanos);
        return exchange;
    }

    @Test
    void takesTheShortestRoundTripForTheNetworkAndCountsFromThePredecessor() {
        AnswerClock clock = new AnswerClock();
        Timed ping = timed(clock, false, 1_000);
        clock.answered(ping, true, 6_000);
        Timed first = timed(clock, true, 10_000);
        Timed second = timed(clock, true, 10_100);
        clock.answered(first, true, 17_000);
        clock.answered(second, true, 17_300);
        assertThat(ping.taken).containsExactly(0L);
        assertThat(first.taken).as("2,000 longer than the round trip").containsExactly(2_000L);
        assertThat(second.taken).as("begun when the first had ended").containsExactly(300L);
    }

    @Test
    void doesNotLearnFromWhatLeavesItsCommitToAnother() {
        AnswerClock clock = new AnswerClock();
        Timed update = timed(clock, false, 0);
        clock.answered(update, false, 50);
        assertThat(update.taken).isEmpty();
        assertThat(clock.isPrompt(timed(clock, true, 60), 70))
                .as("in a transaction")
                .isFalse();
    }

    @Test
    void isPromptWhileAllInFlightIsFastAndTheFirstHasNotRunLong() {
        AnswerClock clock = new AnswerClock();
        assertThat(clock.isPrompt(null, 0)).isFalse();
        Timed first = timed(clock, true, 0);
        assertThat(clock.isPrompt(first, 1_000_000)).isTrue();
        assertThat(clock.isPrompt(first, 2_000_000)).isFalse();
        Timed unknown = timed(clock, false, 0);
        assertThat(clock.isPrompt(first, 1_000_000)).isFalse();
        clock.answered(first, true, 1_000_000);
        assertThat(clock.isPrompt(unknown, 1_000_000)).isFalse();
        clock.answered(unknown, true, 1_100_000);
        Timed next = timed(clock, true, 1_200_000);
        assertThat(clock.isPrompt(next, 1_300_000)).isTrue();
    }

    @Test
    void isNotPromptUntilAllIsOverWhenACallerHasGivenUp() {
        AnswerClock clock = new AnswerClock();
        Timed first = timed(clock, true, 0);
        Timed second = timed(clock, true, 0);
        clock.givenUp();
        assertThat(clock.isPrompt(first, 1_000)).isFalse();
        clock.answered(first, true, 1_000);
        assertThat(clock.isPrompt(second, 1_000)).isFalse();
        clock.answered(second, true, 2_000);
        Timed next = timed(clock, true, 3_000);
        assertThat(clock.isPrompt(next, 4_000)).isTrue();
    }
}
