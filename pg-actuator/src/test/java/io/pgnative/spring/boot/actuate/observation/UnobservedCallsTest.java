package io.pgnative.spring.boot.actuate.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.observation.ObservationRegistry;
import io.pgnative.client.PgClient;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What observing costs a call of a real server while nobody handles observations. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class UnobservedCallsTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LEAST_ROUNDS = 6;
    private static final int MOST_ROUNDS = 20;
    private static final int CALLS = 400;

    /** The smallest object has 16 bytes. */
    private static final long LESS_THAN_AN_OBJECT = 12;

    /** Callers and connections of all clients have its only thread, so that it allocates all that a call does. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final TestDatabase database;
    private final List<PgClient> clients = new ArrayList<>();

    UnobservedCallsTest(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void close() throws TimeoutException {
        for (PgClient client : clients) {
            client.close().await(20, TimeUnit.SECONDS);
        }
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private PgClient client(@Nullable QueryObserver observer) {
        var builder = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1);
        PgClient built = (observer == null ? builder : builder.queryObserver(observer)).build();
        clients.add(built);
        return built;
    }

    /** A query in a transaction and one outside. */
    private static Future<?> call(PgClient pg) {
        return pg.inTransaction(tx -> tx.fetchOne("select $1::int", 1)).compose(row -> pg.fetch("select $1::int", 2));
    }

    private void calls(PgClient pg, int left, Promise<Void> done) {
        if (left == 0) {
            done.complete();
        } else {
            // Completed by what a socket reads, and so no deeper each time.
            call(pg).onSuccess(result -> calls(pg, left - 1, done)).onFailure(done::fail);
        }
    }

    /** What the event loop allocates for some calls. */
    private long allocatedBy(PgClient pg) throws TimeoutException {
        Promise<Long> allocated = Promise.promise();
        vertx.runOnContext(start -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Promise<Void> done = Promise.promise();
            done.future()
                    .map(end -> THREADS.getCurrentThreadAllocatedBytes() - before)
                    .onComplete(allocated);
            calls(pg, CALLS, done);
        });
        return allocated.future().await(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @DisplayName("B51: a call allocates nothing more for an observer that nobody listens to")
    @ValueSource(booleans = {true, false})
    void allocatesNothing(boolean isNoop) throws TimeoutException {
        PgClientObserver observer =
                new PgClientObserver(isNoop ? ObservationRegistry.NOOP : ObservationRegistry.create());
        PgClient without = client(null);
        PgClient with = client(observer.includeParameters(true));
        long leastWithout = Long.MAX_VALUE;
        long leastWith = Long.MAX_VALUE;
        // The first rounds warm up; a machine that is busy compiling the code gets some more.
        for (int round = 0; round < LEAST_ROUNDS || (round < MOST_ROUNDS && isMore(leastWith, leastWithout)); round++) {
            leastWithout = Math.min(leastWithout, allocatedBy(without));
            leastWith = Math.min(leastWith, allocatedBy(with));
        }
        assertThat(leastWithout).as("what is measured").isGreaterThan(CALLS * 100L);
        assertThat(isMore(leastWith, leastWithout))
                .as("%d bytes with an observer, %d without", leastWith, leastWithout)
                .isFalse();
    }

    private static boolean isMore(long with, long without) {
        return with - without > CALLS * LESS_THAN_AN_OBJECT;
    }
}
