package io.pgnative.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final PgConnectException refused = new PgConnectException("refused");

    @Test
    void triesAgainWhileACallerWaitsHoweverManyAttemptsHaveFailed() {
        long patience = Duration.ofSeconds(2).toNanos();
        Backoff backoff = new Backoff(patience);
        long now = 0;
        for (int attempt = 0; attempt < 20; attempt++) {
            Backoff.Failure failure = backoff.failed(refused, now);
            assertThat(failure.retryNanos() - now).isLessThanOrEqualTo(patience / 2);
            now = failure.retryNanos() + 1;
        }
    }

    @Test
    void restsForFiveSecondsAtTheMost() {
        Backoff backoff = new Backoff(Long.MAX_VALUE);
        long now = 0;
        long longest = 0;
        for (int attempt = 0; attempt < 50; attempt++) {
            Backoff.Failure failure = backoff.failed(refused, now);
            longest = Math.max(longest, failure.retryNanos() - now);
            now = failure.retryNanos() + 1;
        }
        assertThat(longest)
                .isBetween(
                        Duration.ofMillis(2_500).toNanos(),
                        Duration.ofSeconds(5).toNanos());
    }
}
