package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.Row;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PgBouncer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.Rounds;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Sync;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Through a PgBouncer in transaction mode, whose server connections take turns. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PoolerTest {

    private static final int SERVERS = 3;

    private static @Nullable PgBouncer started;

    private final Vertx vertx;
    private final TestDatabase database;
    private final List<PgClient> clients = new ArrayList<>();

    PoolerTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @BeforeAll
    static void start(TestDatabase database) {
        database.execute("""
                create type mood as enum ('calm', 'wild');
                create table pooled_item (id int primary key, name text, moods mood[], at timestamptz default now());
                create table pooled_copy (id int, name text)""");
        started = PgBouncer.start(database, SERVERS);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static PgBouncer bouncer() {
        if (started == null) {
            throw new IllegalStateException("no pooler");
        }
        return started;
    }

    @AfterEach
    void close() {
        clients.forEach(pg -> await(pg.close(Duration.ofSeconds(5))));
    }

    private PgClientBuilder builder() {
        return PgClient.builder(vertx)
                .environment(false)
                .dsn(bouncer().dsn())
                .poolerMode(PoolerMode.TRANSACTION)
                .poolAcquireTimeout(Duration.ofSeconds(20));
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient pg = builder.build();
        clients.add(pg);
        return pg;
    }

    private PgClient through(RecordingProxy proxy) {
        return built(builder().host(proxy.host()).port(proxy.port()).poolMaxSize(1));
    }

    private static Future<Integer> backend(PgClient pg) {
        return pg.fetchOne(Integer.class, "select pg_backend_pid()");
    }

    // ---------------------------------------------------------------- statements

    @Test
    @DisplayName("F81: every verb works while the server connection changes from one transaction to the next")
    void runsEverythingWhileTheServerChanges() {
        database.execute("truncate pooled_item; truncate pooled_copy");
        PgClient pg = built(builder().poolMaxSize(4));
        Set<Integer> servers = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 6; round++) {
            int first = round * 10;
            assertThat(await(pg.execute(
                            "insert into pooled_item values ($1, $2, $3)",
                            first,
                            "b\u00fccher",
                            List.of("calm", "wild"))))
                    .isEqualTo(new CommandResult("INSERT 0 1", 1));
            await(pg.executeMany(
                    "insert into pooled_item (id, name) values ($1, $2)",
                    List.of(List.of(first + 1, "one"), List.of(first + 2, "two"))));
            Row row = await(pg.fetchOne("select name, moods, at from pooled_item where id = $1", first));
            assertThat(row.getString(0)).isEqualTo("b\u00fccher");
            assertThat(row.get(1, String[].class)).containsExactly("calm", "wild");
            assertThat(row.get(2, OffsetDateTime.class)).isAfter(OffsetDateTime.parse("2001-01-01T00:00:00Z"));
            assertThat(await(pg.fetchMany(
                            "select id from pooled_item where id = $1", List.of(List.of(first), List.of(first + 2)))))
                    .hasSize(2);
            assertThat(Collected.all(pg.sql("select generate_series(1, :n)").bind("n", 250).fetchSize(50).stream())
                            .next(250))
                    .hasSize(250);
            Integer sum = await(pg.inTransaction(tx -> tx.execute("set local search_path to pg_catalog")
                    .compose(set -> tx.cursor("select generate_series(1, $1::int)", 30))
                    .compose(cursor -> cursor.fetch(10).compose(some -> cursor.fetch(20)))
                    .compose(rows -> tx.inTransaction(
                            inner -> inner.fetchOne(Integer.class, "select $1::int + $2", rows.size(), 1)))));
            assertThat(sum).isEqualTo(21);
            await(pg.copyIn("pooled_copy").columns("id", "name").rows(List.of(List.of(first, "copied"))));
            assertThat(Collected.all(pg.copyOut("select name from pooled_copy where id = $1", first)
                                    .rows())
                            .next()
                            .getString(0))
                    .isEqualTo("copied");
            await(pg.withConnection(connection -> connection
                    .prepare("select $1::int + pg_backend_pid() - pg_backend_pid()")
                    .compose(own -> own.fetchOne(Integer.class, 1)
                            .compose(one -> backend(pg))
                            .compose(other -> own.fetchOne(Integer.class, 2))
                            .onSuccess(two -> assertThat(two).isEqualTo(2))
                            .compose(two -> own.explain(3))
                            .compose(plan -> own.close()))));
            servers.add(await(backend(pg)));
        }
        assertThat(servers).as("server connections that had their turn").hasSizeGreaterThan(1);
        assertThat(await(pg.fetchValue(Long.class, "select count(*) from pooled_item")))
                .contains(18L);
    }

    @Test
    @DisplayName("F81: each flight brings its statement along, ends with one Sync, and nothing has a name")
    void reliesOnNoStatementOverTwoFlights() {
        database.execute("truncate pooled_item");
        try (RecordingProxy proxy =
                RecordingProxy.start(bouncer().host(), bouncer().port())) {
            PgClient pg = through(proxy);
            for (int i = 0; i < 3; i++) {
                int id = i;
                await(pg.fetchOne("select $1::int", id));
                await(pg.executeMany("insert into pooled_item (id) values ($1)", List.of(List.of(id))));
                await(pg.inTransaction(
                        tx -> tx.fetchOne("select $1::int8", id).compose(row -> tx.fetchOne("select $1::int8", id))));
                await(pg.withConnection(
                        connection -> connection.prepare("select $1::text").compose(own -> own.fetchOne("a")
                                .compose(row -> own.fetchOne("b")))));
            }
            List<FrontendMessage> sent = proxy.frontend();
            assertThat(sent).filteredOn(Bind.class::isInstance).hasSizeGreaterThan(15);
            Set<String> parsed = new HashSet<>();
            for (FrontendMessage message : sent) {
                if (message instanceof Parse parse) {
                    assertThat(parse.statement()).isEmpty();
                    parsed.add(parse.statement());
                } else if (message instanceof Bind bind) {
                    assertThat(parsed).as("parsed in the flight of " + bind).contains(bind.statement());
                } else if (message instanceof Sync) {
                    parsed.clear();
                }
            }
        }
    }

    @Test
    @DisplayName("F81: a table that changes under statements in use is noticed, whoever has parsed them")
    void noticesChangedTables() {
        database.execute("create table if not exists pooled_change (id int); truncate pooled_change;"
                + " insert into pooled_change values (1)");
        PgClient pg = built(builder());
        for (int i = 0; i < 2 * SERVERS; i++) {
            assertThat(await(pg.fetchOne("select * from pooled_change where id = $1", 1))
                            .columns())
                    .hasSize(1);
        }
        database.execute("alter table pooled_change add name text default 'new'");
        for (int i = 0; i < 2 * SERVERS; i++) {
            assertThat(await(pg.fetchOne("select * from pooled_change where id = $1", 1))
                            .getString("name"))
                    .isEqualTo("new");
        }
        database.execute("alter table pooled_change alter id type text; update pooled_change set id = 'x'");
        for (int i = 0; i < 2 * SERVERS; i++) {
            assertThat(await(pg.fetchOne("select * from pooled_change where id = $1", "x"))
                            .getString("name"))
                    .isEqualTo("new");
        }
    }

    @Test
    @DisplayName("F81: many callers on few server connections each get their own answer, sent behind each other or not")
    void keepsAnswersApart() {
        PgClient pg = built(builder().poolMaxSize(8));
        List<Future<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 64; caller++) {
            String token = "caller " + caller;
            callers.add(Rounds.of(10, () -> pg.fetchOne("select $1::text, pg_backend_pid()", token)
                    .onSuccess(row -> assertThat(row.getString(0)).isEqualTo(token))));
        }
        await(Future.all(callers));
    }

    @Test
    @DisplayName("F80: eight clients agree on the names of statements, and none sees that the server has lost them")
    void agreesOnNames() {
        List<Set<String>> names = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            // Without the pooler: it learns to track names in version 1.21 only.
            try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
                PgClient pg = built(PgClient.builder(vertx)
                        .environment(false)
                        .dsn(database.dsn())
                        .host(proxy.host())
                        .port(proxy.port())
                        .poolerMode(PoolerMode.TRANSACTION)
                        .statementMode(StatementMode.NAMED)
                        .poolMaxSize(1));
                for (int i = 0; i < 3; i++) {
                    assertThat(await(pg.fetchOne(Integer.class, "select $1::int4 + 1", i)))
                            .isEqualTo(i + 1);
                    assertThat(await(pg.fetchOne("select 'shared'")).getString(0))
                            .isEqualTo("shared");
                    // As after RECONNECT: the next server connection knows nothing of them.
                    await(pg.execute("do $$ begin execute 'deallocate all'; end $$"));
                }
                names.add(Set.copyOf(proxy.frontend().stream()
                        .filter(Parse.class::isInstance)
                        .map(message -> ((Parse) message).statement())
                        .toList()));
            }
        }
        assertThat(names.get(0)).hasSize(2).allMatch(name -> name.startsWith("pgn_"));
        assertThat(names).allMatch(names.get(0)::equals);
    }

    // ---------------------------------------------------------------- sessions

    @Test
    @DisplayName("F82: the server connection of one connection changes, and nothing is sent to reset it")
    void assumesNoSession() {
        try (RecordingProxy proxy =
                RecordingProxy.start(bouncer().host(), bouncer().port())) {
            PgClient pg = through(proxy);
            Set<Integer> backends = new HashSet<>();
            await(pg.withConnection(connection -> Rounds.of(4 * SERVERS, () -> connection
                            .fetchOne(Integer.class, "select pg_backend_pid()")
                            .onSuccess(backends::add))
                    .compose(done -> connection.execute("set timezone to 'Asia/Tokyo'"))
                    .compose(set -> connection.reset())));
            assertThat(backends).hasSizeGreaterThan(1);
            await(backend(pg));
            await(pg.close(Duration.ofSeconds(5)));
            assertThat(proxy.frontend())
                    .filteredOn(Query.class::isInstance)
                    .containsExactly(new Query("set timezone to 'Asia/Tokyo'"));
        }
    }

    @Test
    @DisplayName("F82: what the server reports may change with the transaction, and values are read right")
    void livesWithChangingParameters() {
        PgClient tokyo = built(builder().poolMaxSize(1).parameter("TimeZone", "Asia/Tokyo"));
        PgClient lima = built(
                builder().poolMaxSize(1).parameter("TimeZone", "America/Lima").applicationName("lima"));
        for (int i = 0; i < 2 * SERVERS; i++) {
            for (PgClient pg : List.of(tokyo, lima)) {
                String zone = String.valueOf(pg.options().parameters().get("TimeZone"));
                assertThat(await(pg.fetchOne(String.class, "select current_setting('TimeZone')")))
                        .isEqualTo(zone);
                assertThat(await(pg.fetchOne(OffsetDateTime.class, "select timestamptz '2026-01-01 00:00+00'"))
                                .toInstant())
                        .hasToString("2026-01-01T00:00:00Z");
            }
        }
        Map<String, String> settings =
                await(lima.withConnection(connection -> Future.succeededFuture(connection.settings())));
        assertThat(settings).containsEntry("TimeZone", "America/Lima").containsEntry("application_name", "lima");
    }

    @Test
    @DisplayName("F82: a check of idle connections and a rollback of what was left open need no session")
    void checksAndRollsBack() {
        PgClient pg = built(builder().poolMaxSize(1).poolValidateAfterIdle(Duration.ZERO));
        await(pg.execute("begin"));
        TransactionStatus status =
                await(pg.withConnection(connection -> Future.succeededFuture(connection.transactionStatus())));
        assertThat(status).isEqualTo(TransactionStatus.IDLE);
        assertThat(await(pg.fetchOne(Integer.class, "select 1"))).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "F82: with pooler-mode=transaction what needs a session of its own is refused, with the option and the way out")
    void refusesWhatNeedsASession() {
        PgClient pg = built(builder().poolMaxSize(1));
        refused(() -> await(pg.listen("orders", message -> {})), "LISTEN");
        refused(() -> pg.blocking().listen(ListenOptions.channels("orders")), "LISTEN");
        refused(() -> pg.reactive().listen("orders").blockFirst(Duration.ofSeconds(20)), "LISTEN");
        assertThat(Collected.all(pg.listen(ListenOptions.channels("orders"))).failed())
                .isInstanceOf(PgMisuseException.class);
        await(pg.withConnection(connection -> {
            Future<?> listening = connection.listen("orders", message -> {});
            Future<?> cursor = connection.cursor(CursorOptions.defaults().withHold(), "select 1");
            Future<?> named = connection.prepare("select 1", "mine");
            return Future.join(listening, cursor, named).otherwiseEmpty().onComplete(done -> {
                refused(listening.cause(), "LISTEN");
                refused(cursor.cause(), "WITH HOLD");
                refused(named.cause(), "a name of one's own");
            });
        }));
        assertThat(failureOf(pg.inTransaction(
                        tx -> tx.cursor(CursorOptions.defaults().withHold(), "select 1"))))
                .isInstanceOf(PgMisuseException.class);
        assertThat(await(pg.fetchOne(Integer.class, "select 1"))).isEqualTo(1);
        assertThat(pg.statistics().opened()).isEqualTo(1);
    }

    private static void refused(ThrowingCallable call, String what) {
        assertThatThrownBy(call).satisfies(failure -> refused(failure, what));
    }

    private static void refused(@Nullable Throwable failure, String what) {
        assertThat(failure)
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContainingAll(what, "pooler-mode transaction", "another client");
    }

    // ---------------------------------------------------------------- start-up

    @Test
    @DisplayName("F23: nothing is sent at the start that the pooler has to be told to ignore")
    void startsWithWhatThePoolerKnows() {
        try (RecordingProxy proxy =
                RecordingProxy.start(bouncer().host(), bouncer().port())) {
            PgClient pg = through(proxy);
            await(backend(pg));
            Map<String, String> parameters =
                    proxy.awaitFrontend(StartupMessage.class).parameters();
            assertThat(parameters.keySet()).containsExactlyInAnyOrder("user", "database", "client_encoding");
            assertThat(proxy.frontend())
                    .as("no query but the user's")
                    .filteredOn(Parse.class::isInstance)
                    .extracting(message -> ((Parse) message).query())
                    .containsOnly("select pg_backend_pid()");
        }
    }

    @Test
    @DisplayName("F23: the parameter that the pooler does not know is named")
    void namesTheParameterThatThePoolerRefuses() {
        PgClient pg = built(builder().parameter("search_path", "shop").poolAcquireTimeout(Duration.ofSeconds(1)));
        assertThat(failureOf(pg.fetch("select 1")))
                .hasMessageContaining("unsupported startup parameter: search_path")
                .hasCauseInstanceOf(PgServerException.class);
    }

    @Test
    void authenticatesBySeveralConnectionsAtOnce() {
        PgClient pg = built(builder().poolMaxSize(8));
        List<Future<Integer>> calls = IntStream.range(0, 8)
                .mapToObj(i -> pg.inTransaction(tx -> tx.fetchOne(Integer.class, "select $1::int4", i)))
                .toList();
        for (int i = 0; i < 8; i++) {
            assertThat(await(calls.get(i))).isEqualTo(i);
        }
    }
}
