package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@ExtendWith(PostgresExtension.class)
class BlockingFaceTest {

    record Item(int id, String name) {}

    private final Vertx vertx;
    private final PgClient client;
    private final BlockingPgClient pg;

    BlockingFaceTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(2).build();
        this.pg = client.blocking();
    }

    @BeforeEach
    void table() {
        pg.execute("create table if not exists item(id int primary key, name text); truncate item");
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    @Test
    void runsEachVerb() {
        assertThat(pg.execute("insert into item values ($1, $2)", 1, "one").rowCount())
                .isEqualTo(1);
        assertThat(pg.fetch("select * from item").size()).isEqualTo(1);
        assertThat(pg.fetch(Item.class, "select * from item")).containsExactly(new Item(1, "one"));
        assertThat(pg.fetchRow("select 1 where false")).isEmpty();
        assertThat(pg.fetchRow(Item.class, "select * from item")).contains(new Item(1, "one"));
        assertThat(pg.fetchOne("select 7").getInt(0)).isEqualTo(7);
        assertThat(pg.fetchOne(Item.class, "select * from item")).isEqualTo(new Item(1, "one"));
        assertThat(pg.fetchValue(String.class, "select null::text")).isEmpty();
        assertThat(pg.sql("select name from item where id = $1").args(1).fetchValue(String.class))
                .contains("one");
    }

    @Test
    void throwsWithTheStackTraceOfTheCaller() {
        PgServerException failure =
                catchThrowableOfType(PgServerException.class, () -> pg.fetch("select * from nowhere"));
        assertThat(failure.sqlState()).isEqualTo("42P01");
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(BlockingFaceTest.class.getName()));
        PgDataException data =
                catchThrowableOfType(PgDataException.class, () -> pg.fetch(Item.class, "select 1 as id, 'a' as title"));
        assertThat(data.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(BlockingFaceTest.class.getName()));
    }

    @Test
    @DisplayName("F73: refuses an event loop at once")
    void refusesAnEventLoop() {
        Promise<Void> onLoop = Promise.promise();
        vertx.runOnContext(ignored -> {
            try {
                pg.fetch("select 1");
                onLoop.complete();
            } catch (RuntimeException e) {
                onLoop.fail(e);
            }
        });
        assertThatThrownBy(() -> await(onLoop.future()))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("vert.x-eventloop-thread");
    }

    @Test
    void refusesAThreadThatReactorDoesNotWantBlocked() {
        assertThatThrownBy(() -> Mono.fromCallable(() -> pg.fetch("select 1"))
                        .subscribeOn(Schedulers.parallel())
                        .block(Duration.ofSeconds(10)))
                .isInstanceOf(PgMisuseException.class);
    }

    @Test
    void givesTheCallUpWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pg.fetch("select pg_sleep(30)")).isInstanceOf(PgCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    @Test
    @DisplayName("A048, A049: scopes commit and roll back, nested ones by savepoints")
    void runsTransactions() {
        String value = pg.inTransaction(tx -> {
            tx.execute("insert into item values (1, 'kept')");
            assertThatThrownBy(() -> tx.inTransaction(inner -> {
                        inner.execute("insert into item values (2, 'undone')");
                        return inner.execute("insert into item values (2, 'duplicate')");
                    }))
                    .isInstanceOf(PgServerException.class);
            assertThatThrownBy(tx::commit).isInstanceOf(PgMisuseException.class);
            return "done";
        });
        assertThat(value).isEqualTo("done");
        assertThat(pg.fetch(Integer.class, "select id from item")).containsExactly(1);
        IllegalStateException mine = new IllegalStateException("mine");
        assertThatThrownBy(() -> pg.inTransaction(tx -> {
                    tx.execute("insert into item values (3, 'undone')");
                    throw mine;
                }))
                .isSameAs(mine);
        assertThat(pg.fetch(Integer.class, "select id from item")).containsExactly(1);
        assertThat(client.statistics().busy()).isZero();
    }

    @Test
    void runsTheWorkAgainWhenTheServerAsksForIt() {
        AtomicInteger runs = new AtomicInteger();
        int result = pg.inTransaction(TransactionOptions.serializable().retries(3), tx -> {
            if (runs.incrementAndGet() < 3) {
                tx.execute("do $$ begin raise exception sqlstate '40P01'; end $$");
            }
            return runs.get();
        });
        assertThat(result).isEqualTo(3);
    }

    @Test
    void endsTransactionsByHandOnABorrowedConnection() {
        try (BlockingPgConnection connection = pg.acquire()) {
            BlockingPgTransaction first = connection.begin();
            first.execute("insert into item values (1, 'undone')");
            first.rollback();
            assertThat(first.isActive()).isFalse();
            BlockingPgTransaction second = connection.begin();
            second.execute("insert into item values (2, 'kept')");
            second.commit();
            assertThatThrownBy(second::rollback).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(
                            () -> connection.begin(TransactionOptions.defaults().retries(1)))
                    .isInstanceOf(PgMisuseException.class);
        }
        assertThat(pg.fetch(Integer.class, "select id from item")).containsExactly(2);
    }
}
