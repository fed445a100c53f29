package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.QueryObservation;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.QueryStart;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What is told of statements that have run. */
@ExtendWith(PostgresExtension.class)
class QueryLogTest {

    private final Vertx vertx;
    private final TestDatabase database;
    private final BlockingQueue<QueryEvent> events = new LinkedBlockingQueue<>();

    QueryLogTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    private PgClientBuilder builder() {
        return PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1);
    }

    private QueryEvent next() {
        try {
            QueryEvent next = events.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("nothing was told").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private QueryEvent next(Operation operation, String sql) {
        QueryEvent event = next();
        assertThat(event.operation()).isEqualTo(operation);
        assertThat(event.sql()).isEqualTo(sql);
        return event;
    }

    @Test
    @DisplayName("each operation is told after its end, with its outcome; the client's own ones are not")
    void tellsEachOperation() {
        PgClient pg = builder().queryListener(events::add).build();
        await(pg.execute("create temp table item(id int primary key, mood text); create type mood as enum ('ok')"));
        QueryEvent script = next();
        assertThat(script.operation()).isEqualTo(Operation.SCRIPT);
        assertThat(script.tag()).isEqualTo("CREATE TYPE");
        assertThat(script.elapsed()).isPositive();
        assertThat(script.host()).isEqualTo(database.host());
        assertThat(script.port()).isEqualTo(database.port());
        assertThat(script.database()).isEqualTo(database.database());

        await(pg.execute("insert into item values ($1, $2)", 1, "secret"));
        QueryEvent insert = next(Operation.QUERY, "insert into item values ($1, $2)");
        assertThat(insert.tag()).isEqualTo("INSERT 0 1");
        assertThat(insert.rows()).isEqualTo(1);
        assertThat(insert.arguments()).isEmpty();
        assertThat(insert.batchSize()).isEqualTo(1);
        assertThat(insert.failure()).isNull();

        // The type is looked up in the catalog, which is nobody's business.
        await(pg.fetch("select 'ok'::mood from generate_series(1, 3)"));
        assertThat(next(Operation.QUERY, "select 'ok'::mood from generate_series(1, 3)")
                        .rows())
                .isEqualTo(3);

        await(pg.executeMany("insert into item values ($1, null)", List.of(List.of(2), List.of(3))));
        QueryEvent batch = next(Operation.BATCH, "insert into item values ($1, null)");
        assertThat(batch.batchSize()).isEqualTo(2);
        assertThat(batch.rows()).isEqualTo(2);

        await(pg.inTransaction(tx -> tx.fetchOne("select 1")));
        next(Operation.BEGIN, "BEGIN");
        next(Operation.QUERY, "select 1");
        assertThat(next(Operation.COMMIT, "COMMIT").tag()).isEqualTo("COMMIT");

        assertThatThrownBy(() -> await(pg.fetch("select 1/0"))).isInstanceOf(PgServerException.class);
        QueryEvent failed = next(Operation.QUERY, "select 1/0");
        assertThat(failed.failure())
                .isInstanceOfSatisfying(PgServerException.class, error -> assertThat(error.sqlState())
                        .isEqualTo("22012"));
        assertThat(failed.rows()).isZero();
        assertThat(failed.processId()).isEqualTo(insert.processId());

        assertThatThrownBy(() -> await(pg.fetch("select $1::int", "x"))).isInstanceOf(PgDataException.class);
        assertThat(next(Operation.QUERY, "select $1::int").failure()).isInstanceOf(PgDataException.class);

        assertThatThrownBy(() -> await(pg.sql("select pg_sleep(30)")
                        .timeout(Duration.ofMillis(50))
                        .fetch()))
                .isInstanceOf(PgTimeoutException.class);
        QueryEvent late = next(Operation.QUERY, "select pg_sleep(30)");
        assertThat(late.failure()).isInstanceOf(PgTimeoutException.class);
        assertThat(late.elapsed()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(20));

        PgConnection connection = await(pg.acquire());
        await(connection.listen("orders", notification -> {}));
        next(Operation.LISTEN, "LISTEN \"orders\"");
        await(connection.close());
        next(Operation.LISTEN, "UNLISTEN *");
        await(pg.close());
        assertThat(events).isEmpty();
    }

    /** What a logger says while something runs. */
    private static List<String> logged(String logger, Runnable work) {
        return eventsOf(logger, work).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static List<ILoggingEvent> eventsOf(String logger, Runnable work) {
        Logger log = (Logger) LoggerFactory.getLogger(logger);
        ListAppender<ILoggingEvent> appender = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                // Takes the logging context as it is now.
                event.prepareForDeferredProcessing();
                super.append(event);
            }
        };
        appender.start();
        log.addAppender(appender);
        try {
            work.run();
        } finally {
            log.detachAppender(appender);
        }
        return List.copyOf(appender.list);
    }

    private static List<String> slow(PgClient pg, Runnable work) {
        return logged("io.pgnative.client.slow-query", () -> {
            work.run();
            await(pg.close());
        });
    }

    @Test
    @DisplayName("S33, S34: slow statements are logged without arguments, in one line of bounded length")
    void logsSlowStatementsWithoutTheirArguments() {
        PgClient pg = builder().slowQueryThreshold(Duration.ofMillis(200)).build();
        List<String> lines = slow(pg, () -> {
                    await(pg.fetch("select 1"));
                    await(pg.fetch("select pg_sleep(0.3), $1::text", "secret\nforged"));
                    assertThatThrownBy(() ->
                                    await(pg.execute("select pg_sleep(0.3);\nselect 1/0 -- " + "x".repeat(2_000))))
                            .isInstanceOf(PgServerException.class);
                })
                .stream()
                .filter(line -> line.contains("pg_sleep"))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("\\d{3,} ms, 1 rows on .*/query_log.*, backend \\d+: select pg_sleep\\(0.3\\), \\$1::text");
        assertThat(lines.get(1))
                .contains("failed with PgServerException", "select pg_sleep(0.3); select 1/0 -- xxx")
                .endsWith("xxx ...")
                .hasSizeLessThan(1_200);
    }

    @Test
    void linesAboutAConnectionSayWhichOneInTheLoggingContext() {
        PgClient pg = builder()
                .poolName("orders")
                .slowQueryThreshold(Duration.ofMillis(1))
                .queryObserver(new Tracing())
                .build();
        List<ILoggingEvent> lines = new ArrayList<>();
        lines.addAll(eventsOf("io.pgnative.client.slow-query", () -> {
            await(pg.fetch("select pg_sleep(0.05)"));
            await(pg.fetch("select pg_sleep(0.05)"));
            MDC.put("pgnative.pool", "the caller's");
            await(pg.withConnection(connection -> connection.fetchOne("select pg_sleep(0.05)")));
        }));
        assertThat(lines).hasSize(3).allSatisfy(line -> {
            assertThat(line.getMDCPropertyMap())
                    .containsEntry("pgnative.pool", "orders")
                    .containsEntry("trace", "of the call");
            assertThat(line.getFormattedMessage())
                    .contains("backend " + line.getMDCPropertyMap().get("pgnative.pid") + ":");
        });
        assertThat(lines.stream().map(line -> line.getMDCPropertyMap().get("pgnative.connection")))
                .doesNotContainNull()
                .containsOnly(lines.get(0).getMDCPropertyMap().get("pgnative.connection"));
        assertThat(MDC.get("pgnative.pool")).isEqualTo("the caller's");
        MDC.remove("pgnative.pool");

        List<ILoggingEvent> warnings = eventsOf("io.pgnative.client.session.SessionEvents", () -> {
            PgConnection connection = await(pg.acquire());
            connection.onNotice(notice -> {});
            await(connection.close());
        });
        assertThat(warnings).singleElement().satisfies(line -> assertThat(line.getMDCPropertyMap())
                .containsEntry("pgnative.pool", "orders")
                .containsKeys("pgnative.connection", "pgnative.pid"));
        assertThat(MDC.get("pgnative.pid")).isNull();

        // Nothing of it stays on the event loop.
        Promise<@Nullable Map<String, String>> left = Promise.promise();
        pg.fetch("select 1").onComplete(done -> left.complete(MDC.getCopyOfContextMap()));
        Map<String, String> context = await(left.future());
        assertThat(context == null ? Map.of() : context).doesNotContainKey("pgnative.pid");
        await(pg.close());
    }

    /** Puts what a call belongs to into the logging context. */
    private static final class Tracing implements QueryObserver {

        @Override
        public @Nullable Object capture(@Nullable Object subscriber) {
            return null;
        }

        @Override
        public QueryObservation started(QueryStart start) {
            return new QueryObservation() {
                @Override
                public void stopped(QueryEnd end) {
                    // Not looked at.
                }

                @Override
                public void log(Runnable line) {
                    MDC.put("trace", "of the call");
                    line.run();
                    MDC.remove("trace");
                }
            };
        }
    }

    @Test
    @DisplayName("S33: arguments are logged where that was asked for")
    void logsArgumentsOnlyWhenAskedTo() {
        PgClient pg = builder()
                .slowQueryThreshold(Duration.ofMillis(1))
                .logParameters(true)
                .build();
        List<String> lines =
                slow(pg, () -> await(pg.fetch("select pg_sleep(0.05), $1::text, $2::int", "first\nsecond", null)));
        assertThat(lines).anyMatch(line -> line.endsWith("$2::int [first second, null]"));
    }

    @Test
    void warnsOfForgottenListeners() {
        PgClient pg = builder().build();
        List<String> lines = logged("io.pgnative.client.session.SessionEvents", () -> {
            PgConnection connection = await(pg.acquire());
            await(connection.listen("orders", notification -> {}));
            connection.onNotice(notice -> {});
            await(connection.close());
            PgConnection tidy = await(pg.acquire());
            await(tidy.listen("orders", notification -> {})).close();
            tidy.onNotice(notice -> {}).close();
            tidy.onClose(reason -> {});
            await(tidy.close());
            await(pg.close());
        });
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("given back with 1 listeners of channels and 1 notice handlers");
    }

    @Test
    @DisplayName("a connection tells until its registration or its use ends, and a listener that throws only logs")
    void tellsOfOneConnection() {
        PgClient pg = builder()
                .queryListener(event -> {
                    throw new IllegalStateException("a listener that throws");
                })
                .logParameters(true)
                .build();
        PgConnection connection = await(pg.acquire());
        PgRegistration registration = connection.onQuery(events::add);
        await(connection.fetchOne("select $1::text, $2::int", "a", null));
        assertThat(next(Operation.QUERY, "select $1::text, $2::int").arguments())
                .containsExactly("a", null);
        registration.close();
        await(connection.fetchOne("select 2"));
        connection.onQuery(events::add);
        await(connection.fetchOne("select 3"));
        next(Operation.QUERY, "select 3");
        await(connection.close());
        await(pg.fetchOne("select 4"));
        await(pg.close());
        assertThat(events).isEmpty();
    }
}
