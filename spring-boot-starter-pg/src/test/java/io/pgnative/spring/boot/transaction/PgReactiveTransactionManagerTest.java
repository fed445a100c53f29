package io.pgnative.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.spring.boot.exception.PgExceptionTranslator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Transactions of Reactor's subscribers. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PgReactiveTransactionManagerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String INSERT = "insert into booking(id) values ($1)";
    private static final String NAME = "reactive-manager";

    private final Vertx vertx;
    private final TestDatabase database;
    private final PgClient client;
    private final ReactivePgClient pg;
    private final PgReactiveTransactionManager manager;

    PgReactiveTransactionManagerTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.client = client(database.host(), database.port());
        this.pg = client.reactive();
        this.manager = new PgReactiveTransactionManager(client);
    }

    private PgClient client(String host, int port) {
        return PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(host)
                .port(port)
                .applicationName(NAME)
                .poolMaxSize(3)
                .transactionScope(SpringTransactionScope.create())
                .failureMapper(new PgExceptionTranslator()::translate)
                .build();
    }

    @BeforeEach
    void table() {
        database.execute("create table if not exists booking(id int primary key); truncate booking");
    }

    @AfterEach
    void everythingWasGivenBack() {
        try {
            awaitIdle();
        } finally {
            client.close(Duration.ofSeconds(5))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private TransactionalOperator operator(Consumer<DefaultTransactionDefinition> settings) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        settings.accept(definition);
        return TransactionalOperator.create(manager, definition);
    }

    private TransactionalOperator operator() {
        return operator(settings -> {});
    }

    private TransactionalOperator propagating(int propagation) {
        return operator(settings -> settings.setPropagationBehavior(propagation));
    }

    private Mono<Long> insert(int id) {
        return pg.execute(INSERT, id).map(result -> result.rowCount());
    }

    private static <T> Mono<T> refused() {
        return Mono.error(() -> new IllegalStateException("no"));
    }

    private String stored() {
        return database.query("select coalesce(string_agg(id::text, ',' order by id), '') from booking");
    }

    @Test
    @DisplayName("B34: commits what the Reactor face was called for")
    void commits() {
        insert(1)
                .then(insert(2))
                .doOnNext(count -> assertThat(stored()).isEmpty())
                .as(operator()::transactional)
                .block(LIMIT);

        assertThat(stored()).isEqualTo("1,2");
    }

    @Test
    @DisplayName("B34: rolls back when the work fails, and when the subscriber has enough")
    void rollsBack() {
        assertThatThrownBy(() ->
                        insert(1).then(refused()).as(operator()::transactional).block(LIMIT))
                .hasMessage("no");
        Flux.concat(insert(2), insert(3)).as(operator()::transactional).next().block(LIMIT);

        awaitIdle();
        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("B34: a new transaction stands beside the suspended one, and outside of any there is none")
    void suspendsAndResumes() {
        Mono<Object> work = insert(1)
                .then(insert(2).as(propagating(TransactionDefinition.PROPAGATION_REQUIRES_NEW)::transactional))
                .then(insert(3).as(propagating(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)::transactional))
                .doOnNext(count -> assertThat(stored()).isEqualTo("2,3"))
                .then(insert(4))
                .then(refused());

        assertThatThrownBy(() -> work.as(operator()::transactional).block(LIMIT))
                .hasMessage("no");

        assertThat(stored()).isEqualTo("2,3");
    }

    @Test
    @DisplayName("B34: a nested transaction is a savepoint, also after a failed statement")
    void nests() {
        TransactionalOperator nested = propagating(TransactionDefinition.PROPAGATION_NESTED);
        insert(1)
                .then(insert(2).then(insert(2)).as(nested::transactional))
                .onErrorResume(DuplicateKeyException.class, failure -> Mono.just(0L))
                .then(insert(3).as(nested::transactional))
                .then(pg.inTransaction(tx -> {
                    tx.setRollbackOnly();
                    return tx.execute(INSERT, 4);
                }))
                .as(operator()::transactional)
                .block(LIMIT);

        assertThat(stored()).isEqualTo("1,3");
    }

    @Test
    @DisplayName("B34: who takes part in a nested transaction and fails has that rolled back, and no more")
    void rollbackOnlyOfANestedOne() {
        Mono<Long> participant = insert(2)
                .then(PgReactiveTransactionManagerTest.<Long>refused())
                .as(operator()::transactional)
                .onErrorReturn(0L);

        insert(1)
                .then(participant.as(propagating(TransactionDefinition.PROPAGATION_NESTED)::transactional))
                .onErrorReturn(UnexpectedRollbackException.class, -1L)
                .doOnNext(count -> assertThat(count).isEqualTo(-1))
                .then(insert(3))
                .as(operator()::transactional)
                .block(LIMIT);

        assertThat(stored()).isEqualTo("1,3");
    }

    @ParameterizedTest
    @DisplayName("B34: asks for the isolation level")
    @CsvSource({"1, read uncommitted", "2, read committed", "4, repeatable read", "8, serializable"})
    void isolates(int level, String expected) {
        assertThat(pg.fetchOne(String.class, "show transaction_isolation")
                        .as(operator(settings -> settings.setIsolationLevel(level))::transactional)
                        .block(LIMIT))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("B34: writes are refused in a read-only transaction")
    void readOnly() {
        assertThatThrownBy(() -> insert(1)
                        .as(operator(settings -> settings.setReadOnly(true))::transactional)
                        .block(LIMIT))
                .isInstanceOf(InvalidDataAccessApiUsageException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    @DisplayName("B34: a timeout ends what runs then, and names itself")
    void timesOut() {
        assertThatThrownBy(() -> pg.execute("select pg_sleep(60)")
                        .as(operator(settings -> settings.setTimeout(1))::transactional)
                        .block(LIMIT))
                .isInstanceOf(QueryTimeoutException.class)
                .hasCauseInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("the transaction with a timeout of 1 s");
    }

    @Test
    @DisplayName("B34: who takes part and fails has the whole rolled back, and the outermost is told")
    void rollbackOnly() {
        Mono<Long> participant = insert(2)
                .then(PgReactiveTransactionManagerTest.<Long>refused())
                .as(operator()::transactional)
                .onErrorReturn(0L);

        assertThatThrownBy(() -> insert(1)
                        .then(participant)
                        .as(operator()::transactional)
                        .block(LIMIT))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(stored()).isEmpty();
    }

    @Test
    void aFailedStatementThatWasCaughtIsToldAtTheEnd() {
        assertThatThrownBy(() -> insert(1)
                        .then(insert(1).onErrorReturn(DuplicateKeyException.class, 0L))
                        .as(operator()::transactional)
                        .block(LIMIT))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasMessageContaining("ROLLBACK");
    }

    private static Mono<Void> telling(IntConsumer outcome) {
        return TransactionSynchronizationManager.forCurrentTransaction()
                .doOnNext(current -> current.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public Mono<Void> afterCompletion(int status) {
                        return Mono.fromRunnable(() -> outcome.accept(status));
                    }
                }))
                .then();
    }

    @Test
    @DisplayName("B34: tells synchronizations how it ended")
    void synchronizations() {
        List<Integer> outcomes = new CopyOnWriteArrayList<>();
        telling(outcomes::add).then(insert(1)).as(operator()::transactional).block(LIMIT);
        telling(outcomes::add)
                .then(insert(2))
                .then(refused())
                .as(operator()::transactional)
                .onErrorResume(failure -> Mono.empty())
                .block(LIMIT);

        assertThat(outcomes)
                .containsExactly(
                        TransactionSynchronization.STATUS_COMMITTED, TransactionSynchronization.STATUS_ROLLED_BACK);
    }

    @Test
    @DisplayName("B38: a constraint that COMMIT finds violated is what it is")
    void commitRefused() {
        database.execute(
                "drop table if exists late;" + " create table late(id int unique deferrable initially deferred)");

        assertThatThrownBy(() -> pg.execute("insert into late values (1), (1)")
                        .as(operator()::transactional)
                        .block(LIMIT))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("late_id_key");
    }

    private void awaitIdle() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.statistics().busy() == 0);
    }

    private void awaitSleeping() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> database.query(
                        "select count(*) from pg_stat_activity where application_name = '" + NAME
                                + "' and state = 'active' and query like '%pg_sleep%'")
                .equals("1"));
    }

    private static <T> T join(CompletableFuture<T> event) {
        return event.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @DisplayName("B36: a subscriber that cancels rolls back, and the connection goes back to the pool")
    @ValueSource(booleans = {true, false})
    void cancels(boolean whileAStatementRuns) {
        CompletableFuture<Integer> inserted = new CompletableFuture<>();
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
        String inside = "select pg_backend_pid() from booking where id = 1";
        Disposable subscription = telling(outcome::complete)
                .then(insert(1))
                .then(pg.fetchOne(Integer.class, inside))
                .doOnNext(inserted::complete)
                .then(whileAStatementRuns ? pg.execute("select pg_sleep(60)") : Mono.never())
                .as(operator()::transactional)
                .subscribe();
        int pid = join(inserted);
        if (whileAStatementRuns) {
            awaitSleeping();
        }
        assertThat(stored()).isEmpty();
        assertThat(outcome).isNotDone();
        subscription.dispose();

        assertThat(join(outcome)).isEqualTo(TransactionSynchronization.STATUS_ROLLED_BACK);
        awaitIdle();
        assertThat(stored()).isEmpty();
        assertThat(insert(1)
                        .then(pg.fetchOne(Integer.class, inside))
                        .as(operator()::transactional)
                        .block(LIMIT))
                .as("the connection that came back")
                .isEqualTo(pid);
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    @DisplayName("B36: who gives up waiting for a new transaction is in the suspended one again")
    void givesUpWaitingForANewTransaction() {
        List<Integer> outcomes = new CopyOnWriteArrayList<>();
        List<Disposable> holding = hold(2);
        Mono<Long> impatient = insert(2)
                .as(propagating(TransactionDefinition.PROPAGATION_REQUIRES_NEW)::transactional)
                .timeout(Duration.ofMillis(50))
                .onErrorReturn(TimeoutException.class, 0L);
        Mono<Long> work = telling(outcomes::add).then(insert(1)).then(impatient).then(insert(3));

        assertThatThrownBy(
                        () -> work.then(refused()).as(operator()::transactional).block(LIMIT))
                .hasMessage("no");
        assertThat(stored()).isEmpty();
        work.as(operator()::transactional).block(LIMIT);
        assertThat(stored()).isEqualTo("1,3");
        assertThat(outcomes)
                .containsExactly(
                        TransactionSynchronization.STATUS_ROLLED_BACK, TransactionSynchronization.STATUS_COMMITTED);
        holding.forEach(Disposable::dispose);
    }

    @Test
    @DisplayName("B36: a subscriber that cancels while a new transaction waits rolls the suspended one back")
    void cancelsWhileANewTransactionWaits() {
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
        List<Disposable> holding = hold(2);
        Disposable subscription = telling(outcome::complete)
                .then(insert(1))
                .then(insert(2).as(propagating(TransactionDefinition.PROPAGATION_REQUIRES_NEW)::transactional))
                .as(operator()::transactional)
                .subscribe();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.statistics().waiting() == 1);
        subscription.dispose();

        assertThat(join(outcome)).isEqualTo(TransactionSynchronization.STATUS_ROLLED_BACK);
        holding.forEach(Disposable::dispose);
        awaitIdle();
        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("B36: a subscriber that cancels in a new transaction gives both connections back")
    void cancelsInANewTransaction() {
        Disposable subscription = insert(1)
                .then(pg.execute("select pg_sleep(60)")
                        .as(propagating(TransactionDefinition.PROPAGATION_REQUIRES_NEW)::transactional))
                .as(operator()::transactional)
                .subscribe();
        awaitSleeping();
        // The suspended one is over first, as nothing runs there.
        subscription.dispose();

        awaitIdle();
        assertThat(stored()).isEmpty();
    }

    /** Transactions that end when they are told. */
    private List<Disposable> hold(int count) {
        List<Disposable> holding = IntStream.range(0, count)
                .mapToObj(i -> pg.execute("select 1")
                        .then(Mono.never())
                        .as(operator()::transactional)
                        .subscribe())
                .toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.statistics().busy() == count);
        return holding;
    }

    @Test
    @DisplayName("B36: subscribers that cancel while they wait for a connection leave none behind")
    void cancelsWhileWaiting() {
        List<Disposable> holding = hold(3);
        List<Disposable> waiting = IntStream.range(0, 20)
                .mapToObj(i -> insert(i).as(operator()::transactional).subscribe())
                .toList();
        // Some are granted a connection while they cancel.
        holding.forEach(Disposable::dispose);
        waiting.forEach(Disposable::dispose);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.statistics().busy() == 0 && client.statistics().waiting() == 0);
        database.execute("truncate booking");
        insert(1).as(operator()::transactional).block(LIMIT);
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void aLostConnectionAtCommitIsNoCommitAndNoRollback() throws Exception {
        List<Integer> outcomes = new CopyOnWriteArrayList<>();
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            PgClient behind = client(proxy.host(), proxy.port());
            CompletableFuture<Void> work = telling(outcomes::add)
                    .then(behind.reactive().execute(INSERT, 1))
                    .doOnNext(result -> proxy.freeze(Direction.TO_CLIENT))
                    .as(TransactionalOperator.create(new PgReactiveTransactionManager(behind))::transactional)
                    .then()
                    .toFuture();
            proxy.awaitFrontend(Query.class, query -> query.query().equals("COMMIT"));
            proxy.closeConnections();

            assertThatThrownBy(() -> work.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(TransactionSystemException.class)
                    .hasMessageContaining("COMMIT");
            assertThat(outcomes).containsExactly(TransactionSynchronization.STATUS_UNKNOWN);
            behind.close(Duration.ZERO)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }
}
