package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.Row;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Execute;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows as they are demanded. */
@ExtendWith(PostgresExtension.class)
class StreamTest {

    record Item(int id, String name) {}

    private static final String SERIES = "select i as id, 'item ' || i as name from generate_series(1, $1::int) i";
    private static final String NAME = "stream-test";

    private final Vertx vertx;
    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final PgClient pg;
    private final List<PgNotice> notices = new CopyOnWriteArrayList<>();

    StreamTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.proxy = RecordingProxy.start(database.host(), database.port());
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .applicationName(NAME)
                .noticeHandler(notices::add)
                .poolMaxSize(1)
                .poolAcquireTimeout(Duration.ofSeconds(30))
                .build();
    }

    @BeforeEach
    void table() {
        await(pg.execute("create table if not exists item(id int primary key, name text); truncate item"));
        proxy.clear();
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    /** The only connection of the pool is free, and not in a transaction. */
    private void assertFree() {
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(pg.statistics().busy()).isZero();
    }

    /** Runs work on this thread, in a transaction that is committed. */
    private void inTransaction(Consumer<PgTransaction> work) {
        PgConnection connection = await(pg.acquire());
        PgTransaction tx = await(connection.begin());
        work.accept(tx);
        await(tx.commit());
        await(connection.close());
    }

    private List<Integer> batches() {
        return proxy.frontend().stream()
                .filter(Execute.class::isInstance)
                .map(message -> ((Execute) message).maxRows())
                .toList();
    }

    private static List<Integer> ids(List<Row> rows) {
        return rows.stream().map(row -> row.getInt("id")).toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void givesAllRowsInTheServersOrder() {
        assertThat(ids(Collected.all(pg.stream(SERIES, 1000)).completed())).isEqualTo(range(1, 1000));
        assertThat(Collected.all(pg.stream(Item.class, SERIES, 3)).completed())
                .containsExactly(new Item(1, "item 1"), new Item(2, "item 2"), new Item(3, "item 3"));
        assertThat(Collected.all(pg.sql(SERIES.replace("$1", ":n")).bind("n", 2).stream(Item.class))
                        .completed())
                .containsExactly(new Item(1, "item 1"), new Item(2, "item 2"));
        assertThat(Collected.all(pg.stream("select 1 where false")).completed()).isEmpty();
        assertThat(Collected.all(pg.stream("")).completed()).isEmpty();
        assertThat(Collected.all(pg.stream("insert into item values (1, 'one')"))
                        .completed())
                .isEmpty();
        assertThat(Collected.all(pg.stream(Integer.class, "insert into item values (2, 'two') returning id"))
                        .completed())
                .containsExactly(2);
        assertThat(await(pg.fetchValue(Long.class, "select count(*) from item")))
                .contains(2L);
        assertFree();
    }

    @Test
    void runsAnewForEachSubscription() {
        Flow.Publisher<Integer> next =
                pg.stream(Integer.class, "insert into item select count(*), '' from item returning id");
        assertThat(Collected.all(next).completed()).containsExactly(0);
        assertThat(Collected.all(next).completed()).containsExactly(1);
    }

    @Test
    void sendsNothingWithoutDemand() {
        Collected<Row> rows = Collected.of(pg.stream("insert into item values (1, 'one')"), 0);
        assertFree();
        assertThat(await(pg.fetchValue(Long.class, "select count(*) from item")))
                .contains(0L);
        rows.request(1);
        assertThat(rows.completed()).isEmpty();
        assertThat(await(pg.fetchValue(Long.class, "select count(*) from item")))
                .contains(1L);
    }

    @Test
    void givesNoMoreThanIsDemanded() {
        Collected<Row> rows = Collected.of(pg.stream(SERIES, 200), 3);
        assertThat(ids(rows.next(3))).isEqualTo(range(1, 3));
        rows.request(150);
        assertThat(ids(rows.next(150))).isEqualTo(range(4, 153));
        assertThat(rows.received()).isEmpty();
        assertThat(rows.isEnded()).isFalse();
        rows.request(1000);
        assertThat(ids(rows.completed())).isEqualTo(range(154, 200));
        assertFree();
    }

    @Test
    void asksForTheNextBatchWhenHalfOfOneIsLeft() {
        Collected<Row> rows = Collected.of(pg.sql(SERIES).args(1000).fetchSize(10).stream(), 4);
        rows.next(4);
        assertThat(batches()).containsExactly(10);
        rows.request(2);
        rows.next(2);
        proxy.awaitFrontend(Execute.class, execute -> batches().size() == 2);
        rows.request(3);
        rows.next(3);
        assertThat(batches()).containsExactly(10, 10);
        rows.cancel();
        assertFree();
    }

    @Test
    void adaptsTheNumberOfRowsToTheirSize() {
        String sql = "select repeat('x', $2::int) from generate_series(1, $1::int)";
        assertThat(Collected.all(pg.stream(sql, 20_000, 10)).completed()).hasSize(20_000);
        assertThat(batches()).startsWith(64, 256, 1024, 4096).allMatch(rows -> rows <= 16_384);
        proxy.clear();
        assertThat(Collected.all(pg.stream(sql, 200, 64 * 1024)).completed()).hasSize(200);
        assertThat(batches()).startsWith(64, 3, 3);
    }

    @Test
    void takesTheFetchSizeOfTheClient() {
        PgClient narrow = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .fetchSizeBytes(1024)
                .build();
        String sql = "select repeat('x', 100) from generate_series(1, 300)";
        assertThat(Collected.all(narrow.stream(sql)).completed()).hasSize(300);
        assertThat(batches()).startsWith(64, 9, 9);
        await(narrow.close());
        proxy.clear();
        PgClient fixed = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .fetchSize(70)
                .build();
        assertThat(Collected.all(fixed.stream(sql)).completed()).hasSize(300);
        assertThat(batches()).containsOnly(70);
        await(fixed.close());
        assertThatThrownBy(() -> pg.sql(sql).fetchSize(-1))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void isCommittedWhenItCompletes() {
        Collected<Integer> rows = Collected.of(
                pg
                        .sql("insert into item select i, '' from generate_series(1, 100) i returning id")
                        .fetchSize(10)
                        .stream(Integer.class),
                50);
        rows.next(50);
        assertThat(database.query("select count(*) from item")).isEqualTo("0");
        rows.request(50);
        assertThat(rows.completed()).hasSize(50);
        assertThat(database.query("select count(*) from item")).isEqualTo("100");
    }

    @Test
    void freesTheConnectionOfAPausedStreamWithoutACancelRequest() {
        Collected<Row> rows = Collected.of(pg.sql(SERIES).args(1_000_000).fetchSize(10).stream(), 4);
        rows.next(4);
        rows.cancel();
        rows.cancel();
        rows.request(5);
        assertFree();
        assertThat(proxy.frontend()).noneMatch(CancelRequest.class::isInstance);
        assertThat(rows.received()).isEmpty();
        assertThat(rows.isEnded()).isFalse();
    }

    @Test
    @DisplayName("F63: a batch that is under way when the consumer leaves is cancelled at the server")
    void cancelsWhatTheServerIsBusyWith() {
        Collected<Row> rows = Collected.of(
                pg
                        .sql(
                                "select i, pg_sleep(case when i > 2 then 600 else 0 end)::text from generate_series(1, 10) i")
                        .fetchSize(2)
                        .stream(),
                Long.MAX_VALUE);
        rows.next(2);
        rows.cancel();
        assertFree();
        assertThat(proxy.frontend()).anyMatch(CancelRequest.class::isInstance);
    }

    @Test
    void dropsAStreamThatWaitsForAConnection() {
        Collected<Row> first = Collected.of(pg.sql(SERIES).args(100).fetchSize(10).stream(), 1);
        first.next();
        Collected<Row> second = Collected.of(pg.stream(SERIES, 100), 1);
        second.cancel();
        first.cancel();
        assertFree();
        assertThat(second.received()).isEmpty();
    }

    @Test
    void failsWithTheRowThatCannotBeMapped() {
        Collected<Integer> rows = Collected.all(
                pg.sql("select case when i < 70 then i end from generate_series(1, 100000) i").stream(Integer.class));
        assertThat(rows.failed()).isInstanceOf(PgDataException.class).hasMessageContaining("NULL");
        assertThat(rows.received()).isEqualTo(range(1, 69));
        assertFree();
    }

    @Test
    void failsWhenTheClassDoesNotFit() {
        assertThat(Collected.all(pg.stream(Item.class, "select 1 as other")).failed())
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("other");
        assertFree();
    }

    @Test
    void failsTheSubscriptionForArgumentsThatDoNotFit() {
        assertThat(Collected.all(pg.stream(SERIES, "three")).failed())
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1");
        assertThat(Collected.all(pg.sql("select :a::int").stream()).failed())
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining(":a");
        assertThat(Collected.all(pg.stream("select * from nowhere")).failed()).isInstanceOf(PgServerException.class);
        assertFree();
    }

    @Test
    void deliversTheRowsBeforeAnErrorOfTheServer() {
        Collected<Integer> rows = Collected.all(
                pg.stream(Integer.class, "select 10 / (1000 - i) + i from generate_series(1, 2000) i where i <> 990"));
        assertThat(rows.failed()).isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                .isEqualTo("22012"));
        assertThat(rows.received()).hasSize(998);
        assertFree();
    }

    @Test
    @DisplayName("F01: rows that had come stay delivered when the backend is killed, then there is exactly one failure")
    void failsOnceWhenTheBackendIsKilled() {
        Collected<Row> rows = Collected.of(pg.sql(SERIES).args(1_000_000).fetchSize(100).stream(), 150);
        assertThat(ids(rows.next(150))).isEqualTo(range(1, 150));
        assertThat(database.terminateBackends(NAME)).isEqualTo(1);
        rows.request(Long.MAX_VALUE);
        assertThat(rows.failed())
                .satisfiesAnyOf(
                        lost -> assertThat(lost)
                                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                                        .isTrue()),
                        fatal -> assertThat(fatal)
                                .isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                                        .isEqualTo("57P01")));
        List<Integer> rest = ids(rows.received());
        assertThat(rest).isEqualTo(range(151, 150 + rest.size()));
        assertFree();
    }

    @Test
    @DisplayName("F19: notices in the middle of rows are delivered, and the rows are unaffected")
    void deliversNoticesAmongRows() {
        await(pg.execute("create or replace function told(i int) returns int language plpgsql as"
                + " $$ begin raise notice 'row %', i; return i; end $$"));
        assertThat(Collected.all(pg.stream(Integer.class, "select told(i) from generate_series(1, 200) i"))
                        .completed())
                .isEqualTo(range(1, 200));
        assertThat(notices)
                .filteredOn(notice -> notice.message().startsWith("row "))
                .hasSize(200);
    }

    @Test
    void failsCopyCleanly() {
        assertThat(Collected.all(pg.stream("copy item to stdout")).failed())
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("COPY");
        assertFree();
        assertThat(Collected.all(pg.stream("copy item from stdin")).failed())
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("COPY");
        assertFree();
        PgConnection connection = await(pg.acquire());
        PgTransaction tx = await(connection.begin());
        assertThat(Collected.all(tx.stream("copy item from stdin")).failed()).isInstanceOf(PgMisuseException.class);
        await(tx.rollback());
        await(connection.close());
        assertFree();
    }

    @Test
    void readsRowsOfAStatementWhoseColumnsHaveChanged() {
        await(pg.execute("insert into item values (1, 'one')"));
        assertThat(Collected.all(pg.stream("select * from item")).completed()).hasSize(1);
        database.execute("alter table item alter id type text");
        try {
            assertThat(Collected.all(pg.stream("select * from item")).completed())
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("id")).isEqualTo("1"));
        } finally {
            database.execute("drop table item");
        }
        assertFree();
    }

    @Test
    void preparesAgainWhatTheServerHasForgotten() {
        assertThat(Collected.all(pg.stream(SERIES, 1)).completed()).hasSize(1);
        await(pg.execute("deallocate all"));
        assertThat(Collected.all(pg.stream(SERIES, 1)).completed()).hasSize(1);
        assertFree();
    }

    // ---- time limits

    @Test
    @DisplayName("F62: the time that a consumer takes does not count, that of each batch does")
    void limitsEachWaitForTheServer() throws InterruptedException {
        Collected<Row> rows = Collected.of(
                pg
                        .sql(
                                "select i, pg_sleep(case when i = 21 then 600 else 0 end)::text from generate_series(1, 30) i")
                        .fetchSize(10)
                        .timeout(Duration.ofSeconds(1))
                        .stream(),
                1);
        rows.next();
        CountDownLatch longer = new CountDownLatch(1);
        vertx.setTimer(2000, id -> longer.countDown());
        assertThat(longer.await(30, TimeUnit.SECONDS)).isTrue();
        rows.request(Long.MAX_VALUE);
        assertThat(rows.failed()).isInstanceOf(PgTimeoutException.class);
        assertThat(rows.received()).hasSize(19);
        assertFree();
    }

    // ---- where signals come

    @Test
    void signalsOnTheContextOfTheSubscriber() {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<List<Context>> contexts = new CompletableFuture<>();
        context.runOnContext(v -> pg.stream(SERIES, 200).subscribe(new Flow.Subscriber<>() {
            private final List<Context> seen = new ArrayList<>();

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Row row) {
                seen.add(Vertx.currentContext());
            }

            @Override
            public void onError(Throwable failure) {
                contexts.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                seen.add(Vertx.currentContext());
                contexts.complete(seen);
            }
        }));
        assertThat(contexts.orTimeout(60, TimeUnit.SECONDS).join()).hasSize(201).containsOnly(context);
    }

    @Test
    void survivesASubscriberThatThrows() {
        CountDownLatch thrown = new CountDownLatch(1);
        pg.stream(SERIES, 100_000).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Row row) {
                thrown.countDown();
                throw new IllegalStateException("thrown by a test");
            }

            @Override
            public void onError(Throwable failure) {
                thrown.countDown();
            }

            @Override
            public void onComplete() {
                thrown.countDown();
            }
        });
        assertFree();
        assertThat(thrown.getCount()).isZero();
    }

    // ---- connections and transactions

    @Test
    void letsStatementsOfTheSameConnectionWaitForTheEnd() {
        PgConnection connection = await(pg.acquire());
        Collected<Row> rows = Collected.of(connection.sql(SERIES).args(100).fetchSize(10).stream(), 1);
        rows.next();
        Future<Optional<Integer>> behind = connection.fetchValue(Integer.class, "select 7");
        assertThat(behind.isComplete()).isFalse();
        rows.request(1000);
        assertThat(rows.completed()).hasSize(99);
        assertThat(await(behind)).contains(7);
        await(connection.close());
        assertFree();
    }

    @Test
    void failsAStreamWhoseConnectionIsGivenBack() {
        PgConnection connection = await(pg.acquire());
        Collected<Row> rows = Collected.of(connection.sql(SERIES).args(100).fetchSize(10).stream(), 1);
        rows.next();
        await(connection.close());
        rows.request(100);
        assertThat(rows.failed()).isInstanceOf(PgMisuseException.class).hasMessageContaining("given back");
        assertThat(Collected.all(connection.stream(SERIES, 1)).failed())
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("given back");
        assertFree();
    }

    @Test
    void letsOtherStatementsOfTheTransactionRunInBetween() {
        PgConnection connection = await(pg.acquire());
        PgTransaction tx = await(connection.begin());
        Collected<Integer> rows = Collected.of(
                tx.sql(SERIES.replace(", 'item ' || i as name", "")).args(100).fetchSize(10).stream(Integer.class), 1);
        for (int i = 1; i <= 100; i++) {
            assertThat(rows.next()).isEqualTo(i);
            await(tx.execute("insert into item values ($1, '')", i));
            rows.request(1);
        }
        assertThat(rows.completed()).isEmpty();
        await(tx.commit());
        await(connection.close());
        assertThat(database.query("select count(*) from item")).isEqualTo("100");
        assertFree();
    }

    @Test
    @DisplayName("A046: when the rows are exhausted the portal is closed, so that the table can be dropped")
    void closesThePortalAtTheEnd() {
        await(pg.execute("insert into item select i, '' from generate_series(1, 100) i"));
        inTransaction(tx -> {
            assertThat(Collected.all(tx.stream("select * from item")).completed())
                    .hasSize(100);
            await(tx.execute("drop table item"));
        });
        assertFree();
    }

    @Test
    void leavesTheTransactionUsableWhenItsStreamIsCancelled() {
        await(pg.execute("insert into item select i, '' from generate_series(1, 1000) i"));
        inTransaction(tx -> {
            Collected<Row> rows = Collected.of(tx.stream("select * from item"), 10);
            rows.next(10);
            rows.cancel();
            await(tx.execute("drop table item"));
        });
        assertThat(proxy.frontend()).noneMatch(CancelRequest.class::isInstance);
        assertFree();
    }

    @Test
    void failsAStreamWhoseTransactionHasEnded() {
        PgConnection connection = await(pg.acquire());
        PgTransaction tx = await(connection.begin());
        Collected<Row> rows = Collected.of(tx.sql(SERIES).args(100).fetchSize(10).stream(), 3);
        rows.next(3);
        await(tx.commit());
        rows.request(1000);
        assertThat(rows.failed())
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("the transaction has ended");
        await(connection.close());
        assertFree();
    }

    @Test
    void failsInATransactionThatHasFailed() {
        PgConnection connection = await(pg.acquire());
        PgTransaction tx = await(connection.begin());
        assertThat(Collected.all(tx.stream("select 1 / 0")).failed()).isInstanceOf(PgServerException.class);
        assertThat(Collected.all(tx.stream("select 1")).failed())
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("25P02"));
        await(tx.rollback());
        await(connection.close());
        assertFree();
    }

    @Test
    void givesUpAStreamThatIsOpenWhenTheClientCloses() {
        Collected<Row> rows = Collected.of(pg.sql(SERIES).args(100).fetchSize(10).stream(), 1);
        rows.next();
        await(pg.close(Duration.ZERO));
        rows.request(100);
        assertThat(rows.failed()).isInstanceOf(PgException.class).isNotInstanceOf(PgCancelledException.class);
    }

    // ---- memory

    @Test
    @DisplayName("F62, S27: a million rows with a slow consumer are asked for no faster than they are taken")
    void holdsNoMoreThanTwoBatches() {
        int count = 1_000_000;
        proxy.recording(false);
        Collected<Integer> rows =
                Collected.of(pg.stream(Integer.class, "select i from generate_series(1, $1::int) i", count), 0);
        int taken = 0;
        for (int size = 1; taken < count; size = Math.min(size * 2, 5000)) {
            int more = Math.min(size, count - taken);
            rows.request(more);
            for (int i = 0; i < more; i++) {
                assertThat(rows.next()).isEqualTo(++taken);
            }
            // Each row has 15 bytes on the wire; beyond what was taken, there are two batches at the most.
            assertThat(proxy.forwardedBytes(Direction.TO_CLIENT)).isLessThan((taken + 2 * 16_384L) * 15 + 64 * 1024);
        }
        assertThat(rows.completed()).isEmpty();
        assertFree();
    }
}
