package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgCursor;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgCodec;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgStatement;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgType;
import io.pgnative.client.ReactivePgStatement;
import io.pgnative.client.Row;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Statements that users prepare for themselves. */
@ExtendWith(PostgresExtension.class)
class StatementTest {

    record Item(int id, String name) {}

    private static final String NAME = "statement-test";

    private final TestDatabase database;
    private final PgClient pg;
    private final BlockingPgClient blocking;
    private final BlockingPgConnection connection;

    StatementTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .applicationName(NAME)
                .poolMaxSize(2)
                .build();
        this.blocking = pg.blocking();
        this.connection = blocking.acquire();
    }

    @BeforeEach
    void table() {
        database.execute("""
                drop table if exists item; drop domain if exists short_name; drop type if exists mood;
                create table item(id int primary key, name text);
                create domain short_name as varchar(20); create type mood as enum ('sad', 'happy');
                """);
    }

    @AfterEach
    void close() {
        connection.close();
        await(pg.close(Duration.ofSeconds(5)));
    }

    private static String stateOf(Throwable failure) {
        return ((PgServerException) failure).sqlState();
    }

    @Test
    void tellsItsTextParametersAndColumns() {
        BlockingPgStatement statement = connection.prepare("select id, name as called, $1::mood as m, $2::int[] as a,"
                + " $3::short_name as d, $4::int4range as r from item");
        assertThat(statement.sql()).startsWith("select id");
        assertThat(statement.name()).startsWith("pgn_own_");
        assertThat(statement.parameters())
                .extracting(PgType::name)
                .containsExactly("mood", "int4[]", "short_name", "int4range");
        assertThat(statement.parameters())
                .extracting(PgType::kind)
                .containsExactly(PgType.Kind.ENUM, PgType.Kind.ARRAY, PgType.Kind.DOMAIN, PgType.Kind.RANGE);
        assertThat(statement.parameters())
                .extracting(PgType::schema)
                .containsExactly("public", "pg_catalog", "public", "pg_catalog");
        assertThat(statement.parameters().get(1).oid()).isEqualTo(1007);
        assertThat(statement.columns()).extracting(Column::name).containsExactly("id", "called", "m", "a", "d", "r");
        assertThat(connection.prepare("delete from item").columns()).isEmpty();
    }

    @Test
    void runsEachVerb() {
        BlockingPgStatement insert = connection.prepare("insert into item values ($1, $2) returning *");
        assertThat(insert.execute(1, "one")).isEqualTo(new CommandResult("INSERT 0 1", 1));
        assertThat(insert.executeMany(List.of(List.of(2, "two"), new Item(3, "three")))
                        .rowCount())
                .isEqualTo(2);
        assertThat(insert.fetchMany(Item.class, List.of(List.of(4, "four"), List.of(5, "five"))))
                .containsExactly(new Item(4, "four"), new Item(5, "five"));
        assertThat(insert.fetchMany(List.of())).isEmpty();
        assertThat(insert.executeMany(JdkFlowAdapter.publisherToFlowPublisher(Flux.just(List.of(6, "six"))))
                        .rowCount())
                .isEqualTo(1);
        BlockingPgStatement select = connection.prepare("select * from item where id >= $1 order by id");
        assertThat(select.fetch(1).size()).isEqualTo(6);
        assertThat(select.fetch(Item.class, 5)).containsExactly(new Item(5, "five"), new Item(6, "six"));
        assertThat(select.fetch(Collectors.counting(), 3)).isEqualTo(4);
        assertThat(select.fetchRow(2)).get().extracting(row -> row.getInt("id")).isEqualTo(2);
        assertThat(select.fetchRow(Item.class, 9)).isEmpty();
        assertThat(select.fetchOne(6).getString("name")).isEqualTo("six");
        assertThat(select.fetchOne(Item.class, 6)).isEqualTo(new Item(6, "six"));
        assertThat(select.fetchValue(Integer.class, 4)).contains(4);
        try (Stream<Item> stream = select.stream(Item.class, 3)) {
            assertThat(stream).hasSize(4);
        }
        try (Stream<Row> stream = select.stream(6)) {
            assertThat(stream).hasSize(1);
        }
        blocking.inTransaction(tx -> {
            BlockingPgStatement inside = tx.prepare("select * from item where id >= $1 order by id");
            BlockingPgCursor cursor = inside.cursor(2);
            assertThat(cursor.fetch(Item.class, 2)).hasSize(2);
            assertThat(inside.fetchValue(Integer.class, 6)).contains(6);
            assertThat(cursor.fetch(10)).hasSize(3);
            return null;
        });
    }

    @Test
    void runsOnTheOtherFaces() {
        PgConnection futures = await(pg.acquire());
        Future<List<Item>> future = futures.prepare("insert into item values ($1, $2) returning *")
                .compose(statement -> statement.fetch(Item.class, 1, "one").eventually(statement::close));
        assertThat(await(future)).containsExactly(new Item(1, "one"));
        await(futures.close());
        Mono<List<Item>> mono = pg.reactive()
                .withConnection(reactive -> reactive.prepare("select * from item where id = $1")
                        .flatMap(statement -> statement.fetch(Item.class, 1).collectList()));
        assertThat(mono.block()).containsExactly(new Item(1, "one"));
        Mono<Long> many = pg.reactive().inTransaction(tx -> tx.prepare("insert into item values ($1, $2)")
                .flatMap(statement -> statement.executeMany(Flux.range(10, 500).map(i -> List.of(i, "x"))))
                .map(CommandResult::rowCount));
        assertThat(many.block()).isEqualTo(500);
        Mono<Void> closed = pg.reactive()
                .withConnection(reactive -> reactive.prepare("select 1").flatMap(ReactivePgStatement::close));
        closed.block();
    }

    @Test
    @DisplayName("A043: prepare does not enter the cache; a named one is usable by EXECUTE, a name that is taken fails")
    void staysOutOfTheCacheAndHasItsName() {
        String sql = "select count(*) from item where id > $1";
        BlockingPgStatement named = connection.prepare(sql, "mine");
        assertThat(named.name()).isEqualTo("mine");
        assertThat(connection.fetch("select name from pg_prepared_statements").as(String.class))
                .contains("mine");
        // The same text by the cache is another statement, and does not look for the user's own.
        connection.fetch(sql, 1);
        assertThat(connection.fetch(String.class, "select name from pg_prepared_statements where statement = $1", sql))
                .hasSize(2);
        assertThat(connection.execute("execute mine(5)").tag()).isEqualTo("SELECT 1");
        assertThatThrownBy(() -> connection.prepare("select 2", "mine"))
                .satisfies(e -> assertThat(stateOf(e)).isEqualTo("42P05"))
                .hasMessageContaining("max_prepared_statements");
        assertThat(named.fetchValue(Long.class, 1)).contains(0L);
        named.close();
        BlockingPgStatement again = connection.prepare("select 2", "mine");
        assertThat(again.fetchValue(Integer.class)).contains(2);
        assertThatThrownBy(() -> connection.prepare("select 1", "")).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> connection.prepare("select 1", "n".repeat(64)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("between 1 and 63 bytes");
    }

    @Test
    void leavesNoLockAndNoTransactionBehind() {
        connection.prepare("select * from item");
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(database.query("select state || (select count(*) from pg_locks l where l.pid = a.pid and"
                        + " l.locktype = 'relation') from pg_stat_activity a where pid = " + connection.processId()))
                .isEqualTo("idle0");
        assertThatThrownBy(() -> connection.prepare("select * from nothing_here"))
                .satisfies(e -> assertThat(stateOf(e)).isEqualTo("42P01"));
    }

    @Test
    @DisplayName("the last result is that of the last run, and none after a run that stopped at its first row")
    void tellsTheLastResult() {
        BlockingPgStatement statement = connection.prepare("select * from generate_series(1, $1)");
        assertThat(statement.lastResult()).isEmpty();
        statement.fetch(3);
        assertThat(statement.lastResult()).contains(new CommandResult("SELECT 3", 3));
        statement.fetchValue(Integer.class, 3);
        assertThat(statement.lastResult()).isEmpty();
        BlockingPgStatement division = connection.prepare("select 1 / $1::int");
        division.fetch(1);
        assertThatThrownBy(() -> division.fetch(0))
                .satisfies(e -> assertThat(stateOf(e)).isEqualTo("22012"));
        assertThat(division.lastResult()).isEmpty();
        assertThat(division.fetchValue(Integer.class, 1)).contains(1);
        for (String sql : List.of("create table made(a int)", "insert into made values (1), (2)", "drop table made")) {
            BlockingPgStatement each = connection.prepare(sql);
            CommandResult result = each.execute();
            assertThat(each.lastResult()).contains(result);
            assertThat(sql).startsWithIgnoringCase(result.tag().substring(0, 4));
        }
    }

    @Test
    @DisplayName("A037: an empty statement has no rows, prepared and direct")
    void runsAnEmptyStatement() {
        for (String empty : List.of("", ";", "-- nothing")) {
            BlockingPgStatement statement = connection.prepare(empty);
            assertThat(statement.fetch()).isEmpty();
            assertThat(statement.fetchRow()).isEmpty();
            assertThat(statement.fetchValue(String.class)).isEmpty();
            assertThat(statement.execute()).isEqualTo(new CommandResult("", 0));
            assertThat(connection.fetch(empty)).isEmpty();
            assertThat(connection.fetchRow(empty)).isEmpty();
            assertThat(connection.fetchValue(String.class, empty)).isEmpty();
        }
    }

    @Test
    @DisplayName("A035: the number of arguments is told in the singular and the plural")
    void countsArguments() {
        assertThatThrownBy(() -> connection.prepare("select 1").fetch(1))
                .isInstanceOf(PgDataException.class)
                .hasMessage("the statement takes no arguments, but 1 was given");
        assertThatThrownBy(() -> connection.prepare("select $1::int").fetch())
                .hasMessage("the statement takes 1 argument, but 0 were given");
        assertThatThrownBy(() -> connection.fetch("select $1::int, $2::int", 1))
                .hasMessage("the statement takes 2 arguments, but 1 was given");
    }

    @Test
    void refusesEverythingAfterItsEnd() {
        BlockingPgStatement closed = connection.prepare("select 1");
        closed.close();
        closed.close();
        assertThatThrownBy(closed::fetch)
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the prepared statement was closed");
        assertThatThrownBy(closed::columns).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(closed::lastResult).isInstanceOf(PgMisuseException.class);

        PgConnection other = await(pg.acquire());
        PgStatement released = await(other.prepare("select 1", "released"));
        int backend = other.processId();
        await(other.close());
        assertThat(released.fetch().failed()).isTrue();
        assertThat(released.fetch().cause())
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("given back to the pool");
        assertThatThrownBy(released::name).isInstanceOf(PgMisuseException.class);
        assertThat(await(released.close().map("closed"))).isEqualTo("closed");
        // The connection's next user does not find it.
        PgConnection next = await(pg.acquire());
        assertThat(next.processId()).isEqualTo(backend);
        assertThat(await(next.fetch("select 1 from pg_prepared_statements where name = 'released'")))
                .isEmpty();

        PgStatement lost = await(next.prepare("select 1"));
        database.execute("select pg_terminate_backend(" + backend + ", 10000)");
        assertThatThrownBy(() -> await(next.fetch("select 1"))).isInstanceOf(RuntimeException.class);
        assertThat(lost.fetch().cause())
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("its connection has ended");
        await(lost.close().map("closed"));
        await(next.close());
    }

    @Test
    void closesWhatItsUserHasCancelledBeforeItCame() {
        Mono<ReactivePgStatement> prepare =
                pg.reactive().withConnection(other -> other.prepare("select pg_sleep(0)", "left"));
        prepare.subscribe().dispose();
        for (int i = 0; i < 4; i++) {
            assertThat(pg.reactive()
                            .fetch(String.class, "select name from pg_prepared_statements where name = 'left'")
                            .collectList()
                            .block())
                    .isEmpty();
        }
    }

    @Test
    void failsEachTimeThatItsResultHasChangedAndWorksWhenItGoesBack() {
        BlockingPgStatement statement = connection.prepare("select * from item");
        database.execute("alter table item alter name type int using 0");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(statement::fetch)
                    .satisfies(e -> assertThat(stateOf(e)).isEqualTo("0A000"));
        }
        assertThatThrownBy(() -> statement.fetchMany(List.of(List.of())))
                .satisfies(e -> assertThat(stateOf(e)).isEqualTo("0A000"));
        database.execute("alter table item alter name type text");
        assertThat(statement.fetch()).isEmpty();
    }

    @Test
    void failsEachTimeAfterTheServerHasForgottenIt() {
        BlockingPgStatement statement = connection.prepare("select 1");
        connection.execute("deallocate all");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(statement::fetch)
                    .satisfies(e -> assertThat(stateOf(e)).isEqualTo("26000"))
                    .hasMessageContaining("size of the statement cache to 0");
        }
        statement.close();
        assertThat(connection.prepare("select 1").fetchValue(Integer.class)).contains(1);
    }

    @Test
    @DisplayName("A120: a prepared statement keeps its codecs when another is set; new statements have the new one")
    void keepsItsCodecs() {
        BlockingPgStatement before = connection.prepare("select $1::mood");
        connection.setTypeCodec(
                "mood",
                PgCodec.text(String.class, value -> value.substring(1, value.length() - 1), text -> "<" + text + ">"));
        assertThat(before.fetchValue(String.class, "sad")).contains("sad");
        assertThat(connection.prepare("select $1::mood").fetchValue(String.class, "<sad>"))
                .contains("<sad>");
        assertThat(before.fetchValue(String.class, "happy")).contains("happy");
    }

    @Test
    @DisplayName("A039: without a statement cache several unnamed statements live side by side, named ones as well")
    void livesWithoutAStatementCache(Vertx vertx) {
        PgClient uncached = PgClient.builder(vertx)
                .dsn(database.dsn())
                .statementCacheSize(0)
                .poolMaxSize(1)
                .build();
        try (BlockingPgConnection alone = uncached.blocking().acquire()) {
            BlockingPgStatement first = alone.prepare("select $1::int + 1");
            BlockingPgStatement second = alone.prepare("select $1::text || '!'");
            BlockingPgStatement named = alone.prepare("select 7", "seven");
            assertThat(first.name()).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThat(first.fetchValue(Integer.class, i)).contains(i + 1);
                assertThat(second.fetchValue(String.class, "a")).contains("a!");
                assertThat(named.fetchValue(Integer.class)).contains(7);
            }
            assertThat(alone.fetch(String.class, "select name from pg_prepared_statements"))
                    .containsExactly("seven");
            assertThat(second.fetchMany(String.class, List.of(List.of("x"), List.of("y"))))
                    .containsExactly("x!", "y!");
            assertThatThrownBy(() -> alone.sql("select pg_sleep(30)")
                            .timeout(Duration.ofMillis(30))
                            .fetch())
                    .isInstanceOf(PgTimeoutException.class);
            assertThat(first.fetchValue(Integer.class, 1)).contains(2);
            alone.inTransaction(tx -> {
                BlockingPgCursor cursor = tx.cursor("select * from generate_series(1, 10)");
                assertThat(cursor.fetch(4)).hasSize(4);
                assertThat(first.fetchValue(Integer.class, 1)).contains(2);
                assertThat(cursor.fetch(10)).hasSize(6);
                return null;
            });
        }
        await(uncached.close(Duration.ofSeconds(5)));
    }

    @Test
    void runsOneOfATransactionInItOnly() {
        try (BlockingPgConnection other = blocking.acquire()) {
            BlockingPgStatement kept = other.inTransaction(tx -> {
                BlockingPgStatement statement = tx.prepare("insert into item values ($1, 'x')");
                statement.execute(1);
                return statement;
            });
            assertThatThrownBy(() -> kept.execute(2))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessage("the transaction has ended");
            kept.close();
            assertThat(other.fetchValue(Long.class, "select count(*) from item"))
                    .contains(1L);
        }
    }
}
