package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.Rows;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** One statement with many rows of arguments. */
@ExtendWith(PostgresExtension.class)
class BatchTest {

    record Item(int id, String name) {}

    private static final String INSERT = "insert into item values ($1, $2)";
    private static final String RETURNING = INSERT + " returning *";

    private final TestDatabase database;
    private final PgClient pg;
    private final BlockingPgClient blocking;

    BatchTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.pg = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(2).build();
        this.blocking = pg.blocking();
    }

    @BeforeEach
    void table() {
        database.execute("drop table if exists item; create table item(id int primary key, name text)");
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
    }

    private long count() {
        return blocking.fetchOne(Long.class, "select count(*) from item");
    }

    private static List<Item> items(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new Item(i, "item " + i)).toList();
    }

    /** Gives what it is asked for at once, and notes what it is asked. */
    private static final class Given implements Flow.Publisher<Object>, Flow.Subscription {

        private final long most;
        private final LongFunction<Object> row;
        private final AtomicLong given = new AtomicLong();
        private final AtomicLong asked = new AtomicLong();
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private boolean giving;
        private Flow.@Nullable Subscriber<? super Object> subscriber;
        private final @Nullable RuntimeException end;

        Given(long most, LongFunction<Object> row, @Nullable RuntimeException end) {
            this.most = most;
            this.row = row;
            this.end = end;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Object> to) {
            subscriber = to;
            to.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            asked.addAndGet(n);
            if (giving || subscriber == null) {
                return;
            }
            giving = true;
            while (given.get() < Math.min(asked.get(), most) && !cancelled.get()) {
                subscriber.onNext(row.apply(given.getAndIncrement()));
            }
            giving = false;
            if (given.get() == most && !cancelled.get()) {
                if (end == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(end);
                }
                cancelled.set(true);
            }
        }

        @Override
        public void cancel() {
            cancelled.set(true);
        }
    }

    @Test
    @DisplayName("A028: the rows of all runs in order; none of no input, and none without RETURNING")
    void collectsTheRowsOfAllRuns() {
        assertThat(blocking.fetchMany(Item.class, RETURNING, items(0, 1000))).isEqualTo(items(0, 1000));
        Rows several = blocking.fetchMany(
                "select $1::int as n, g from generate_series(1, $1) g", List.of(List.of(2), List.of(0), List.of(1)));
        assertThat(several.stream().map(row -> row.getInt("n") + ":" + row.getInt("g")))
                .containsExactly("2:1", "2:2", "1:1");
        assertThat(several.result()).isEqualTo(new CommandResult("SELECT 1", 3));
        assertThat(blocking.fetchMany(RETURNING, List.of())).isEmpty();
        assertThat(blocking.fetchMany(RETURNING, List.of()).result()).isEqualTo(new CommandResult("", 0));
        Rows none = blocking.fetchMany(INSERT, items(1000, 1002));
        assertThat(none).isEmpty();
        assertThat(none.columns()).isEmpty();
        assertThat(none.result().rowCount()).isEqualTo(2);
        assertThat(count()).isEqualTo(1002);
    }

    @Test
    void collectsRowsOnEachFaceAndByName() {
        assertThat(await(pg.fetchMany(Item.class, RETURNING, items(0, 3)))).isEqualTo(items(0, 3));
        assertThat(pg.reactive()
                        .fetchMany(Item.class, RETURNING, items(3, 5))
                        .collectList()
                        .block())
                .isEqualTo(items(3, 5));
        assertThat(blocking.sql("insert into item values (:id, :name) returning *")
                        .fetchMany(Item.class, items(5, 7)))
                .isEqualTo(items(5, 7));
        assertThat(pg.reactive()
                        .sql("insert into item values (:id, :name)")
                        .executeMany(Flux.fromIterable(items(7, 9)))
                        .block())
                .isEqualTo(new CommandResult("INSERT 0 1", 2));
        assertThatThrownBy(() -> blocking.fetchMany(RETURNING, List.of(List.of(10, "x"), List.of(1, "twice"))))
                .hasMessageContaining("row 1 of the batch");
        assertThat(count()).isEqualTo(9);
    }

    @Test
    void takesAnyNumberOfRowsFromAPublisherAsTheyAreWritten() {
        Given rows = new Given(50_000, i -> new Item((int) i, "item " + i), null);
        assertThat(await(pg.executeMany(INSERT, rows)).rowCount()).isEqualTo(50_000);
        assertThat(count()).isEqualTo(50_000);
        Given none = new Given(0, i -> "never", null);
        none.cancelled.set(false);
        assertThat(blocking.executeMany(INSERT, JdkFlowAdapter.publisherToFlowPublisher(Flux.empty())))
                .isEqualTo(new CommandResult("", 0));
        assertThat(none.given).hasValue(0);
    }

    @Test
    void takesRowsThatComeSlowlyAndFromOtherThreads() {
        Flux<Object> slow =
                Flux.range(0, 50).delayElements(Duration.ofMillis(1)).map(i -> new Object[] {i, "item"});
        assertThat(pg.reactive().executeMany(INSERT, slow).block()).isEqualTo(new CommandResult("INSERT 0 1", 50));
        assertThat(count()).isEqualTo(50);
    }

    @Test
    @DisplayName("A029: what the rows fail with leaves nothing, before and after much was sent")
    void aFailingPublisherLeavesNothing() {
        IllegalStateException mine = new IllegalStateException("mine");
        for (int most : new int[] {0, 3, 20_000}) {
            Given failing = new Given(most, i -> new Item((int) i, "x".repeat(100)), mine);
            assertThatThrownBy(() -> await(pg.executeMany(INSERT, failing)))
                    .isInstanceOf(PgDataException.class)
                    .hasMessageContaining("the publisher of the rows of a batch failed")
                    .hasCause(mine);
            assertThat(count()).isZero();
        }
        assertThatThrownBy(() -> blocking.executeMany(INSERT, subscriber -> {
                    throw mine;
                }))
                .hasMessageContaining("could not be subscribed to")
                .hasCause(mine);
        assertThatThrownBy(() -> await(pg.executeMany(
                        INSERT, new Given(9000, i -> i == 8000 ? "wrong" : new Item((int) i, "x"), null))))
                .hasMessageContaining("row 8000 of the batch: expected an Object[], a List or a record");
        assertThat(count()).isZero();
        assertThat(pg.statistics().busy()).isZero();
    }

    @Test
    void refusesAPublisherThatGivesMoreThanItIsAskedFor() {
        Flow.Publisher<Object> flood = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                for (long i = 0; i <= n; i++) {
                    subscriber.onNext(new Item((int) i, "x"));
                }
            }

            @Override
            public void cancel() {}
        });
        assertThatThrownBy(() -> await(pg.executeMany(INSERT, flood)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("more rows than it was asked for");
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("A030: a row that the server refuses leaves nothing, of an iterable and of a publisher")
    void aRefusedRowLeavesNothing() {
        for (int clash : new int[] {1, 30_000}) {
            LongFunction<Object> row = i -> new Item(i == clash ? 0 : (int) i, "x".repeat(50));
            Given rows = new Given(40_000, row, null);
            assertThatThrownBy(() -> await(pg.executeMany(INSERT, rows)))
                    .isInstanceOf(PgServerException.class)
                    .hasMessageContaining("row " + clash + " of the batch");
            assertThat(count()).isZero();
        }
    }

    @Test
    @DisplayName("A031: after the server's refusal no more rows are taken; a publisher is cancelled")
    void anEarlyRefusalEndsTheTaking() {
        LongFunction<Object> row = i -> new Item(0, "x".repeat(1000));
        Given endless = new Given(Long.MAX_VALUE, row, null);
        assertThatThrownBy(() -> await(pg.executeMany(INSERT, endless)))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("row 1 of the batch");
        assertThat(endless.cancelled).isTrue();
        AtomicLong taken = new AtomicLong();
        Iterable<Object> rows =
                () -> Stream.generate(() -> row.apply(taken.incrementAndGet())).iterator();
        assertThatThrownBy(() -> blocking.executeMany(INSERT, rows)).isInstanceOf(PgServerException.class);
        assertThat(taken.get()).isLessThan(1_000_000);
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("A032: when rows fail and the server refuses one at the same time, the server's error wins")
    void theServersErrorWins() {
        // The second row clashes; the client fails at a row that is written before the server's answer can come.
        Iterable<Object> rows = () -> Stream.concat(
                        Stream.<Object>of(new Item(0, "a"), new Item(0, "b")),
                        IntStream.range(1, 2000)
                                .<Object>mapToObj(i -> i == 1500 ? "wrong" : new Item(i, "x".repeat(100))))
                .iterator();
        assertThatThrownBy(() -> blocking.executeMany(INSERT, rows))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("23505"));
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("A033: a time limit that ends a batch leaves nothing, and cancels its publisher")
    void aTimeLimitLeavesNothing() {
        Given endless = new Given(Long.MAX_VALUE, i -> new Item((int) i, "x"), null);
        assertThatThrownBy(() ->
                        await(pg.sql(INSERT).timeout(Duration.ofMillis(200)).executeMany(endless)))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(count()).isZero();
        // When the socket takes something again, or the server has ended.
        long patience = System.nanoTime() + 10_000_000_000L;
        while (!endless.cancelled.get() && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        assertThat(endless.cancelled).isTrue();
        Given silent = new Given(Long.MAX_VALUE, i -> new Item((int) i, "x"), null);
        silent.cancelled.set(true);
        assertThatThrownBy(() ->
                        await(pg.sql(INSERT).timeout(Duration.ofMillis(100)).executeMany(silent)))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("A033: a time limit while a row lock holds the batch and the socket is full leaves nothing")
    void aTimeLimitBehindALockLeavesNothing() {
        blocking.execute(INSERT, -1, "locked");
        PgConnection locker = await(pg.acquire());
        await(locker.execute("begin; update item set name = 'mine' where id = -1"));
        String payload = "x".repeat(10_000);
        Given endless = new Given(Long.MAX_VALUE, i -> new Item(i == 1 ? -1 : (int) i, payload), null);
        assertThatThrownBy(() -> await(pg.sql(INSERT + " on conflict (id) do update set name = excluded.name")
                        .timeout(Duration.ofMillis(500))
                        .executeMany(endless)))
                .isInstanceOf(PgTimeoutException.class);
        // What the socket took, and not what the publisher could give.
        assertThat(endless.given.get()).isLessThan(20_000);
        await(locker.execute("rollback"));
        await(locker.close());
        assertThat(count()).isOne();
    }

    @Test
    @DisplayName("A034: a failure of the rows inside a transaction keeps what was sent; the transaction goes on")
    void aFailureInsideATransactionKeepsWhatWasSent() {
        Iterable<Object> rows = () -> IntStream.range(0, 5000)
                .<Object>mapToObj(i -> i == 4000 ? "wrong" : new Item(i, "x".repeat(100)))
                .iterator();
        blocking.inTransaction(tx -> {
            assertThatThrownBy(() -> tx.executeMany(INSERT, rows)).isInstanceOf(PgDataException.class);
            assertThat(tx.connection().transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
            assertThat(tx.fetchOne(Long.class, "select count(*) from item")).isBetween(500L, 4000L);
            tx.setRollbackOnly();
            return null;
        });
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("F16: a batch whose statement has changed or was forgotten is repeated before a row has run")
    void isRepeatedWhenItsStatementHasChanged() {
        try (var connection = blocking.acquire()) {
            Object[] reused = new Object[2];
            Iterable<Object[]> rows = () -> IntStream.range(0, 1000)
                    .mapToObj(i -> {
                        reused[0] = i;
                        reused[1] = "item " + i;
                        return reused;
                    })
                    .iterator();
            connection.fetchMany(RETURNING, rows);
            database.execute("truncate item; alter table item add more int");
            Rows returned = connection.fetchMany(RETURNING, rows);
            assertThat(returned.size()).isEqualTo(1000);
            assertThat(returned.columns()).hasSize(3);
            assertThat(returned.get(999).getInt("id")).isEqualTo(999);
            assertThat(returned.get(1).getString("name")).isEqualTo("item 1");

            // Behind the back of the client, which does not see the tag.
            connection.execute("do $$ begin execute 'deallocate all'; end $$");
            database.execute("truncate item");
            Given published = new Given(5000, i -> new Item((int) i, "item " + i), null);
            assertThat(connection.executeMany(RETURNING, published).rowCount()).isEqualTo(5000);
            assertThat(connection.fetchOne(Long.class, "select sum(id) from item"))
                    .isEqualTo(5000L * 4999 / 2);
        }
    }

    @Test
    @DisplayName("F16: inside a transaction a changed statement fails a batch, and the next one is right")
    void failsInATransactionWhenItsStatementHasChanged() {
        try (var connection = blocking.acquire()) {
            connection.fetchMany(RETURNING, items(0, 2));
            database.execute("alter table item add more int");
            assertThatThrownBy(() -> connection.inTransaction(tx -> tx.fetchMany(RETURNING, items(2, 4))))
                    .isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                            .isEqualTo("0A000"));
            assertThat(connection
                            .inTransaction(tx -> tx.fetchMany(RETURNING, items(2, 4)))
                            .columns())
                    .hasSize(3);
        }
    }

    @Test
    @DisplayName("F46: commands that return much complete in bounded memory, and what waits to be sent is bounded")
    void completesWhateverComesBack() {
        int commands = Integer.getInteger("pgnative.test.batch", 10_000);
        long ahead = 0;
        Given rows = new Given(commands, i -> List.of("x".repeat(100)), null);
        Future<CommandResult> done = pg.executeMany("select repeat($1, 100)", rows);
        while (!done.isComplete()) {
            ahead = Math.max(ahead, rows.asked.get() - rows.given.get());
            Thread.onSpinWait();
        }
        assertThat(await(done).rowCount()).isEqualTo(commands);
        assertThat(ahead).isLessThanOrEqualTo(256);
    }

    @Test
    void endsWithItsConnection() {
        List<Throwable> failures = new ArrayList<>();
        PgConnection connection = await(pg.acquire());
        Given silent = new Given(Long.MAX_VALUE, i -> new Item((int) i, "x"), null);
        silent.cancelled.set(true);
        Future<CommandResult> batch = connection.executeMany(INSERT, silent).onFailure(failures::add);
        database.execute("select pg_terminate_backend(" + connection.processId() + ", 10000)");
        assertThatThrownBy(() -> await(batch)).isInstanceOf(RuntimeException.class);
        assertThat(failures).hasSize(1);
        await(connection.close());
        assertThat(blocking.executeMany(INSERT, items(0, 2)).rowCount()).isEqualTo(2);
    }
}
