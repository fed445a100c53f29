package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgTransaction;
import io.pgnative.client.ReactivePgTransactionScope;
import io.pgnative.client.Row;
import io.pgnative.client.TransactionOptions;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Calls of a client that join the transactions of somebody else, and fail with somebody else's exceptions. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class TransactionScopeTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String INSERT = "insert into joined(id) values ($1)";
    private static final String XACT = "select pg_current_xact_id()::text";

    /** What a framework would be: it keeps transactions with threads and in contexts. */
    private static final class Scope implements ReactivePgTransactionScope {

        @SuppressWarnings("ThreadLocalUsage") // of each scope
        private final ThreadLocal<@Nullable BlockingPgTransaction> current = new ThreadLocal<>();

        @Override
        public @Nullable BlockingPgTransaction ofThread() {
            return current.get();
        }

        @Override
        public @Nullable ReactivePgTransaction ofContext(ContextView context) {
            return context.getOrDefault(Scope.class, null);
        }
    }

    /** What a framework's exceptions would be. */
    private static final class Mapped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Mapped(PgException cause) {
            super(cause);
        }
    }

    private final Scope scope = new Scope();
    private final Vertx vertx;
    private final TestDatabase database;
    private final PgClient plain;
    private final PgClient pg;
    private final BlockingPgClient blocking;
    private final ReactivePgClient reactive;

    TransactionScopeTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.plain = PgClient.builder(vertx).dsn(database.dsn()).build();
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(3)
                .transactionScope(scope)
                .failureMapper(Mapped::new)
                .build();
        this.blocking = pg.blocking();
        this.reactive = pg.reactive();
    }

    @BeforeEach
    void table() {
        database.execute("create table if not exists joined(id int primary key); truncate joined");
    }

    @AfterEach
    void close() {
        scope.current.remove();
        await(plain.close(Duration.ofSeconds(5)));
        await(pg.close(Duration.ofSeconds(5)));
    }

    private void withThread(Runnable work) {
        try (BlockingPgConnection connection = blocking.acquire()) {
            BlockingPgTransaction transaction = connection.begin();
            scope.current.set(transaction);
            work.run();
            scope.current.remove();
            transaction.rollback();
        }
    }

    private static void same(String expected, String actual) {
        assertThat(actual).isEqualTo(expected);
    }

    private static List<List<Integer>> rows(Integer... ids) {
        return Stream.of(ids).map(List::of).toList();
    }

    private String rowsOutside() {
        return database.query("select count(*) from joined");
    }

    private static <T> List<T> collected(java.util.concurrent.Flow.Publisher<T> publisher) {
        return Objects.requireNonNull(
                JdkFlowAdapter.flowPublisherToFlux(publisher).collectList().block(LIMIT));
    }

    @Test
    void everyVerbOfTheBlockingFaceJoinsByTheThread() {
        withThread(() -> {
            String xact = blocking.fetchOne(String.class, XACT);
            blocking.execute(INSERT, 1);
            blocking.executeMany(INSERT, rows(2, 3));
            assertThat(blocking.fetchMany(INSERT + " returning id", rows(4)).size())
                    .isOne();
            blocking.sql("insert into joined(id) values (:id)").bind("id", 5).execute();
            blocking.sql(INSERT).executeMany(rows(6));
            blocking.copyIn("joined").rows(rows(7, 8));
            blocking.notify("joined", "x");
            assertThat(blocking.sql(XACT).fetchValue(String.class)).contains(xact);
            assertThat(blocking.fetch(String.class, XACT)).containsExactly(xact);
            assertThat(blocking.fetchRow(String.class, XACT)).contains(xact);
            try (Stream<String> rows = blocking.stream(String.class, XACT)) {
                assertThat(rows).containsExactly(xact);
            }
            try (Stream<String> rows = blocking.sql(XACT).stream(String.class)) {
                assertThat(rows).containsExactly(xact);
            }
            ByteArrayOutputStream copied = new ByteArrayOutputStream();
            blocking.copyOut("joined").columns("id").csv().to(copied);
            assertThat(copied.toString(java.nio.charset.StandardCharsets.UTF_8).lines())
                    .hasSize(8);
            try (Stream<Row> rows = blocking.copyOut("joined").rows()) {
                assertThat(rows).hasSize(8);
            }
            String inner = blocking.inTransaction(tx -> {
                tx.execute(INSERT, 9);
                tx.setRollbackOnly();
                return tx.fetchOne(String.class, XACT);
            });
            assertThat(inner).isEqualTo(xact);
            same(xact, blocking.withConnection(connection -> connection.fetchOne(String.class, XACT)));
            same(
                    xact,
                    blocking.withConnection(
                            connection -> connection.inTransaction(tx -> tx.fetchOne(String.class, XACT))));
            try (BlockingPgConnection connection = blocking.acquire()) {
                assertThat(connection.fetchOne(String.class, XACT)).isEqualTo(xact);
            }
            assertThat(blocking.fetchValue(Long.class, "select count(*) from joined"))
                    .contains(8L);
            assertThat(rowsOutside()).isEqualTo("0");
        });
        assertThat(rowsOutside()).isEqualTo("0");
        assertThat(blocking.execute(INSERT, 1).rowCount()).isOne();
        assertThat(rowsOutside()).isEqualTo("1");
    }

    @Test
    void everyVerbOfTheFaceOfFuturesJoinsByTheThreadOfTheCall() {
        withThread(() -> {
            String xact = await(pg.fetchOne(String.class, XACT));
            await(pg.execute(INSERT, 1));
            await(pg.executeMany(INSERT, rows(2, 3)));
            await(pg.executeMany(INSERT, JdkFlowAdapter.publisherToFlowPublisher(Flux.fromIterable(rows(4)))));
            await(pg.sql(INSERT).args(5).execute());
            await(pg.sql(INSERT).executeMany(rows(6)));
            await(pg.copyIn("joined").rows(rows(7)));
            await(pg.notify("joined", "x"));
            assertThat(await(pg.sql(XACT).fetchValue(String.class))).contains(xact);
            assertThat(collected(pg.stream(String.class, XACT))).containsExactly(xact);
            assertThat(collected(pg.sql(XACT).stream(String.class))).containsExactly(xact);
            assertThat(collected(pg.copyOut("joined").rows(Integer.class))).hasSize(7);
            same(xact, await(pg.inTransaction(tx -> tx.fetchOne(String.class, XACT))));
            same(xact, await(pg.withConnection(connection -> connection.fetchOne(String.class, XACT))));
            same(xact, await(pg.acquire().compose(connection -> connection
                    .fetchOne(String.class, XACT)
                    .eventually(connection::close))));
            assertThat(await(pg.fetchValue(Long.class, "select count(*) from joined")))
                    .isEqualTo(Optional.of(7L));
            assertThat(rowsOutside()).isEqualTo("0");
        });
        assertThat(rowsOutside()).isEqualTo("0");
    }

    @Test
    void everyVerbOfTheReactorFaceJoinsByTheContextOfTheSubscriber() {
        Mono<String> work = reactive.fetchOne(String.class, XACT).flatMap(xact -> Flux.concat(
                        reactive.execute(INSERT, 1).thenReturn(xact),
                        reactive.executeMany(INSERT, rows(2, 3)).thenReturn(xact),
                        reactive.executeMany(INSERT, Flux.fromIterable(rows(4))).thenReturn(xact),
                        reactive.sql(INSERT).args(5).execute().thenReturn(xact),
                        reactive.sql(INSERT).executeMany(rows(6)).thenReturn(xact),
                        reactive.copyIn("joined").rows(rows(7)).thenReturn(xact),
                        reactive.notify("joined", "x").thenReturn(xact),
                        reactive.fetch(String.class, XACT),
                        reactive.sql(XACT).fetchRow(String.class),
                        reactive.stream(String.class, XACT),
                        reactive.sql(XACT).stream(String.class),
                        reactive.copyOut(XACT).rows(String.class),
                        reactive.inTransaction(tx -> tx.fetchOne(String.class, XACT)),
                        reactive.withConnection(connection -> connection.fetchOne(String.class, XACT)),
                        Mono.usingWhen(
                                reactive.acquire(),
                                connection -> connection.fetchOne(String.class, XACT),
                                ReactivePgConnection::close))
                .doOnNext(value -> assertThat(value).isEqualTo(xact))
                .then(reactive.fetchOne(Long.class, "select count(*) from joined"))
                .doOnNext(count -> {
                    assertThat(count).isEqualTo(7);
                    assertThat(rowsOutside()).isEqualTo("0");
                })
                .thenReturn(xact));
        Mono<String> inTransaction = Mono.usingWhen(
                reactive.acquire(),
                connection -> connection.begin(TransactionOptions.defaults()).flatMap(transaction -> work.contextWrite(
                                context -> context.put(Scope.class, transaction))
                        .flatMap(xact -> transaction.rollback().thenReturn(xact))),
                ReactivePgConnection::close);

        assertThat(inTransaction.block(LIMIT)).isNotBlank();

        assertThat(rowsOutside()).isEqualTo("0");
        // The same calls of another subscriber are on their own.
        reactive.execute(INSERT, 1).block(LIMIT);
        assertThat(rowsOutside()).isEqualTo("1");
    }

    @Test
    void theReactorFaceDoesNotAskForTheTransactionOfTheThread() {
        withThread(() -> reactive.execute(INSERT, 1).block(LIMIT));

        assertThat(rowsOutside()).isEqualTo("1");
    }

    @Test
    void theConnectionOfASurroundingTransactionCannotEndIt() {
        withThread(() -> {
            try (BlockingPgConnection connection = blocking.acquire()) {
                assertThatThrownBy(connection::begin)
                        .isInstanceOf(PgMisuseException.class)
                        .hasMessageContaining("surrounds this call");
                assertThatThrownBy(connection::reset)
                        .isInstanceOf(PgMisuseException.class)
                        .hasMessageContaining("surrounds this call");
            }
            assertThat(blocking.fetchValue(Integer.class, "select 1")).contains(1);
        });
    }

    @Test
    void whatIsCalledAfterTheEndOfATransactionThatIsStillToldFails() {
        try (BlockingPgConnection connection = blocking.acquire()) {
            BlockingPgTransaction transaction = connection.begin();
            transaction.commit();
            scope.current.set(transaction);
            assertThatThrownBy(() -> blocking.execute(INSERT, 1))
                    .isInstanceOf(Mapped.class)
                    .rootCause()
                    .hasMessage("the transaction has ended");
            scope.current.remove();
        }
        assertThat(rowsOutside()).isEqualTo("0");
    }

    @Test
    void failuresAreMappedAtTheEdgeOfEachFace() {
        String wrong = "select 1 from nowhere";
        assertThatThrownBy(() -> blocking.execute(wrong))
                .isInstanceOf(Mapped.class)
                .hasCauseInstanceOf(PgServerException.class);
        assertThatThrownBy(() -> blocking.sql(wrong).fetch()).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> blocking.fetch(Integer.class, "select 'x'")).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> blocking.copyOut("nowhere").csv().to(new ByteArrayOutputStream()))
                .isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> {
                    try (Stream<Row> rows = blocking.stream(wrong)) {
                        rows.forEach(row -> {});
                    }
                })
                .isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> await(pg.execute(wrong))).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> await(pg.sql(wrong).fetch())).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> await(pg.copyIn("nowhere").rows(rows(1)))).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> collected(pg.stream(wrong))).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> reactive.execute(wrong).block(LIMIT)).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> reactive.stream(wrong).blockLast(LIMIT)).isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> reactive.copyIn("nowhere").rows(rows(1)).block(LIMIT))
                .isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> reactive.inTransaction(tx -> tx.execute(wrong)).block(LIMIT))
                .isInstanceOf(Mapped.class);
    }

    @Test
    void workInATransactionSeesWhatTheClientItselfFailsWith() {
        assertThatThrownBy(() -> blocking.inTransaction(tx -> {
                    assertThatThrownBy(() -> tx.execute("select 1 from nowhere"))
                            .isInstanceOf(PgServerException.class);
                    return tx.execute("select 1");
                }))
                .isInstanceOf(Mapped.class);
        assertThatThrownBy(() -> await(pg.withConnection(connection -> connection
                        .execute("select 1 from nowhere")
                        .onFailure(failure -> assertThat(failure).isInstanceOf(PgServerException.class)))))
                .isInstanceOf(Mapped.class);
    }

    @Test
    void aMapperThatThrowsLeavesTheFailureAsItWas() {
        PgClient broken = PgClient.builder(vertx)
                .dsn(database.dsn())
                .failureMapper(failure -> {
                    throw new IllegalStateException("broken");
                })
                .build();
        try {
            assertThatThrownBy(() -> broken.blocking().execute("select 1 from nowhere"))
                    .isInstanceOf(PgServerException.class)
                    .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("broken"));
        } finally {
            await(broken.close(Duration.ofSeconds(5)));
        }
    }

    @Test
    void aTransactionWithATimeoutCancelsWhatRunsThenAndRefusesWhatComesLater() {
        TransactionOptions options = TransactionOptions.defaults().timeout(Duration.ofMillis(1500));
        try (BlockingPgConnection connection = plain.blocking().acquire()) {
            BlockingPgTransaction transaction = connection.begin(options);
            assertThat(transaction.fetchValue(Integer.class, "select 1")).contains(1);
            assertThatThrownBy(() -> transaction.execute("select pg_sleep(60)"))
                    .isInstanceOf(PgTimeoutException.class)
                    .hasMessageContaining("the transaction with a timeout of 1500 ms did not end within its time");
            assertThatThrownBy(() -> transaction.execute("select 1"))
                    .isInstanceOf(PgTimeoutException.class)
                    .hasMessageContaining("this statement was not run");
            transaction.rollback();
            assertThat(connection.fetchValue(Integer.class, "select 2")).contains(2);
        }
    }

    @Test
    void aSavepointHasNoMoreTimeThanTheTransactionAroundIt() {
        TransactionOptions outer = TransactionOptions.defaults().timeout(Duration.ofMillis(1500));
        assertThatThrownBy(() -> plain.blocking()
                        .inTransaction(
                                outer,
                                tx -> tx.inTransaction(
                                        TransactionOptions.defaults().timeout(Duration.ofMinutes(5)),
                                        inner -> inner.execute("select pg_sleep(60)"))))
                .isInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("timeout of 1500 ms");
    }
}
