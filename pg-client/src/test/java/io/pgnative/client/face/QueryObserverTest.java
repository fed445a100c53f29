package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgCursor;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgStatement;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.QueryObservation;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.QueryStart;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Who follows calls from their begin to their end. */
@ExtendWith(PostgresExtension.class)
class QueryObserverTest {

    private static final String KEY = "trace";

    /** What the calls of a thread belong to. */
    private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

    /** A call that is over. */
    private record Told(QueryStart start, QueryEnd end, int acquired) {

        void is(Operation operation, String sql, @Nullable String belongsTo) {
            assertThat(start.operation()).isEqualTo(operation);
            assertThat(start.sql()).isEqualTo(sql);
            assertThat(start.belongsTo()).isEqualTo(belongsTo);
        }
    }

    private final Vertx vertx;
    private final TestDatabase database;
    private final AtomicInteger open = new AtomicInteger();
    private final BlockingQueue<Told> over = new LinkedBlockingQueue<>();
    private @Nullable PgClient client;

    QueryObserverTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @AfterEach
    void closeClient() {
        CURRENT.remove();
        PgClient built = client;
        if (built != null) {
            await(built.close());
        }
    }

    private final class Recording implements QueryObserver {

        @Override
        public @Nullable Object capture(@Nullable Object subscriber) {
            String subscribers = subscriber == null ? null : ((ContextView) subscriber).getOrDefault(KEY, null);
            return subscribers == null ? CURRENT.get() : subscribers;
        }

        @Override
        public QueryObservation started(QueryStart start) {
            open.incrementAndGet();
            AtomicInteger acquired = new AtomicInteger();
            return new QueryObservation() {
                @Override
                public void acquired(int processId, PgHost host) {
                    acquired.incrementAndGet();
                }

                @Override
                public void stopped(QueryEnd end) {
                    open.decrementAndGet();
                    over.add(new Told(start, end, acquired.get()));
                }
            };
        }
    }

