package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.run;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.SqlState;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.Message;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.Parse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first use of a statement on a connection takes one round trip when another connection has learnt of it. */
@ExtendWith(PostgresExtension.class)
class FirstUseTest {

    private static final String INSERT = "insert into item values ($1, $2)";
    private static final String SELECT = "select name from item where id = $1";

    private final Vertx vertx;
    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final List<Session> opened = new ArrayList<>();
    private PgSessionFactory client;

    FirstUseTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.proxy = RecordingProxy.start(database.host(), database.port());
        this.client = client(new Sessions(vertx));
    }

    private PgSessionFactory client(Sessions sessions) {
        return sessions.factory("localhost", proxy.port(), database.database(), database.user(), database::password);
    }

    @BeforeEach
    void tables() {
        database.execute("drop table if exists item; create table item(id int primary key, name text);"
                + "insert into item values (1, 'one')");
    }

    @AfterEach
    void close() throws Exception {
        opened.forEach(session -> await(session.close()));
        proxy.close();
    }

    private Session open() {
        Session session = await(new Sessions(vertx).open(client));
        opened.add(session);
        proxy.clear();
        return session;
    }

    /** A session that meets, on its connection, a statement for the first time that another has run. */
    private Session openAfter(String sql, @Nullable Object... args) {
        fetch(open(), sql, args);
        return open();
    }

    private List<String> sent() {
        return proxy.frontend().stream()
                .map(Message::getClass)
                .map(Class::getSimpleName)
                .toList();
    }

    private long roundTrips() {
        return proxy.backend().stream()
                .filter(message -> message instanceof ReadyForQuery)
                .count();
    }

    private static long parsedAhead(Session session) {
        return ((PgSession) session).preparer().parsedAhead();
    }

    private static void begin(Session session) {
        await(submit(session, Requests.begin(null, "BEGIN", Request.NO_DEADLINE)));
    }

    private static String stateOf(Throwable failure) {
        return ((PgServerException) failure).sqlState();
    }

    private static AtomicInteger writesOf(Session session) {
        AtomicInteger writes = new AtomicInteger();
        ((PgSession) session).transmitter().channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                writes.incrementAndGet();
                context.write(message, promise);
            }
        });
        return writes;
    }

    // ---------------------------------------------------------------- one round trip

    @Test
    void takesOneWriteAndOneRoundTripOnASecondConnection() {
        Session first = open();
        assertThat(fetch(first, SELECT, 1).get(0).getString("name")).isEqualTo("one");
        assertThat(sent()).containsExactly("Parse", "Describe", "Sync", "Bind", "Execute", "Sync");
        assertThat(parsedAhead(first)).isZero();

        Session second = open();
        AtomicInteger writes = writesOf(second);
        assertThat(fetch(second, SELECT, 1).get(0).getString("name")).isEqualTo("one");
        assertThat(sent()).containsExactly("Parse", "Describe", "Bind", "Execute", "Sync");
        assertThat(roundTrips()).isEqualTo(1);
        assertThat(writes).hasValue(1);
        assertThat(proxy.awaitFrontend(Parse.class).parameterTypeOids()).containsExactly(23);

        proxy.clear();
        assertThat(fetch(second, SELECT, 1).get(0).getString("name")).isEqualTo("one");
        assertThat(sent()).containsExactly("Bind", "Execute", "Sync");
        assertThat(parsedAhead(second)).isEqualTo(1);
        assertThat(second.statementCacheFigures()).isEqualTo(new Session.StatementCacheFigures(1, 1, 0, 1));
    }

    @Test
    void takesOneRoundTripWithTheBeginOfATransaction() {
        Session session = openAfter(INSERT, 2, "two");
        begin(session);
        fetch(session, INSERT, 3, "three");
        assertThat(sent()).containsExactly("Parse", "Bind", "Execute", "Parse", "Describe", "Bind", "Execute", "Sync");
        assertThat(roundTrips()).isEqualTo(1);
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        fetch(session, SELECT, 3);
        run(session, "rollback");
        assertThat(fetch(session, SELECT, 3)).isEmpty();
        assertThat(fetch(session, SELECT, 2)).hasSize(1);
    }

    @Test
    void doesNotRunWhenTheBeginAheadFails() {
        Session session = openAfter(INSERT, 2, "two");
        await(submit(session, Requests.begin(null, "BEGIN ISOLATION LEVEL NONSENSE", Request.NO_DEADLINE)));
        assertThat(failureOf(submit(session, query(INSERT, 3, "three"))))
                .hasMessageContaining("BEGIN ISOLATION LEVEL NONSENSE");
        await(submit(session, Requests.end(null, "ROLLBACK", Request.NO_DEADLINE)));
        assertThat(fetch(session, SELECT, 3)).isEmpty();
        fetch(session, INSERT, 4, "four");
        assertThat(fetch(session, "select count(*) from pg_prepared_statements")
                        .get(0)
                        .getLong(0))
                .isEqualTo(3);
    }

    @Test
    void takesOneRoundTripForEachUseOfWhatIsNotCached() {
        client = client(new Sessions(vertx).statementCache(0, Duration.ofSeconds(300)));
        Session session = open();
        fetch(session, INSERT, 2, "two");
        proxy.clear();
        fetch(session, INSERT, 3, "three");
        fetch(session, INSERT, 4, "four");
        assertThat(roundTrips()).isEqualTo(2);
        proxy.clear();
        begin(session);
        fetch(session, INSERT, 5, "five");
        assertThat(sent()).containsExactly("Parse", "Bind", "Execute", "Parse", "Describe", "Bind", "Execute", "Sync");
        fetch(session, INSERT, 6, "six");
        run(session, "rollback");
        assertThat(fetch(session, "select id from item order by id").stream().map(row -> row.getInt(0)))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatIsNotCachedBeginsTransactionsAlsoWhenNothingIsKnownOfIt() {
        client = client(new Sessions(vertx).statementCache(0, Duration.ofSeconds(300)));
        Session session = open();
        begin(session);
        fetch(session, INSERT, 2, "two");
        run(session, "rollback");
        begin(session);
        await(submit(
                session,
                Requests.batch(null, "insert into item values ($1)", List.of(List.of(3)), Request.NO_DEADLINE)));
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        run(session, "rollback");
        assertThat(fetch(session, "select id from item")).hasSize(1);
        await(submit(
                session,
                Requests.batch(
                        null, "insert into item values ($1)", List.of(List.of(4), List.of(5)), Request.NO_DEADLINE)));
        await(submit(session, Requests.batch(null, "insert into item values ($1)", List.of(), Request.NO_DEADLINE)));
        assertThat(fetch(session, "select id from item")).hasSize(3);
        assertThat(failureOf(submit(
                        session,
                        Requests.batch(
                                null,
                                "insert into item values ($1)",
                                List.of(List.of(6), List.of(4)),
                                Request.NO_DEADLINE))))
                .hasMessageContaining("row 1 of the batch");
    }

    @Test
    void keepsTheStatementWhoseExecutionFails() {
        Session session = openAfter(INSERT, 2, "two");
        assertThat(stateOf(failureOf(submit(session, query(INSERT, 2, "again")))))
                .isEqualTo(SqlState.UNIQUE_VIOLATION);
        assertThat(roundTrips()).isEqualTo(1);
        proxy.clear();
        fetch(session, INSERT, 3, "three");
        assertThat(sent()).containsExactly("Bind", "Execute", "Sync");
        assertThat(session.statementCacheFigures().size()).isEqualTo(1);
    }

    @Test
    void keepsTheStatementWhoseBindFails() {
        database.execute("create type size as enum ('small', 'large')");
        String sql = "select $1::int8, $2::size";
        Session session = openAfter(sql, 1L, "small");
        assertThat(stateOf(failureOf(submit(session, query(sql, 1L, "huge")))))
                .isEqualTo(SqlState.INVALID_TEXT_REPRESENTATION);
        assertThat(roundTrips()).isEqualTo(1);
        proxy.clear();
        assertThat(fetch(session, sql, 6L, "large").get(0).getString(1)).isEqualTo("large");
        assertThat(sent()).containsExactly("Bind", "Execute", "Sync");
    }

    @Test
    void givesAStatementUpThatIsEvictedWhileItsCacheIsFull() {
        client = client(new Sessions(vertx).statementCache(2, Duration.ofSeconds(300)));
        Session first = open();
        IntStream.range(0, 5).forEach(i -> fetch(first, "select " + i));
        Session second = open();
        for (int round = 0; round < 2; round++) {
            IntStream.range(0, 5)
                    .forEach(i -> assertThat(fetch(second, "select " + i).get(0).getInt(0))
                            .isEqualTo(i));
        }
        assertThat(roundTrips()).isEqualTo(10);
        assertThat(fetch(second, "select count(*) from pg_prepared_statements")
                        .get(0)
                        .getLong(0))
                .isEqualTo(2);
        assertThat(second.statementCacheFigures()).isEqualTo(new Session.StatementCacheFigures(0, 11, 9, 2));
    }

    @Test
    void doesNotWaitForWhatIsBeingParsed() {
        Session session = openAfter(SELECT, 1);
        List<Future<Rows>> all = IntStream.range(0, 20)
                .mapToObj(i -> submit(
                        session,
                        query(i % 5 == 4 ? "select 'one'" : SELECT, i % 5 == 4 ? new Object[0] : new Object[] {1})))
                .toList();
        all.forEach(each -> assertThat(await(each).get(0).getString(0)).isEqualTo("one"));
        proxy.clear();
        fetch(session, SELECT, 1);
        assertThat(sent()).containsExactly("Bind", "Execute", "Sync");
        assertThat(session.statementCacheFigures().size()).isEqualTo(2);
        assertThat(database.backends("hostile-test")).isEqualTo(2);
    }

    @Test
    void runsWhatMustNotRunInATransactionBlock() {
        Session session = openAfter("vacuum item");
        assertThat(fetch(session, "vacuum item").result().tag()).isEqualTo("VACUUM");
        assertThat(parsedAhead(session)).isEqualTo(1);
    }

    @Test
    void refusesACopyAsEver() {
        fetch(open(), SELECT, 1);
        Session first = open();
        assertThat(failureOf(submit(first, query("copy item to stdout")))).hasMessageContaining("COPY TO STDOUT");
        Session second = open();
        Future<Rows> copy = submit(second, query("copy item from stdin"));
        Future<Rows> next = submit(second, query(SELECT, 1));
        assertThat(failureOf(copy)).hasMessageContaining("COPY FROM STDIN");
        assertThat(await(next)).hasSize(1);
        Session third = open();
        copy = submit(third, query("copy item from stdin"));
        next = submit(third, query(SELECT, 1));
        assertThat(failureOf(copy)).hasMessageContaining("COPY FROM STDIN");
        assertThat(await(next)).hasSize(1);
        assertThat(parsedAhead(third)).isEqualTo(2);
    }

    /** Giving the types that the server had inferred itself must not make it mean something else. */
    @Test
    void meansTheSameWithTheTypesGivenAsWithoutThem() {
        database.execute("create domain positive as int check (value > 0); create type mood as enum ('sad', 'ok');"
                + "create table kinds(a varchar(3), b char(4), c numeric(5,2), d positive, e mood, f int[], g \"char\","
                + " h name, i timestamptz, j regclass)");
        List<List<Object>> statements = List.of(
                List.of("select $1", "x"),
                List.of("select coalesce($1, 1)", 2),
                List.of("select coalesce($1, 'a') || $2", "x", "y"),
                List.of("select id from item where id = $1 or $1 is null", 1),
                List.of("select date '2020-01-05' - $1", java.time.LocalDate.of(2020, 1, 1)),
                List.of("select $1 union all select 1.5", new java.math.BigDecimal("2.50")),
                List.of("select case when id = $1 then $2 else name end from item", 1, "z"),
                List.of("select * from item where id = any($1)", (Object) new Integer[] {1, 2}),
                List.of("select * from (values ($1), (2)) v", 1),
                List.of(
                        "select round($1, 2), length($2), $3 + 1, $4 like 'a%'",
                        new java.math.BigDecimal("1.005"), "abc", 2, "ab"),
                List.of(
                        "insert into kinds(a, b, c) values ($1, $2, $3) returning *",
                        "abc",
                        "ab",
                        new java.math.BigDecimal("1.005")),
                List.of("insert into kinds(d, e) values ($1, $2) returning *", 7, "ok"),
                List.of("insert into kinds(g, h, j) values ($1, $2, $3) returning h, j", "g", "n", "item"),
                List.of("insert into kinds(f) values ($1), ('{1}') returning f", (Object) new Integer[] {1, 2}),
                List.of("update kinds set c = c + $1 where a = $2 returning c", new java.math.BigDecimal("1.1"), "abc"),
                List.of("select generate_series(1, $1) limit $2", 10, 3L),
                List.of("select e from kinds where e = $1 limit 1", "ok"),
                List.of("show search_path"),
                List.of("explain (costs off) select * from item where id = $1", 1),
                List.of(""));
        Session first = open();
        Session second = open();
        for (List<Object> each : statements) {
            String sql = (String) each.get(0);
            @Nullable Object[] args = each.subList(1, each.size()).toArray();
            Rows classical = fetch(first, sql, args);
            Rows ahead = fetch(second, sql, args);
            assertThat(ahead.columns()).as(sql).isEqualTo(classical.columns());
            if (!sql.startsWith("update")) {
                assertThat(values(ahead)).as(sql).isEqualTo(values(classical));
            }
            assertThat(ahead.result()).as(sql).isEqualTo(classical.result());
        }
        assertThat(parsedAhead(second)).isEqualTo(statements.size());
        assertThat(second.statementCacheFigures().size()).isEqualTo(statements.size());
    }

    private static List<List<String>> values(Rows rows) {
        List<List<String>> values = new ArrayList<>();
        for (Row row : rows) {
            values.add(IntStream.range(0, rows.columns().size())
                    .mapToObj(i -> row.isNull(i) ? "null" : row.getString(i))
                    .toList());
        }
        return values;
    }

    // ---------------------------------------------------------------- what was learnt is not true

    @Test
    void asksFirstWhenAnArgumentDoesNotFit() {
        Session session = openAfter(SELECT, 1);
        assertThat(failureOf(submit(session, query(SELECT, "one"))))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1 of type int4");
        assertThat(failureOf(submit(session, query(INSERT, 1)))).hasMessageContaining("takes 2 arguments");
        assertThat(sent()).doesNotContain("Bind");
        assertThat(fetch(session, SELECT, 1)).hasSize(1);
        assertThat(parsedAhead(session)).isZero();
    }

    @Test
    void readsAColumnWhoseTypeHasChangedSince() {
        Session session = openAfter("select * from item where name = $1", "one");
        database.execute("alter table item alter id type bigint, alter name type varchar(10)");
        Row row = fetch(session, "select * from item where name = $1", "one").get(0);
        assertThat(row.getLong("id")).isEqualTo(1);
        assertThat(row.get("id", Object.class)).isInstanceOf(Long.class);
        assertThat(roundTrips()).isEqualTo(1);
        database.execute("alter table item add more uuid default '00000000-0000-0000-0000-000000000007'");
        Session third = open();
        assertThat(fetch(third, "select * from item where name = $1", "one")
                        .get(0)
                        .get("more", UUID.class))
                .isEqualTo(new UUID(0, 7));
        assertThat(fetch(session, "select * from item where name = $1", "one").columns())
                .hasSize(3);
    }

    @Test
    void readsManyRowsWithOtherColumnsThanWereLearnt() {
        database.execute("insert into item select g, 'n' || g from generate_series(2, 3000) g");
        Session session = openAfter("select * from item order by id");
        database.execute("alter table item add more int default 7");
        Rows rows = fetch(session, "select * from item order by id");
        assertThat(roundTrips()).isEqualTo(1);
        assertThat(rows).hasSize(3000);
        assertThat(rows).allSatisfy(row -> assertThat(row.getInt("more")).isEqualTo(7));
        assertThat(rows.get(2999).getString("name")).isEqualTo("n3000");
    }

    @Test
    void asksAgainWhenTheServerRefusesTheNumberOfResultFormats() {
        String sql = "select *, null::aclitem from item where id = $1";
        Session session = openAfter(sql, 1);
        database.execute("alter table item add more int default 7");
        Rows rows = fetch(session, sql, 1);
        assertThat(rows.get(0).getInt("more")).isEqualTo(7);
        assertThat(rows.columns()).hasSize(4);
        assertThat(sent())
                .containsExactly(
                        "Parse",
                        "Describe",
                        "Bind",
                        "Execute",
                        "Sync", //
                        "Close",
                        "Parse",
                        "Describe",
                        "Sync",
                        "Bind",
                        "Execute",
                        "Sync");
        proxy.clear();
        fetch(session, sql, 1);
        assertThat(sent()).containsExactly("Bind", "Execute", "Sync");
    }

    @Test
    void tellsThatRowsCannotBeReadThatCameInTheFormatOfAnotherType() {
        String sql = "update item set id = id + 1 where id = $1 returning name";
        database.execute("create type label as enum ('one', 'two')");
        Session session = openAfter(sql, 1);
        database.execute("alter table item alter name type label using name::label");
        assertThat(failureOf(submit(session, query(sql, 2))))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("the statement has run, but its rows cannot be read");
        assertThat(fetch(session, sql, 3).get(0).getString(0)).isEqualTo("one");
        assertThat(fetch(open(), sql, 4).get(0).getString(0)).isEqualTo("one");
        assertThat(fetch(open(), sql, 5).get(0).getString(0)).isEqualTo("one");
        database.execute("drop table item; drop type label");
    }

    @Test
    void asksAgainWhenAParameterHasAnotherType() {
        Session session = openAfter("select name from item where name = $1", "one");
        database.execute("alter table item alter name type int using 1");
        assertThat(fetch(session, "select name from item where name = $1", 1)
                        .get(0)
                        .getInt(0))
                .isEqualTo(1);
        Session third = open();
        assertThat(fetch(third, "select name from item where name = $1", 1)).hasSize(1);
    }

    @Test
    void asksAgainWhenTheTypeGivenIsRefused() {
        Session session = openAfter("select id from item where id = $1", 1);
        database.execute("alter table item alter id type text");
        assertThat(failureOf(submit(session, query("select id from item where id = $1", 1))))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1 of type text");
        assertThat(fetch(session, "select id from item where id = $1", "1")
                        .get(0)
                        .getString(0))
                .isEqualTo("1");
        assertThat(parsedAhead(session)).isEqualTo(1);
    }

    @Test
    void tellsTheServersErrorInATransactionAndIsRightAfterIt() {
        Session session = openAfter("select id from item where id = $1", 1);
        database.execute("alter table item alter id type text");
        begin(session);
        assertThat(stateOf(failureOf(submit(session, query("select id from item where id = $1", 1)))))
                .isEqualTo("42883");
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
        assertThat(stateOf(failureOf(submit(session, query("select id from item where id = $1", "1")))))
                .isEqualTo(SqlState.IN_FAILED_SQL_TRANSACTION);
        run(session, "rollback");
        assertThat(fetch(session, "select id from item where id = $1", "1")).hasSize(1);
    }

    @Test
    void asksAgainWhenATypeWasMadeAnew() {
        database.execute("create type level as enum ('low', 'high'); create table step(l level)");
        Session session = openAfter("insert into step values ($1) returning l", "low");
        database.execute("drop table step; drop type level; create type level as enum ('low', 'high');"
                + "create table step(l level)");
        assertThat(fetch(session, "insert into step values ($1) returning l", "high")
                        .get(0)
                        .getString(0))
                .isEqualTo("high");
        assertThat(database.query("select count(*) from step")).isEqualTo("1");
        database.execute("drop table step; drop type level");
    }

    @Test
    void tellsOfATableThatIsGone() {
        Session session = openAfter(SELECT, 1);
        database.execute("drop table item");
        assertThat(stateOf(failureOf(submit(session, query(SELECT, 1))))).isEqualTo("42P01");
        begin(session);
        assertThat(stateOf(failureOf(submit(session, query(SELECT, 1))))).isEqualTo("42P01");
        run(session, "rollback");
        tables();
        assertThat(fetch(session, SELECT, 1)).hasSize(1);
        assertThat(session.statementCacheFigures().size()).isEqualTo(1);
    }

    @Test
    void isRightWhereTheSearchPathMakesTheSameTextMeanOtherTables() {
        database.execute("create schema if not exists a; create schema if not exists b;"
                + "create table a.thing(v int); create table b.thing(v text)");
        Session first = open();
        Session second = open();
        run(first, "set search_path = a");
        run(second, "set search_path = b");
        String insert = "insert into thing values ($1) returning v";
        assertThat(fetch(first, insert, 1).get(0).getInt(0)).isEqualTo(1);
        assertThat(fetch(second, insert, "01").get(0).getString(0)).isEqualTo("01");
        String select = "select v from thing where v = $1";
        begin(first);
        assertThat(fetch(first, select, 1).get(0).getInt(0)).isEqualTo(1);
        assertThat(fetch(second, select, "01").get(0).getString(0)).isEqualTo("01");
        run(first, "commit");
        Session third = open();
        run(third, "set search_path = a");
        assertThat(fetch(third, select, 1).get(0).getInt(0)).isEqualTo(1);
        database.execute("drop schema a cascade; drop schema b cascade");
    }

    @Test
    void isRightWhereTemporaryTablesMakeTheSameTextMeanOtherTables() {
        Session first = open();
        Session second = open();
        run(first, "create temp table scratch(v int, w int)");
        run(second, "create temp table scratch(v text, w uuid)");
        String insert = "insert into scratch(v) values ($1) returning *";
        String select = "select * from scratch where v = $1";
        assertThat(fetch(first, insert, 1).get(0).getInt(0)).isEqualTo(1);
        assertThat(fetch(second, insert, "01").get(0).getString("v")).isEqualTo("01");
        assertThat(fetch(second, select, "01").get(0).getString("v")).isEqualTo("01");
        assertThat(fetch(first, select, 1).get(0).getInt("v")).isEqualTo(1);
        Session third = open();
        run(third, "create temp table scratch(v int8, w text, x xid8)");
        Rows rows = fetch(third, insert, 5L);
        assertThat(rows.get(0).getLong("v")).isEqualTo(5);
        assertThat(rows.columns()).hasSize(3);
        assertThat(rows.get(0).isNull("x")).isTrue();
    }

    @Test
    void doesNotRepeatAfterAnErrorThatSaysNothingOfTheStatement() {
        Session session = openAfter(SELECT, 1);
        run(session, "set lock_timeout = '20ms'");
        Session locker = open();
        run(locker, "begin; lock table item in access exclusive mode");
        proxy.clear();
        assertThat(stateOf(failureOf(submit(session, query(SELECT, 1))))).isEqualTo("55P03");
        assertThat(sent()).containsExactly("Parse", "Describe", "Bind", "Execute", "Sync");
        run(locker, "rollback");
        proxy.clear();
        assertThat(fetch(session, SELECT, 1)).hasSize(1);
        assertThat(roundTrips()).isEqualTo(1);
    }

    @Test
    void asksAgainWhenADescriptionHasLivedItsLife() {
        client = client(new Sessions(vertx).statementCache(50, Duration.ofNanos(1)));
        Session session = openAfter(SELECT, 1);
        fetch(session, SELECT, 1);
        assertThat(sent()).containsExactly("Parse", "Describe", "Sync", "Bind", "Execute", "Sync");
    }

    @Test
    @DisplayName("A060: a result that has changed fails a transaction, and is right after it")
    void aChangedResultFailsATransaction() {
        String sql = "select * from item";
        Session session = open();
        fetch(session, sql);
        database.execute("alter table item add more int");
        begin(session);
        assertThat(stateOf(failureOf(submit(session, query(sql))))).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED);
        run(session, "rollback");
        begin(session);
        assertThat(fetch(session, sql).columns()).hasSize(3);
        run(session, "rollback");
    }

    @Test
    @DisplayName("A061: a result that has changed for one connection is asked for by the others, also in a transaction")
    void aChangeThatOneConnectionHasSeenReachesTheOthers() {
        String sql = "select * from item";
        List<Session> all = List.of(open(), open(), open());
        all.forEach(session -> fetch(session, sql));
        fetch(all.get(1), SELECT, 1);
        database.execute("alter table item add more int");
        assertThat(fetch(all.get(0), sql).columns()).hasSize(3);
        for (Session session : all.subList(1, 3)) {
            proxy.clear();
            begin(session);
            assertThat(fetch(session, sql).columns()).hasSize(3);
            assertThat(roundTrips()).isEqualTo(1);
            run(session, "rollback");
        }
        proxy.clear();
        fetch(all.get(1), SELECT, 1);
        assertThat(sent()).containsExactly("Bind", "Execute", "Sync");
    }

    @Test
    void preparesAgainWhatTheServerHasForgotten() {
        Session session = openAfter(SELECT, 1);
        fetch(session, SELECT, 1);
        run(session, "deallocate all");
        assertThat(fetch(session, SELECT, 1)).hasSize(1);
        assertThat(fetch(session, "deallocate all").result().tag()).isEqualTo("DEALLOCATE ALL");
        assertThat(fetch(session, SELECT, 1)).hasSize(1);
    }
}
