package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows as a thread takes them. */
@ExtendWith(PostgresExtension.class)
class BlockingStreamTest {

    record Item(int id, String name) {}

    private static final String SERIES = "select i as id, 'item ' || i as name from generate_series(1, $1::int) i";

    private final Vertx vertx;
    private final PgClient client;
    private final BlockingPgClient pg;

    BlockingStreamTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(1)
                .poolAcquireTimeout(Duration.ofSeconds(30))
                .build();
        this.pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    private void assertFree() {
        assertThat(client.statistics().busy()).isZero();
        assertThat(pg.fetchOne("select 1").getInt(0)).isEqualTo(1);
    }

    @Test
    void givesAllRowsInTheServersOrder() {
        try (Stream<Row> rows = pg.stream(SERIES, 100_000)) {
            assertThat(rows.mapToInt(row -> row.getInt("id")))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 100_000).boxed().toList());
            assertFree();
        }
        try (Stream<Item> rows = pg.stream(Item.class, SERIES, 2)) {
            assertThat(rows).containsExactly(new Item(1, "item 1"), new Item(2, "item 2"));
        }
        try (Stream<Item> rows = pg.sql(SERIES.replace("$1", ":n")).bind("n", 10).fetchSize(2).stream(Item.class)) {
            assertThat(rows.filter(item -> item.id() > 9)).containsExactly(new Item(10, "item 10"));
        }
        try (Stream<Row> rows = pg.sql("select 1 where false").stream()) {
            assertThat(rows).isEmpty();
        }
        assertFree();
    }

    @Test
    void freesTheConnectionWhenItIsClosedEarly() {
        try (Stream<Row> rows = pg.stream(SERIES, 1_000_000)) {
            assertThat(rows.limit(3)).hasSize(3);
        }
        assertFree();
        try (Stream<Row> rows = pg.stream("select pg_sleep(600)")) {
            Iterator<Row> never = rows.iterator();
            assertThat(never).isNotNull();
        }
        assertFree();
    }

    @Test
    void sendsNothingBeforeARowIsTaken() {
        Stream<Row> rows = pg.stream("select * from nowhere");
        assertFree();
        assertThatThrownBy(rows::toList).isInstanceOf(PgServerException.class);
        assertFree();
    }

    @Test
    void failsWhereTheRowIsTaken() {
        try (Stream<Integer> rows =
                pg.stream(Integer.class, "select 10 / (1000 - i) + i from generate_series(1, 2000) i where i <> 990")) {
            AtomicLong taken = new AtomicLong();
            PgServerException failure =
                    catchThrowableOfType(PgServerException.class, () -> rows.forEach(i -> taken.incrementAndGet()));
            assertThat(failure.sqlState()).isEqualTo("22012");
            assertThat(failure.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(BlockingStreamTest.class.getName()));
            assertThat(taken).hasValue(998);
        }
        try (Stream<Item> rows = pg.stream(Item.class, "select 1 as other")) {
            assertThatThrownBy(rows::toList).isInstanceOf(PgDataException.class).hasMessageContaining("other");
        }
        assertFree();
    }

    @Test
    @DisplayName("F63: a consumer that throws frees the connection")
    void freesTheConnectionWhenTheConsumerThrows() {
        assertThatThrownBy(() -> {
                    try (Stream<Row> rows = pg.stream(SERIES, 1_000_000)) {
                        rows.forEach(row -> {
                            throw new IllegalStateException("thrown by a test");
                        });
                    }
                })
                .hasMessage("thrown by a test");
        assertFree();
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();
        try (Stream<Row> rows = pg.stream("select pg_sleep(600)")) {
            assertThatThrownBy(rows::toList).isInstanceOf(PgCancelledException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertFree();
    }

    @Test
    void refusesEventLoops() {
        Promise<Row> called = Promise.promise();
        vertx.runOnContext(v -> {
            try (Stream<Row> rows = pg.stream("select 1")) {
                called.complete(rows.findFirst().orElseThrow());
            } catch (PgMisuseException e) {
                called.fail(e);
            }
        });
        assertThatThrownBy(() -> await(called.future()))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("must not wait");
    }

    @Test
    void runsInATransactionBetweenItsStatements() {
        pg.execute("create table summed(i int)");
        pg.inTransaction(tx -> {
            try (Stream<Item> rows = tx.sql(SERIES).args(100).fetchSize(10).stream(Item.class)) {
                rows.forEach(item -> tx.execute("insert into summed values ($1)", item.id()));
            }
            return null;
        });
        assertThat(pg.fetchValue(Long.class, "select sum(i) from summed")).contains(5050L);
        assertFree();
    }

    @Test
    @DisplayName("who takes a batch the moment it comes is given the next one, however small they are")
    void asksForTheNextBatchWheneverOneIsUsedUp() {
        try (Stream<Long> rows =
                pg.sql("select i::int8 from generate_series(1, 20000) i").fetchSize(1).stream(Long.class)) {
            assertThat(rows.mapToLong(i -> i).sum()).isEqualTo(20_000L * 20_001 / 2);
        }
    }
}
