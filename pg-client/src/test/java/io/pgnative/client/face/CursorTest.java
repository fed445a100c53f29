package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgCursor;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.Column;
import io.pgnative.client.CursorOptions;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgCursor;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows taken bit by bit, on all faces. */
@ExtendWith(PostgresExtension.class)
class CursorTest {

    record Step(int i) {}

    private static final String SERIES = "select i from generate_series(1, $1::int) i";

    private final TestDatabase database;
    private final PgClient client;
    private final BlockingPgClient pg;

    CursorTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(1)
                .poolAcquireTimeout(Duration.ofSeconds(30))
                .build();
        this.pg = client.blocking();
    }

    @BeforeEach
    void table() {
        pg.execute("drop table if exists item; create table item as select i from generate_series(1, 20) i");
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    private static List<Integer> ints(Rows rows) {
        return rows.stream().map(row -> row.getInt(0)).toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void takesRowsBitByBit() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor(SERIES, 10);
            assertThat(cursor.columns()).extracting(Column::name).containsExactly("i");
            assertThat(ints(cursor.fetch(3))).isEqualTo(range(1, 3));
            assertThat(tx.fetchValue(Integer.class, "select 42")).contains(42);
            assertThat(cursor.fetch(Step.class, 1)).containsExactly(new Step(4));
            assertThat(cursor.fetchRow().map(row -> row.getInt(0))).contains(5);
            assertThat(cursor.fetchRow(Integer.class)).contains(6);
            assertThat(cursor.isExhausted()).isFalse();
            assertThat(ints(cursor.fetch(100))).isEqualTo(range(7, 10));
            assertThat(cursor.isExhausted()).isTrue();
            assertThat(cursor.fetch(1)).isEmpty();
            assertThat(cursor.fetchRow()).isEmpty();
            assertThat(cursor.forward(1)).isZero();
            return null;
        });
    }

    @Test
    void goesForwardWithoutReading() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor("select * from item order by i");
            assertThat(cursor.forward(12)).isEqualTo(12);
            assertThat(ints(cursor.fetch(2))).isEqualTo(range(13, 14));
            assertThat(cursor.forward(3_000_000_000L)).isEqualTo(6);
            assertThat(cursor.isExhausted()).isTrue();
            assertThat(cursor.fetch(5)).isEmpty();
            return null;
        });
    }

    @Test
    void opensAStatementThatChangesDataAndReturnsRows() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor("delete from item where i > $1 returning i", 15);
            assertThat(cursor.fetch(2).size()).isEqualTo(2);
            assertThat(tx.fetchValue(Long.class, "select count(*) from item")).contains(15L);
            assertThat(cursor.fetch(10).size()).isEqualTo(3);
            return null;
        });
    }

    @Test
    @DisplayName("A045: a cursor outside a transaction is refused, also after a BEGIN in SQL")
    void needsATransaction() {
        try (BlockingPgConnection connection = pg.acquire()) {
            assertThatThrownBy(() -> connection.cursor("select 1"))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("needs a transaction");
            connection.execute("begin");
            assertThatThrownBy(() -> connection.cursor("select 1"))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("a BEGIN in SQL is not enough");
            connection.execute("rollback");
            assertThatThrownBy(() -> connection.execute("declare c cursor for select 1"))
                    .isInstanceOf(PgServerException.class);
            BlockingPgTransaction tx = connection.begin();
            assertThat(connection.cursor("select 7").fetchRow(Integer.class)).contains(7);
            tx.rollback();
        }
        PgConnection connection = await(client.acquire());
        assertThat(Futures.failureOf(connection.cursor("select 1"))).isInstanceOf(PgMisuseException.class);
        await(connection.close());
    }

    @Test
    @DisplayName("A046: a cursor whose rows are exhausted is closed, so that the table can be dropped")
    void isClosedWhenItIsExhausted() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor("select * from item");
            cursor.fetch(10);
            assertThatThrownBy(() -> tx.inTransaction(inner -> inner.execute("drop table item")))
                    .isInstanceOf(PgServerException.class)
                    .hasMessageContaining("being used by active queries");
            cursor.fetch(11);
            tx.execute("drop table item");
            return null;
        });
    }

    @Test
    void canBeClosedBeforeItsEnd() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor("select * from item");
            cursor.fetch(1);
            cursor.close();
            cursor.close();
            assertThat(cursor.fetch(1)).isEmpty();
            assertThat(cursor.isExhausted()).isTrue();
            tx.execute("drop table item");
            return null;
        });
    }

    @Test
    void refusesNumbersThatAreNotMoreThanZeroAtOnce() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor("select 1");
            assertThatThrownBy(() -> cursor.fetch(0))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("0");
            assertThatThrownBy(() -> cursor.fetch(Integer.class, -1)).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> cursor.forward(0)).isInstanceOf(PgMisuseException.class);
            assertThat(cursor.fetchRow(Integer.class)).contains(1);
            return null;
        });
        assertThatThrownBy(() -> CursorOptions.defaults().prefetch(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failsClearlyAfterItsTransactionAndItsConnection() {
        BlockingPgConnection connection = pg.acquire();
        BlockingPgTransaction tx = connection.begin();
        BlockingPgCursor cursor = tx.cursor("select * from item");
        tx.commit();
        assertThatThrownBy(() -> cursor.fetch(1))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("the transaction has ended");
        BlockingPgCursor held = connection.cursor(CursorOptions.defaults().withHold(), "select * from item");
        cursor.close();
        connection.close();
        assertThatThrownBy(() -> held.fetch(1))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("given back");
        assertThatThrownBy(() -> cursor.fetch(1)).isInstanceOf(PgMisuseException.class);
        held.close();
        assertThat(pg.fetchValue(Long.class, "select count(*) from pg_cursors where name <> ''"))
                .contains(0L);
    }

    @Test
    void failsWhenItsSavepointIsRolledBack() {
        BlockingPgConnection connection = pg.acquire();
        BlockingPgTransaction tx = connection.begin();
        tx.execute("savepoint by_hand");
        BlockingPgCursor cursor = tx.cursor("select * from item");
        tx.execute("rollback to savepoint by_hand");
        assertThatThrownBy(() -> cursor.fetch(1))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("34000"));
        tx.rollback();
        connection.close();
    }

    @Test
    void doesNotHideThatRowsWereLost() {
        BlockingPgConnection connection = pg.acquire();
        BlockingPgCursor cursor =
                connection.cursor(CursorOptions.defaults().withHold(), "select i from generate_series(1, 10) i");
        database.execute("select pg_cancel_backend(" + connection.processId() + ")");
        assertThat(ints(cursor.fetch(2))).isEqualTo(range(1, 2));
        connection.close();
        BlockingPgConnection other = pg.acquire();
        BlockingPgTransaction tx = other.begin();
        BlockingPgCursor failing = tx.cursor("select 1 / (3 - i) from generate_series(1, 10) i");
        assertThatThrownBy(() -> failing.fetch(5)).isInstanceOf(PgServerException.class);
        assertThatThrownBy(() -> failing.fetch(5))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("its rows are lost");
        tx.rollback();
        other.close();
    }

    @Test
    void heldOutlivesItsTransaction() {
        try (BlockingPgConnection connection = pg.acquire()) {
            BlockingPgCursor cursor = connection.inTransaction(tx -> {
                BlockingPgCursor opened = tx.cursor(
                        CursorOptions.defaults().withHold().prefetch(3),
                        "select i, 'row ' || i as name from item where i <= $1 order by i",
                        10);
                assertThat(opened.fetchRow().map(row -> row.getString("name"))).contains("row 1");
                return opened;
            });
            connection.execute("drop table item");
            assertThat(ints(cursor.fetch(2))).isEqualTo(range(2, 3));
            assertThat(cursor.forward(2)).isEqualTo(2);
            assertThat(cursor.columns()).extracting(Column::name).containsExactly("i", "name");
            try (Stream<Row> rest = cursor.stream()) {
                assertThat(rest.map(row -> row.getInt(0))).isEqualTo(range(6, 10));
            }
            assertThat(cursor.isExhausted()).isTrue();
            assertThat(connection.fetchValue(Long.class, "select count(*) from pg_cursors where is_holdable"))
                    .contains(0L);
        }
    }

    @Test
    void heldReadsColumnsAsTheyAreNow() {
        try (BlockingPgConnection connection = pg.acquire()) {
            connection.fetch("select * from item");
            database.execute("alter table item add column name text default 'new'");
            BlockingPgCursor cursor = connection.cursor(CursorOptions.defaults().withHold(), "select * from item");
            assertThat(cursor.fetchRow().map(row -> row.getString("name"))).contains("new");
        }
        pg.execute("select 1");
    }

    @Test
    void streamsWhatIsLeft() {
        pg.inTransaction(tx -> {
            BlockingPgCursor cursor = tx.cursor(CursorOptions.defaults().prefetch(3), SERIES, 10);
            cursor.fetch(2);
            try (Stream<Step> some = cursor.stream(Step.class)) {
                assertThat(some.limit(2)).containsExactly(new Step(3), new Step(4));
            }
            assertThat(tx.fetchValue(Integer.class, "select 1")).contains(1);
            assertThat(cursor.isExhausted()).isFalse();
            return null;
        });
    }

    @Test
    void worksOnTheFaceOfFutures() {
        List<Integer> all =
                await(client.inTransaction(tx -> tx.cursor(SERIES, 10).compose(cursor -> {
                    Future<Rows> first = cursor.fetch(4);
                    Future<Rows> second = cursor.fetch(4);
                    Future<Long> third = cursor.forward(1);
                    Future<List<Step>> fourth = cursor.fetch(Step.class, 4);
                    return Future.all(first, second, third, fourth).compose(done -> {
                        assertThat(ints(first.result())).isEqualTo(range(1, 4));
                        assertThat(third.result()).isEqualTo(1);
                        assertThat(fourth.result()).containsExactly(new Step(10));
                        assertThat(cursor.isExhausted()).isTrue();
                        return cursor.close().map(closed -> ints(second.result()));
                    });
                })));
        assertThat(all).isEqualTo(range(5, 8));
        PgConnection connection = await(client.acquire());
        PgTransaction tx = await(connection.begin());
        PgCursor cursor = await(tx.cursor(SERIES, 120));
        await(cursor.fetchRow());
        assertThat(Collected.all(cursor.stream(Integer.class)).completed()).isEqualTo(range(2, 120));
        await(tx.commit());
        await(connection.close());
    }

    @Test
    void worksOnTheFaceOfReactor() {
        List<Integer> taken = client.reactive()
                .inTransaction(tx -> tx.cursor(SERIES, 130).flatMap(cursor -> cursor.fetch(Integer.class, 2)
                        .concatWith(cursor.fetchRow(Integer.class))
                        .concatWith(cursor.forward(2).map(Long::intValue))
                        .concatWith(cursor.fetch(1).map(row -> row.getInt(0)))
                        .concatWith(cursor.fetchRow().map(row -> row.getInt("i")))
                        .concatWith(cursor.stream(Integer.class))
                        .collectList()
                        .delayUntil(list -> cursor.close())))
                .block();
        assertThat(taken).startsWith(1, 2, 3, 2, 6, 7, 8).endsWith(130).hasSize(4 + 125);
        assertThatThrownBy(() -> client.reactive()
                        .withConnection(connection -> connection.cursor("select 1"))
                        .block())
                .isInstanceOf(PgMisuseException.class);
    }
}
