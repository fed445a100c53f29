package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgOptions;
import io.pgnative.client.QueryObservation;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.QueryStart;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What observing costs where nobody wants to be told. */
class ObservingTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final PgOptions OPTIONS =
            PgClient.builder(VERTX).dsn("postgresql://somebody@localhost/db").options();
    private static final int CALLS = 100_000;

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    /** Asked often, and fails the test when it is told of something. */
    private static final class Inactive implements QueryObserver {

        private long asked;

        @Override
        public boolean isActive() {
            asked++;
            return false;
        }

        @Override
        public @Nullable Object capture(@Nullable Object subscriber) {
            throw new AssertionError("asked while it is not active");
        }

        @Override
        public @Nullable QueryObservation started(QueryStart start) {
            throw new AssertionError("told while it is not active");
        }
    }

    private static long allocatedBy(@Nullable Observing observing) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Request<CommandResult> request = Requests.script(null, "select 1", Request.NO_DEADLINE);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                Observing.begin(observing, request);
                Observing.here(observing);
                Observing.capture(observing);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return allocated;
    }

    @Test
    void nothingIsAllocatedWhereNobodyObserves() {
        assertThat(Observing.of(null, OPTIONS)).isNull();
        assertThat(allocatedBy(null)).isLessThan(CALLS);
    }

    @Test
    void nothingIsAllocatedWhileTheObserverIsNotActive() {
        Inactive observer = new Inactive();
        assertThat(allocatedBy(Observing.of(observer, OPTIONS))).isLessThan(CALLS);
        assertThat(observer.asked).isGreaterThan(CALLS);
    }
}
