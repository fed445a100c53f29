package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ExtendWith(PostgresExtension.class)
class ReactiveFaceTest {

    record Item(int id, String name) {}

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final PgClient client;
    private final ReactivePgClient pg;

    ReactiveFaceTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        this.pg = client.reactive();
    }

    @BeforeEach
    void table() {
        await(client.execute("create table if not exists item(id int primary key, name text); truncate item"));
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    @Test
    void runsEachVerbAnewForEachSubscription() {
        Mono<Long> insert = pg.execute("insert into item select coalesce(max(id), 0) + 1, 'x' from item")
                .map(result -> result.rowCount());
        assertThat(database.query("select count(*) from item")).isEqualTo("0");
        StepVerifier.create(insert).expectNext(1L).expectComplete().verify(LIMIT);
        StepVerifier.create(insert).expectNext(1L).expectComplete().verify(LIMIT);
        StepVerifier.create(pg.fetch(Item.class, "select * from item order by id"))
                .expectNext(new Item(1, "x"), new Item(2, "x"))
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(pg.fetchRow("select 1 where false"))
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(pg.fetchValue(String.class, "select null::text"))
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(pg.sql("select $1::int").args(5).fetchOne(Integer.class))
                .expectNext(5)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void emitsRowsAsTheyAreDemanded() {
        StepVerifier.create(pg.fetch(Integer.class, "select generate_series(1, 10)"), 0)
                .thenRequest(2)
                .expectNext(1, 2)
                .thenRequest(1)
                .expectNext(3)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    @DisplayName("F53: a subscriber who cancels ends the statement at the server")
    void cancelsTheStatementOfASubscriberWhoCancels() {
        StepVerifier.create(pg.fetch("select pg_sleep(30)"))
                .thenAwait(Duration.ofMillis(100))
                .thenCancel()
                .verify(LIMIT);
        StepVerifier.create(pg.fetchValue(Integer.class, "select 1").timeout(Duration.ofSeconds(10)))
                .expectNext(1)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void commitsAndRollsBackAndShowsTheContextToTheWork() {
        StepVerifier.create(pg.inTransaction(tx -> Mono.deferContextual(
                                context -> tx.execute("insert into item values (1, $1)", context.<String>get("name"))))
                        .contextWrite(context -> context.put("name", "from the context")))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
        assertThat(database.query("select name from item")).isEqualTo("from the context");
        StepVerifier.create(pg.inTransaction(
                        tx -> tx.execute("insert into item values (2, 'b')").then(tx.fetchOne("select 1/0"))))
                .expectError(PgServerException.class)
                .verify(LIMIT);
        StepVerifier.create(pg.inTransaction(tx -> Mono.<String>empty()))
                .expectComplete()
                .verify(LIMIT);
        assertThat(database.query("select count(*) from item")).isEqualTo("1");
        assertThat(client.statistics().busy()).isZero();
    }

    @Test
    @DisplayName("F53: a transaction whose subscriber cancels is rolled back, and its connection goes back")
    void rollsBackWhenTheSubscriberCancels() throws Exception {
        CountDownLatch inserted = new CountDownLatch(1);
        Disposable subscription = pg.inTransaction(tx -> tx.execute("insert into item values (1, 'a')")
                        .doOnNext(done -> inserted.countDown())
                        .then(tx.fetchOne("select pg_sleep(30)")))
                .subscribe();
        assertThat(inserted.await(20, TimeUnit.SECONDS)).isTrue();
        subscription.dispose();
        // The pool has one connection: this waits until it is back.
        StepVerifier.create(pg.fetchValue(Long.class, "select count(*) from item"))
                .expectNext(0L)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void givesUpWaitingForAConnectionWhenTheSubscriberCancels() {
        pg.withConnection(held -> {
                    StepVerifier.create(pg.inTransaction(tx -> tx.execute("select 1")))
                            .thenCancel()
                            .verify(LIMIT);
                    assertThat(client.statistics().waiting()).isZero();
                    return held.execute("select 1");
                })
                .block(LIMIT);
        assertThat(client.statistics().busy()).isZero();
    }

    @Test
    void nestsAndRunsAgain() {
        AtomicInteger runs = new AtomicInteger();
        StepVerifier.create(pg.inTransaction(TransactionOptions.defaults().retries(2), tx -> {
                    boolean isFirst = runs.incrementAndGet() == 1;
                    return tx.inTransaction(inner -> inner.execute("insert into item values (1, 'a')"))
                            .then(tx.execute(
                                    isFirst ? "do $$ begin raise exception sqlstate '40001'; end $$" : "select 1"))
                            .thenReturn("done");
                }))
                .expectNext("done")
                .expectComplete()
                .verify(LIMIT);
        assertThat(runs).hasValue(2);
        assertThat(database.query("select count(*) from item")).isEqualTo("1");
    }

    @Test
    void saysWhatIsMissingWithoutReactor() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.contains("reactor-core"))
                .map(entry -> {
                    try {
                        return java.nio.file.Path.of(entry).toUri().toURL();
                    } catch (java.net.MalformedURLException e) {
                        throw new IllegalArgumentException(e);
                    }
                })
                .toArray(URL[]::new);
        try (URLClassLoader withoutReactor = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Runnable use = (Runnable) withoutReactor
                    .loadClass(WithoutReactor.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThatThrownBy(use::run)
                    .hasMessage("reactive() needs io.projectreactor:reactor-core on the class path")
                    .extracting(failure -> failure.getClass().getName())
                    .isEqualTo(PgMisuseException.class.getName());
        }
    }
}
