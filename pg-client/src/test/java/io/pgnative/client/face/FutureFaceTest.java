package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.IsolationLevel;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.PgTransactionRolledBackException;
import io.pgnative.client.Rows;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class FutureFaceTest {

    record Item(int id, String name) {}

    private static final String NAME = "future-face";

    private final Vertx vertx;
    private final TestDatabase database;
    private final PgClient pg;

    FutureFaceTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .applicationName(NAME)
                .poolMaxSize(3)
                .build();
    }

    @BeforeEach
    void table() {
        await(pg.execute("create table if not exists item(id int primary key, name text); truncate item"));
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
    }

    private long count() {
        return await(pg.fetchValue(Long.class, "select count(*) from item")).orElseThrow();
    }

    private static Future<CommandResult> insert(io.pgnative.client.PgOperations on, int id) {
        return on.execute("insert into item values ($1, $2)", id, "item " + id);
    }

    @Test
    void runsEachVerb() {
        assertThat(await(insert(pg, 1))).isEqualTo(new CommandResult("INSERT 0 1", 1));
        List<Object[]> rows = List.of(new Object[] {2, "two"}, new Object[] {3, "three"});
        assertThat(await(pg.executeMany("insert into item values ($1, $2)", rows))
                        .rowCount())
                .isEqualTo(2);
        assertThat(await(pg.fetch("select * from item")).size()).isEqualTo(3);
        assertThat(await(pg.fetch(Item.class, "select * from item where id = $1", 2)))
                .containsExactly(new Item(2, "two"));
        assertThat(await(pg.fetchRow("select * from item where id = $1", 9))).isEmpty();
        assertThat(await(pg.fetchRow(Item.class, "select * from item where id = $1", 3)))
                .contains(new Item(3, "three"));
        assertThat(await(pg.fetchOne("select name from item where id = 2")).getString(0))
                .isEqualTo("two");
        assertThat(await(pg.fetchOne(Item.class, "select * from item where id = 2")))
                .isEqualTo(new Item(2, "two"));
        assertThat(await(pg.fetchValue(String.class, "select name from item where id = 9")))
                .isEmpty();
        assertThat(await(pg.sql("select name from item where id = $1").args(3).fetchValue(String.class)))
                .contains("three");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesANullStatementByName() {
        assertThatThrownBy(() -> pg.execute(null)).hasMessage("sql must not be null");
    }

    @Test
    void completesOnTheContextOfTheCaller() {
        Promise<Boolean> same = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(
                ignored -> pg.fetchOne("select 1").onComplete(row -> same.complete(Vertx.currentContext() == context)));
        assertThat(await(same.future())).isTrue();
    }

    @Test
    void endsACallAtItsTimeLimitAndCancelsItAtTheServer() {
        // On one connection: the second statement can only run when the first has ended, long before its time.
        PgConnection connection = await(pg.acquire());
        assertThatThrownBy(() -> await(connection
                        .sql("select pg_sleep(60)")
                        .timeout(Duration.ofMillis(50))
                        .fetch()))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(await(connection.fetchValue(Integer.class, "select 1"))).contains(1);
        await(connection.close());
    }

    @Test
    @DisplayName("A048: a scope commits when its work succeeds and rolls back when it fails")
    void endsATransactionByTheOutcomeOfItsWork() {
        AtomicReference<@Nullable PgTransaction> seen = new AtomicReference<>();
        String value = await(pg.inTransaction(tx -> {
            seen.set(tx);
            assertThat(tx.isActive()).isTrue();
            return insert(tx, 1).map("done");
        }));
        assertThat(value).isEqualTo("done");
        PgTransaction ended = Objects.requireNonNull(seen.get());
        assertThat(ended.isActive()).isFalse();
        assertThatThrownBy(() -> await(ended.fetch("select 1")))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the transaction has ended");
        IllegalStateException mine = new IllegalStateException("mine");
        assertThatThrownBy(() ->
                        await(pg.inTransaction(tx -> insert(tx, 2).<String>compose(done -> Future.failedFuture(mine)))))
                .isSameAs(mine);
        assertThatThrownBy(() -> await(pg.<String>inTransaction(tx -> {
                    throw mine;
                })))
                .isSameAs(mine);
        assertThat(count()).isEqualTo(1);
        assertThat(pg.statistics().busy()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway")
    void rollsBackWhenTheWorkReturnsNull() {
        assertThatThrownBy(() -> await(pg.<String>inTransaction(tx -> null)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("null instead of a Future");
    }

    @Test
    @DisplayName("A049: a nested scope that fails is undone alone; an outer one undoes everything")
    void nestsBySavepoints() {
        await(pg.inTransaction(tx -> insert(tx, 1)
                .compose(done -> tx.inTransaction(inner -> insert(inner, 2)))
                .compose(done -> tx.inTransaction(inner -> insert(inner, 3).compose(twice -> insert(inner, 3))))
                .recover(duplicate -> insert(tx, 4))));
        assertThat(await(pg.fetch(Integer.class, "select id from item order by id")))
                .containsExactly(1, 2, 4);
        assertThatThrownBy(() -> await(pg.inTransaction(
                        tx -> tx.inTransaction(inner -> insert(inner, 5)).compose(done -> insert(tx, 1)))))
                .isInstanceOf(PgServerException.class);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    @DisplayName("A052: a savepoint takes the isolation level of its transaction and refuses another")
    void refusesAnotherIsolationLevelInside() {
        TransactionOptions serializable = TransactionOptions.serializable();
        await(pg.inTransaction(serializable, tx -> tx.inTransaction(serializable, inner -> insert(inner, 1))));
        await(pg.inTransaction(tx -> tx.inTransaction(TransactionOptions.readCommitted(), inner -> insert(inner, 2))));
        assertThatThrownBy(() -> await(pg.inTransaction(
                        serializable,
                        tx -> tx.inTransaction(TransactionOptions.readCommitted(), inner -> insert(inner, 3)))))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("asked for READ COMMITTED in a transaction with SERIALIZABLE");
        assertThatThrownBy(
                        () -> await(pg.inTransaction(tx -> tx.inTransaction(serializable, inner -> insert(inner, 3)))))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("asked for SERIALIZABLE in a transaction with READ COMMITTED");
        assertThatThrownBy(() -> await(pg.inTransaction(
                        tx -> tx.inTransaction(TransactionOptions.defaults().readOnly(), inner -> insert(inner, 3)))))
                .isInstanceOf(PgMisuseException.class);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void beginsWithTheCharacteristicsAskedFor() {
        TransactionOptions options = new TransactionOptions(IsolationLevel.SERIALIZABLE, true, true, 0, null);
        Optional<String> characteristics = await(pg.inTransaction(
                options,
                tx -> tx.fetchValue(
                        String.class,
                        "select concat_ws(' ', current_setting('transaction_isolation'),"
                                + " current_setting('transaction_read_only'),"
                                + " current_setting('transaction_deferrable'))")));
        assertThat(characteristics).contains("serializable on on");
    }

    @Test
    @DisplayName("A051: a transaction cannot begin inside one that was begun with SQL")
    void refusesToBeginInsideARawTransaction() {
        await(pg.withConnection(
                c -> c.execute("begin").compose(done -> c.begin()).transform((tx, failure) -> {
                    assertThat(failure).isInstanceOf(PgMisuseException.class).hasMessageContaining("begun");
                    return c.execute("rollback");
                })));
    }

    @Test
    @DisplayName("A121, F14: a commit that the server answers with ROLLBACK fails")
    void failsACommitThatRolledBack() {
        assertThatThrownBy(() -> await(pg.inTransaction(
                        tx -> tx.fetch("select 1/0").otherwiseEmpty().map("ignored"))))
                .isInstanceOf(PgTransactionRolledBackException.class);
    }

    @Test
    void refusesToEndAScopeByHand() {
        await(pg.inTransaction(tx -> insert(tx, 1).compose(done -> tx.commit()).transform((done, failure) -> {
            assertThat(failure).isInstanceOf(PgMisuseException.class);
            return insert(tx, 2);
        })));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void rollsBackWhenToldSo() {
        String value = await(pg.inTransaction(tx -> {
            tx.setRollbackOnly();
            return insert(tx, 1).map("value");
        }));
        assertThat(value).isEqualTo("value");
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("F12: the whole work is run again after a serialization failure")
    void runsTheWorkAgainAfterASerializationFailure() {
        await(insert(pg, 1));
        AtomicInteger runs = new AtomicInteger();
        await(pg.inTransaction(TransactionOptions.repeatableRead().retries(3), tx -> {
            boolean isFirst = runs.incrementAndGet() == 1;
            return tx.fetch("select * from item")
                    .compose(rows -> isFirst ? pg.execute("update item set name = 'other'") : Future.succeededFuture())
                    .compose(done -> tx.execute("update item set name = 'mine'"));
        }));
        assertThat(runs).hasValue(2);
        assertThat(await(pg.fetchValue(String.class, "select name from item"))).contains("mine");
        runs.set(0);
        assertThatThrownBy(() ->
                        await(pg.inTransaction(TransactionOptions.defaults().retries(2), tx -> {
                            runs.incrementAndGet();
                            return tx.execute("do $$ begin raise exception sqlstate '40001'; end $$");
                        })))
                .isInstanceOf(PgServerException.class);
        assertThat(runs).hasValue(3);
    }

    @Test
    @DisplayName("F04: the end of the connection ends its transaction, and is what the caller hears of")
    void reportsTheLossOfTheConnectionInATransaction() {
        assertThatThrownBy(() -> await(pg.inTransaction(tx -> insert(tx, 1)
                        .compose(done -> vertx.executeBlocking(() -> database.terminateBackends(NAME)))
                        .compose(done -> insert(tx, 2)))))
                .isInstanceOfAny(PgConnectionLostException.class, PgServerException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).isEmpty());
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("F02: a backend that is killed in the middle of a query fails that call, and nothing else")
    void failsOnlyTheCallWhoseBackendWasKilled() {
        Future<Rows> killed = pg.fetch("select pg_sleep(60), 'victim'");
        Future<Rows> other = pg.fetch("select pg_sleep(1), 'bystander'");
        database.execute("""
                do $$ begin
                    for i in 1..500 loop
                        perform pg_terminate_backend(pid) from pg_stat_activity
                            where state = 'active' and query like '%victim%' and pid <> pg_backend_pid();
                        exit when found;
                        perform pg_sleep(0.02);
                        perform pg_stat_clear_snapshot();
                    end loop;
                end $$""");
        assertThatThrownBy(() -> await(killed))
                .isInstanceOfSatisfying(PgServerException.class, failure -> assertThat(failure.sqlState())
                        .isEqualTo("57P01"));
        assertThat(await(other).size()).isEqualTo(1);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }

    @Test
    @DisplayName("F03, A108: a connection that was killed while idle is replaced without anybody noticing")
    void replacesAKilledIdleConnection() {
        await(pg.fetch("select 1"));
        assertThat(database.terminateBackends(NAME)).isPositive();
        // The end of the socket may be heard a moment after the server's; only a call in that moment may fail.
        try {
            await(pg.fetch("select 1"));
        } catch (PgException lost) {
            assertThat(lost).isInstanceOfAny(PgConnectionLostException.class, PgServerException.class);
        }
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }

    @Test
    @DisplayName("A106: a connection that is given back with an open transaction is rolled back")
    void rollsBackWhatIsOpenWhenAConnectionGoesBack() {
        PgConnection connection = await(pg.acquire());
        await(connection.execute("begin"));
        await(insert(connection, 1));
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        await(connection.close());
        await(connection.close());
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(() -> await(connection.fetch("select 1")))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the connection was given back to the pool");
        assertThatThrownBy(connection::settings).isInstanceOf(PgMisuseException.class);
        assertThat(count()).isZero();
    }

    @Test
    void tellsAboutItsConnection() {
        await(pg.withConnection(c -> {
            assertThat(c.settings()).containsEntry("application_name", NAME);
            assertThat(c.serverVersion().major()).isGreaterThanOrEqualTo(14);
            return c.fetchValue(Integer.class, "select pg_backend_pid()").map(pid -> {
                assertThat(pid).contains(c.processId());
                return pid;
            });
        }));
    }

    @Test
    @DisplayName("A099: many callers on few connections, alone, in transactions and on borrowed connections")
    void servesManyCallers() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int id = i;
            all.add(
                    switch (i % 3) {
                        case 0 -> insert(pg, id);
                        case 1 -> pg.inTransaction(tx -> insert(tx, id));
                        default -> pg.withConnection(c -> insert(c, id));
                    });
        }
        await(Future.all(all));
        assertThat(count()).isEqualTo(300);
        assertThat(pg.statistics().opened()).isLessThanOrEqualTo(3);
        assertThat(pg.statistics().busy()).isZero();
    }
}
