package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.StatementStatistics;
import io.pgnative.client.TrafficStatistics;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client tells of itself, and what can be changed of its pool while it is at work. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class ClientStatisticsTest {

    private final Vertx vertx;
    private final TestDatabase database;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private @Nullable PgClient client;

    ClientStatisticsTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @AfterEach
    void close() {
        if (client != null) {
            await(client.close(Duration.ZERO));
        }
    }

    private PgClient client(int maxSize) {
        PgClientBuilder builder = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(maxSize);
        PgClient made = builder.poolAcquireTimeout(Duration.ofSeconds(60)).build();
        client = made;
        return made;
    }

    private void expect(String... told) throws InterruptedException {
        for (String each : told) {
            String next = heard.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("one of %s", List.of(told)).isEqualTo(each);
        }
    }

    /** Writes down what it hears; times as whether there was any. */
    private final class Recorder implements PgClientListener {

        @Override
        public void connectionAcquired(long waitNanos) {
            heard.add("acquired " + (waitNanos > 0 ? "late" : "at once"));
        }

        @Override
        public void acquireTimedOut(long waitNanos) {
            heard.add("timed out " + (waitNanos >= TimeUnit.MILLISECONDS.toNanos(200)));
        }

        @Override
        public void connectionReleased(long usageNanos) {
            heard.add("released " + (usageNanos > 0));
        }

        @Override
        public void connectionOpened(long nanos) {
            heard.add("opened " + (nanos > 0));
        }

        @Override
        public void connectionOpenFailed(long nanos, Throwable failure) {
            heard.add("not opened " + failure.getClass().getSimpleName());
        }

        @Override
        public void ended(QueryEvent.Operation operation, long elapsedNanos, long rows, @Nullable Throwable failure) {
            heard.add(operation + " " + rows + " " + (failure == null ? "ok" : ((PgServerException) failure).sqlState())
                    + " " + (elapsedNanos > 0));
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }

    @Test
    @DisplayName("a listener hears of opening, waiting, running and giving back, and of the end")
    void tellsHowItFares() throws InterruptedException {
        PgClient pg = client(1);
        pg.addListener(new Recorder());

        await(pg.fetch("select * from generate_series(1, 3)"));
        expect("opened true", "acquired late", "QUERY 3 ok true", "released true");
        assertThatThrownBy(() -> await(pg.fetch("select 1/0"))).isInstanceOf(PgServerException.class);
        expect("acquired at once", "QUERY 0 22012 true", "released true");
        PgConnection borrowed = await(pg.acquire());
        expect("acquired at once");
        assertThatThrownBy(() -> await(pg.acquire(Duration.ofMillis(200))))
                .isInstanceOf(PgAcquireTimeoutException.class);
        expect("timed out true");
        await(borrowed.close());
        expect("released true");
        await(pg.close(Duration.ZERO));

        expect("closed");
        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName(
            "a listener that throws hurts neither the query nor the next listener; one that has left hears nothing")
    void survivesListenersThatThrow() throws InterruptedException {
        PgClient pg = client(1);
        pg.addListener(new PgClientListener() {
            @Override
            public void connectionAcquired(long waitNanos) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void ended(
                    QueryEvent.Operation operation, long elapsedNanos, long rows, @Nullable Throwable failure) {
                throw new AssertionError("on purpose");
            }
        });
        PgRegistration registration = pg.addListener(new Recorder());

        assertThat(await(pg.fetch("select 1"))).hasSize(1);
        expect("opened true", "acquired late", "QUERY 1 ok true", "released true");
        registration.close();
        assertThat(await(pg.fetchValue(Integer.class, "select 2"))).contains(2);

        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName("a listener that comes when the client is closed is told so at once")
    void tellsLateListeners() throws InterruptedException {
        PgClient pg = client(1);
        await(pg.close(Duration.ZERO));

        pg.addListener(new Recorder());

        expect("closed");
    }

    @Test
    @DisplayName("how late event loops are is measured for who wants it, until he leaves")
    void measuresEventLoops() throws InterruptedException {
        PgClient pg = client(1);
        BlockingQueue<Long> lags = new LinkedBlockingQueue<>();
        PgClientListener listener = new PgClientListener() {
            @Override
            public Duration eventLoopLagInterval() {
                return Duration.ofMillis(5);
            }

            @Override
            public void eventLoopLagged(long nanos) {
                lags.add(nanos);
            }
        };

        PgRegistration registration = pg.addListener(listener);

        for (int i = 0; i < 10; i++) {
            assertThat(lags.poll(20, TimeUnit.SECONDS)).isNotNull().isNotNegative();
        }
        registration.close();
        assertThatThrownBy(() -> pg.addListener(new PgClientListener() {
                    @Override
                    public Duration eventLoopLagInterval() {
                        return Duration.ofMillis(-1);
                    }
                }))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("PT-0.001S");
    }

    @Test
    @DisplayName("connections are shown with their server, their user's statement and what is prepared on them")
    void showsConnections() {
        PgClient pg = client(2);
        assertThat(await(pg.connections())).isEmpty();
        for (int i = 0; i < 3; i++) {
            await(pg.fetch("select $1::int, pg_sleep(0.2)", i));
        }

        ConnectionStatistics idle = await(pg.connections()).get(0);

        assertThat(idle.state()).isEqualTo(ConnectionStatistics.State.IDLE);
        assertThat(idle.processId()).isPositive();
        assertThat(idle.host()).isEqualTo(database.host());
        assertThat(idle.port()).isEqualTo(database.port());
        assertThat(idle.serverVersion().major()).isGreaterThanOrEqualTo(14);
        assertThat(idle.role()).isEqualTo(ConnectionStatistics.Role.PRIMARY);
        assertThat(idle.isEncrypted()).isFalse();
        assertThat(idle.age()).isPositive().isGreaterThanOrEqualTo(idle.inState());
        assertThat(idle.uses()).isEqualTo(3);
        assertThat(idle.carried()).isZero();
        assertThat(idle.running()).isNull();
        StatementStatistics statement = idle.statements().get(0);
        assertThat(statement.name()).startsWith("pgn_");
        assertThat(statement.sql()).isEqualTo("select $1::int, pg_sleep(0.2)");
        assertThat(statement.hits()).isEqualTo(2);
        assertThat(statement.runs()).isPositive();
        assertThat(statement.meanTime()).isPositive();
        assertThat(statement.age()).isPositive();

        String sleep = "select pg_sleep($1)";
        await(pg.fetch(sleep, 0.0));
        Future<?> sleeping = pg.withConnection(connection -> connection.fetch(sleep, 60.0));
        ConnectionStatistics busy = await(pg.connections()).get(0);
        while (busy.running() == null) {
            busy = await(pg.connections()).get(0);
        }
        assertThat(busy.state()).isEqualTo(ConnectionStatistics.State.BUSY);
        assertThat(busy.inState()).isPositive();
        assertThat(busy.carried()).isEqualTo(1);
        assertThat(busy.running().sql()).isEqualTo(sleep);
        assertThat(busy.statements())
                .filteredOn(each -> each.sql().equals(sleep))
                .extracting(StatementStatistics::name)
                .containsExactly(busy.running().name());
        assertThat(busy.running().operation()).isEqualTo(QueryEvent.Operation.QUERY);
        await(pg.close(Duration.ZERO));
        assertThat(sleeping).satisfies(done -> assertThatThrownBy(() -> await(done)));
        assertThat(await(pg.connections())).isEmpty();
    }

    @Test
    @DisplayName("a cleared cache has statements prepared anew; bytes and what had to be parsed again are counted")
    void clearsStatements() {
        PgClient pg = client(1);
        await(pg.execute("create table changing(id int)"));
        await(pg.fetch("select * from changing"));
        await(pg.fetch("select 1"));
        long missesBefore = pg.statistics().statementMisses();
        assertThat(await(pg.connections()).get(0).statements()).hasSize(2);

        pg.clearStatementCaches();
        await(pg.fetch("select 1"));

        assertThat(pg.statistics().statementMisses()).isEqualTo(missesBefore + 1);
        assertThat(await(pg.connections()).get(0).statements())
                .extracting(StatementStatistics::sql)
                .containsExactly("select 1");
        assertThat(await(pg.fetchValue(Long.class, "select count(*) from pg_prepared_statements")))
                .contains(2L);
        await(pg.fetch("select * from changing"));
        TrafficStatistics before = pg.traffic();
        await(pg.execute("alter table changing add name text"));
        await(pg.fetch("select * from changing"));
        TrafficStatistics after = pg.traffic();
        assertThat(after.statementReparses()).isGreaterThan(before.statementReparses());
        assertThat(after.bytesReceived()).isGreaterThan(before.bytesReceived());
        assertThat(after.bytesSent()).isGreaterThan(before.bytesSent());
        await(pg.close(Duration.ZERO));
        assertThat(pg.traffic().bytesSent()).isGreaterThanOrEqualTo(after.bytesSent());
    }

    @Test
    @DisplayName("notifications are counted")
    void countsNotifications() throws InterruptedException {
        PgClient pg = client(1);
        await(pg.listen("counted", notification -> heard.add(notification.payload())));

        await(pg.execute("notify counted, 'one'"));
        expect("one");

        assertThat(pg.traffic().notifications()).isEqualTo(1);
    }

    @Test
    @DisplayName("a pool that is made larger serves who waits; one that is made smaller closes what is too much")
    void resizes() {
        PgClient pg = client(1);
        PgConnection first = await(pg.acquire());
        Future<PgConnection> waiting = pg.acquire();
        assertThat(waiting.isComplete()).isFalse();

        pg.resize(3, 0);

        PgConnection second = await(waiting);
        PgConnection third = await(pg.acquire());
        assertThat(pg.statistics().maxSize()).isEqualTo(3);
        assertThat(pg.options().pool().maxSize()).isEqualTo(1);

        await(first.close());
        pg.resize(1, 1);
        assertThat(pg.statistics().busy()).isLessThanOrEqualTo(2);
        for (PgConnection each : List.of(second, third)) {
            await(each.close());
        }
        while (pg.statistics().size() > 1) {
            await(pg.fetch("select 1"));
        }
        assertThat(pg.statistics().minIdle()).isEqualTo(1);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }

    @Test
    @DisplayName("sizes that cannot be are refused")
    void refusesSizes() {
        PgClient pg = client(2);

        assertThatThrownBy(() -> pg.resize(0, 0))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("the most connections are 0; expected 1 or more");
        assertThatThrownBy(() -> pg.resize(2, 3))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("3; expected 0 to 2");
        assertThat(pg.statistics().maxSize()).isEqualTo(2);
    }
}