    private PgClientBuilder builder() {
        return PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).poolAcquireTimeout(Duration.ofSeconds(20));
    }

    private PgClient observed() {
        PgClient built = builder().queryObserver(new Recording()).build();
        client = built;
        return built;
    }

    /** What is over by now: a call is, before its caller is told. */
    private Told next() {
        Told next = over.poll();
        assertThat(next).as("no call is over").isNotNull();
        return Objects.requireNonNull(next);
    }

    private Told nextWithin() {
        try {
            Told next = over.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("no call ended").isNotNull();
            return Objects.requireNonNull(next);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void nothingElse() {
        assertThat(over).isEmpty();
        assertThat(open).hasValue(0);
    }

    @Test
    void followsCallsUntilTheirResultIsThere() {
        PgClient pg = observed();
        CURRENT.set("request 1");
        await(pg.fetch("select $1::int, 'x' from generate_series(1, 3)", 5));
        Told query = next();
        query.is(Operation.QUERY, "select $1::int, 'x' from generate_series(1, 3)", "request 1");
        assertThat(query.start().arguments()).containsExactly(5);
        assertThat(query.start().toString()).contains("select").doesNotContain("5]");
        assertThat(query.start().options().database()).isEqualTo(database.database());
        assertThat(query.end().rows()).isEqualTo(3);
        assertThat(query.end().tag()).isEqualTo("SELECT 3");
        assertThat(query.end().failure()).isNull();
        assertThat(query.end().processId()).isPositive();
        assertThat(query.end().host()).isEqualTo(new PgHost(database.host(), database.port()));
        assertThat(query.acquired()).isEqualTo(1);

        CURRENT.remove();
        await(pg.execute("create temp table item(id int)"));
        next().is(Operation.SCRIPT, "create temp table item(id int)", null);
        await(pg.executeMany("insert into item values ($1)", List.of(List.of(1), List.of(2))));
        Told batch = next();
        batch.is(Operation.BATCH, "insert into item values ($1)", null);
        assertThat(batch.end().batchSize()).isEqualTo(2);
        assertThat(batch.end().rows()).isEqualTo(2);
        assertThat(batch.start().arguments()).isEmpty();

        PgServerException failure = (PgServerException) failureOf(pg.fetch("select 1/0"));
        Told failed = next();
        assertThat(failed.end().failure()).isSameAs(failure);
        assertThat(failed.end().rows()).isZero();

        BlockingPgClient blocking = pg.blocking();
        CURRENT.set("request 2");
        blocking.fetch("select 2");
        next().is(Operation.QUERY, "select 2", "request 2");
        nothingElse();
    }

    @Test
    void followsWhatOneConnectionRuns() {
        PgClient pg = observed();
        PgConnection connection = await(pg.acquire());
        CURRENT.set("request");
        PgStatement statement = await(connection.prepare("select $1::int"));
        next().is(Operation.PREPARE, "select $1::int", "request");
        await(statement.fetchValue(Integer.class, 1));
        next().is(Operation.QUERY, "select $1::int", "request");
        await(statement.close());
        await(connection.listen("orders", notification -> {}));
        next().is(Operation.LISTEN, "LISTEN \"orders\"", "request");

        PgTransaction transaction = await(connection.begin());
        nextWithin().is(Operation.BEGIN, "BEGIN", "request");
        PgCursor cursor = await(transaction.cursor(CursorOptions.defaults(), "select * from generate_series(1, 9)"));
        next().is(Operation.FETCH, "select * from generate_series(1, 9)", "request");
        await(cursor.fetch(4));
        assertThat(next().start().operation()).isEqualTo(Operation.FETCH);
        // Whoever ends it later, it ends what the first request has begun.
        CURRENT.remove();
        await(transaction.rollback());
        next().is(Operation.ROLLBACK, "ROLLBACK", "request");
        await(connection.close());
        nothingElse();
    }

    @Test
    void callsOfAFunctionBelongToWhatItWasCalledFor() {
        PgClient pg = observed();
        CURRENT.set("request");
        var done = pg.inTransaction(
                tx -> tx.fetchOne("select 1").compose(one -> tx.inTransaction(inner -> inner.fetchOne("select 2"))));
        CURRENT.remove();
        await(done);
        next().is(Operation.BEGIN, "BEGIN", "request");
        next().is(Operation.QUERY, "select 1", "request");
        next().is(Operation.SCRIPT, "SAVEPOINT pgnative_1", "request");
        next().is(Operation.QUERY, "select 2", "request");
        next().is(Operation.SCRIPT, "RELEASE SAVEPOINT pgnative_1", "request");
        next().is(Operation.COMMIT, "COMMIT", "request");

        // The connection is the same one, and remembers nothing.
        await(pg.withConnection(connection -> connection.fetchOne("select 3")));
        next().is(Operation.QUERY, "select 3", null);
        CURRENT.set("thread");
        pg.blocking().withConnection(connection -> {
            CURRENT.remove();
            return connection.fetchOne("select 4");
        });
        next().is(Operation.QUERY, "select 4", "thread");
        nothingElse();
    }

    @Test
    void withReactorCallsBelongToTheSubscriber() {
        ReactivePgClient pg = observed().reactive();
        CURRENT.set("assembly");
        Mono<Row> one = pg.fetchOne("select 1");
        Mono<Long> rows = pg.stream("select * from generate_series(1, 2000)").count();
        Mono<Row> inTransaction = pg.inTransaction(tx -> tx.fetchOne("select 2").delayElement(Duration.ofMillis(1)));
        CURRENT.remove();
        one.contextWrite(context -> context.put(KEY, "first")).block(Duration.ofSeconds(20));
        next().is(Operation.QUERY, "select 1", "first");
        one.contextWrite(context -> context.put(KEY, "second")).block(Duration.ofSeconds(20));
        next().is(Operation.QUERY, "select 1", "second");
        rows.contextWrite(context -> context.put(KEY, "rows")).block(Duration.ofSeconds(20));
        Told stream = next();
        stream.is(Operation.FETCH, "select * from generate_series(1, 2000)", "rows");
        assertThat(stream.end().rows()).isEqualTo(2_000);
        inTransaction.contextWrite(context -> context.put(KEY, "scope")).block(Duration.ofSeconds(20));
        next().is(Operation.BEGIN, "BEGIN", "scope");
        next().is(Operation.QUERY, "select 2", "scope");
        next().is(Operation.COMMIT, "COMMIT", "scope");
        pg.copyIn("pg_temp.nothing")
                .from(new byte[0])
                .contextWrite(context -> context.put(KEY, "copy"))
                .onErrorComplete()
                .block(Duration.ofSeconds(20));
        next().is(Operation.COPY_IN, "COPY \"pg_temp\".\"nothing\" FROM STDIN", "copy");
        pg.copyOut("select 1")
                .bytes()
                .contextWrite(context -> context.put(KEY, "bytes"))
                .blockLast(Duration.ofSeconds(20));
        nextWithin().is(Operation.COPY_OUT, "COPY (select 1\n) TO STDOUT", "bytes");
        one.block(Duration.ofSeconds(20));
        next().is(Operation.QUERY, "select 1", null);
        nothingElse();
    }

    @Test
    void aStreamIsOneCallUntilItsEndOrItsCancellation() {
        PgClient pg = observed();
        BlockingPgClient blocking = pg.blocking();
        CURRENT.set("request");
        try (Stream<Row> rows = blocking.sql("select * from generate_series(1, 10)").fetchSize(3).stream()) {
            assertThat(rows.count()).isEqualTo(10);
        }
        Told whole = nextWithin();
        whole.is(Operation.FETCH, "select * from generate_series(1, 10)", "request");
        assertThat(whole.end().rows()).isEqualTo(10);
        assertThat(whole.acquired()).isEqualTo(1);

        try (Stream<Row> rows = blocking.sql("select * from generate_series(1, 10)").fetchSize(3).stream()) {
            assertThat(rows.limit(2).count()).isEqualTo(2);
            assertThat(open).as("while somebody reads").hasValue(1);
        }
        assertThat(nextWithin().end().failure()).isInstanceOf(PgCancelledException.class);

        blocking.inTransaction(tx -> {
            try (Stream<Row> rows = tx.sql("select * from generate_series(1, 10)").fetchSize(3).stream()) {
                return rows.count();
            }
        });
        next().is(Operation.BEGIN, "BEGIN", "request");
        Told portal = next();
        portal.is(Operation.FETCH, "select * from generate_series(1, 10)", "request");
        assertThat(portal.end().rows()).isEqualTo(10);
        assertThat(portal.acquired()).isEqualTo(1);
        next().is(Operation.COMMIT, "COMMIT", "request");
        nothingElse();
    }

    @Test
    void aCopyIsOneCallAndToldWithoutItsArguments() {
        PgClient pg = observed();
        await(pg.execute("create temp table line(id int, note text)"));
        next();
        await(pg.copyIn("line").rows(List.of(List.of(1, "secret"), List.of(2, "secret"))));
        Told in = next();
        in.is(Operation.COPY_IN, "COPY \"line\" FROM STDIN", null);
        assertThat(in.start().table()).isEqualTo("line");
        assertThat(in.end().rows()).isEqualTo(2);
        assertThat(in.end().tag()).isEqualTo("COPY 2");
        assertThat(in.end().processId()).isPositive();
        await(pg.copyOut("select * from line where note = $1", "secret").to(new ByteArrayOutputStream()));
        Told out = next();
        out.is(Operation.COPY_OUT, "COPY (select * from line where note = $1\n) TO STDOUT", null);
        assertThat(out.start().arguments()).containsExactly("secret");
        assertThat(out.start().table()).isNull();
        assertThat(out.end().rows()).isEqualTo(2);
        assertThatThrownBy(() -> await(pg.copyIn("line").from("no number".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(PgServerException.class);
        assertThat(next().end().failure()).isInstanceOf(PgServerException.class);
        nothingElse();
    }

    @Test
    void tellsOfCallsThatNoConnectionTook() {
        PgClient pg = observed();
        PgConnection only = await(pg.acquire());
        assertThat(failureOf(pg.sql("select 1").timeout(Duration.ofMillis(50)).fetch()))
                .isInstanceOf(PgTimeoutException.class);
        Told late = next();
        assertThat(late.end().failure()).isInstanceOf(PgTimeoutException.class);
        assertThat(late.end().host()).isNull();
        assertThat(late.end().processId()).isZero();
        assertThat(late.acquired()).isZero();
        await(only.close());
        await(pg.close());
        failureOf(pg.fetch("select 2"));
        assertThat(next().end().failure()).isNotNull();
        nothingElse();
    }

    @Test
    void whatPreparesConnectionsIsNoCall() {
        PgClient pg = builder()
                .onConnect(connection -> connection.execute("set extra_float_digits = 2"))
                .onAcquire(connection -> connection.execute("set statement_timeout = 20000"))
                .queryObserver(new Recording())
                .build();
        client = pg;
        await(pg.fetch("select 1"));
        next().is(Operation.QUERY, "select 1", null);
        await(pg.withConnection(connection -> connection.fetch("select 2")));
        next().is(Operation.QUERY, "select 2", null);
        nothingElse();
    }

    @Test
    void anObserverThatThrowsHurtsNoCall() {
        Logger log = (Logger) LoggerFactory.getLogger("io.pgnative.client.session.Observing");
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            for (String where : List.of("isActive", "capture", "started", "acquired", "stopped")) {
                PgClient pg = builder().queryObserver(new Throwing(where)).build();
                client = pg;
                assertThat(await(pg.fetchOne("select 1")).getInt(0)).as(where).isEqualTo(1);
                assertThat(await(pg.inTransaction(tx -> tx.fetchOne("select 2")))
                                .getInt(0))
                        .as(where)
                        .isEqualTo(2);
                assertThat(pg.blocking().stream("select 1").count()).as(where).isEqualTo(1);
                await(pg.close());
            }
        } finally {
            log.setLevel(before);
        }
    }

    /** Throws in one of its methods. */
    private record Throwing(String where) implements QueryObserver, QueryObservation {

        private void at(String method) {
            if (method.equals(where)) {
                throw new IllegalStateException("an observer that throws in " + where);
            }
        }

        @Override
        public boolean isActive() {
            at("isActive");
            return true;
        }

        @Override
        public @Nullable Object capture(@Nullable Object subscriber) {
            at("capture");
            return null;
        }

        @Override
        public QueryObservation started(QueryStart start) {
            at("started");
            return this;
        }

        @Override
        public void acquired(int processId, PgHost host) {
            at("acquired");
        }

        @Override
        public void stopped(QueryEnd end) {
            at("stopped");
        }
    }

    @Test
    void handlersOfFuturesRunOnTheContextOfTheCallerAsWithoutAnObserver() {
        PgClient pg = observed();
        var context = vertx.getOrCreateContext();
        var seen = io.vertx.core.Promise.<Boolean>promise();
        context.runOnContext(ignored -> {
            CURRENT.set("request");
            pg.fetch("select 1").onComplete((rows, failure) -> seen.complete(Vertx.currentContext() == context));
            CURRENT.remove();
        });
        assertThat(await(seen.future())).isTrue();
        next().is(Operation.QUERY, "select 1", "request");
    }
}
