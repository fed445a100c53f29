package io.pgnative.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** What holds after every fault, once its cause is gone. */
public final class Invariants {

    private static final int QUERIES = 100;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PgClient pg;
    private final LongSupplier sessions;
    private final List<AtomicInteger> ends = new ArrayList<>();

    /**
     * Makes one for a client.
     *
     * @param pg the client
     * @param sessions how many sessions the server has of it
     */
    public Invariants(PgClient pg, LongSupplier sessions) {
        this.pg = pg;
        this.sessions = sessions;
    }

    /**
     * Counts the ends of a call.
     *
     * @param call any
     * @param <T> its outcome
     * @return the same
     */
    public <T> Future<T> watch(Future<T> call) {
        AtomicInteger count = new AtomicInteger();
        ends.add(count);
        return call.onComplete(done -> count.incrementAndGet());
    }

    /**
     * Checks that each watched call has ended once, that the client serves queries without an error, each with its own
     * answer, and that its figures agree with each other and with the server.
     */
    public void check() {
        assertThat(ends).allSatisfy(count -> assertThat(count).hasValue(1));
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            int token = i;
            answers.add(pg.fetchOne("select $1::int4", token).map(row -> row.getInt(0)));
        }
        for (int i = 0; i < QUERIES; i++) {
            assertThat(await(answers.get(i))).isEqualTo(i);
        }
        PoolStatistics figures = pg.statistics();
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while ((figures.busy() > 0
                        || figures.opening() > 0
                        || figures.closing() > 0
                        || sessions.getAsLong() != figures.size())
                && System.nanoTime() - deadline < 0) {
            figures = pg.statistics();
        }
        assertThat(figures.busy()).as("busy").isZero();
        assertThat(figures.waiting()).as("waiting").isZero();
        assertThat(figures.idle()).as("idle").isEqualTo(figures.size());
        assertThat(figures.size()).as("size").isLessThanOrEqualTo(figures.maxSize());
        assertThat(figures.opened() - figures.closed()).as("opened less closed").isEqualTo(figures.size());
        assertThat(sessions.getAsLong()).as("sessions at the server").isEqualTo(figures.size());
    }

    private static <T> T await(Future<T> future) {
        try {
            CountDownLatch done = new CountDownLatch(1);
            future.onComplete(outcome -> done.countDown());
            assertThat(done.await(LIMIT_NANOS, TimeUnit.NANOSECONDS))
                    .as("ended in time")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (future.failed()) {
            throw new AssertionError("a query failed after the fault was over", future.cause());
        }
        return future.result();
    }
}
