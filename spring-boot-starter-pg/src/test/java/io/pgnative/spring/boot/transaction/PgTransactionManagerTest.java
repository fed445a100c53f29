package io.pgnative.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.OnVirtualThreads;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.spring.boot.exception.PgExceptionTranslator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions of threads that wait. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PgTransactionManagerTest {

    private static final String INSERT = "insert into booking(id) values ($1)";
    private static final String NAME = "transaction-manager";

    private final Vertx vertx;
    private final TestDatabase database;
    private final PgClient client;
    private final BlockingPgClient pg;
    private final PgTransactionManager manager;

    PgTransactionManagerTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.client = client(database.host(), database.port());
        this.pg = client.blocking();
        this.manager = new PgTransactionManager(client);
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
        database.execute(
                "create table if not exists booking(id int primary key, other int default 0);" + " truncate booking");
    }

    @AfterEach
    void everythingWasGivenBack() {
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(client.statistics().busy()).isZero());
        client.close(Duration.ofSeconds(5))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private TransactionTemplate template(Consumer<TransactionTemplate> settings) {
        TransactionTemplate template = new TransactionTemplate(manager);
        settings.accept(template);
        return template;
    }

    private TransactionTemplate template() {
        return template(settings -> {});
    }

    private TransactionTemplate propagating(int propagation) {
        return template(settings -> settings.setPropagationBehavior(propagation));
    }

    private String stored() {
        return database.query("select coalesce(string_agg(id::text, ',' order by id), '') from booking");
    }

    @Test
    @DisplayName("B34: commits what the blocking face and the face of futures were called for")
    void commits() {
        template().executeWithoutResult(status -> {
            pg.execute(INSERT, 1);
            client.execute(INSERT, 2).toCompletionStage().toCompletableFuture().join();
            assertThat(stored()).isEmpty();
        });

        assertThat(stored()).isEqualTo("1,2");
    }

    @Test
    @DisplayName("B34: rolls back when the work fails")
    void rollsBack() {
        assertThatThrownBy(() -> template().executeWithoutResult(status -> {
                    pg.execute(INSERT, 1);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("B34: a new transaction stands beside the suspended one, and outside of any there is none")
    void suspendsAndResumes() {
        assertThatThrownBy(() -> template().executeWithoutResult(status -> {
                    pg.execute(INSERT, 1);
                    propagating(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                            .executeWithoutResult(inner -> pg.execute(INSERT, 2));
                    propagating(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                            .executeWithoutResult(inner -> pg.execute(INSERT, 3));
                    assertThat(stored()).isEqualTo("2,3");
                    pg.execute(INSERT, 4);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(stored()).isEqualTo("2,3");
    }

    @Test
    @DisplayName("B34: a nested transaction is a savepoint, also after a failed statement")
    void nests() {
        template().executeWithoutResult(status -> {
            pg.execute(INSERT, 1);
            assertThatThrownBy(() -> propagating(TransactionDefinition.PROPAGATION_NESTED)
                            .executeWithoutResult(inner -> {
                                pg.execute(INSERT, 2);
                                pg.execute(INSERT, 2);
                            }))
                    .isInstanceOf(DuplicateKeyException.class);
            propagating(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(inner -> pg.execute(INSERT, 3));
            // A savepoint of the client's own in it, which is given up.
            pg.inTransaction(tx -> {
                tx.setRollbackOnly();
                return tx.execute(INSERT, 4);
            });
        });

        assertThat(stored()).isEqualTo("1,3");
    }

    @Test
    void propagationsThatNeedOrRefuseATransactionAreKept() {
        assertThatThrownBy(() ->
                        propagating(TransactionDefinition.PROPAGATION_MANDATORY).executeWithoutResult(status -> {}))
                .isInstanceOf(IllegalTransactionStateException.class);
        template().executeWithoutResult(status -> assertThatThrownBy(() ->
                        propagating(TransactionDefinition.PROPAGATION_NEVER).executeWithoutResult(inner -> {}))
                .isInstanceOf(IllegalTransactionStateException.class));
        propagating(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult(status -> pg.execute(INSERT, 1));
        assertThat(stored()).isEqualTo("1");
    }

    @ParameterizedTest
    @DisplayName("B34: asks for the isolation level")
    @CsvSource({"1, read uncommitted", "2, read committed", "4, repeatable read", "8, serializable"})
    void isolates(int level, String expected) {
        String actual = template(settings -> settings.setIsolationLevel(level))
                .execute(status -> pg.fetchOne(String.class, "show transaction_isolation"));

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    @DisplayName("B34: writes are refused in a read-only transaction")
    void readOnly() {
        assertThatThrownBy(() -> template(settings -> settings.setReadOnly(true))
                        .executeWithoutResult(status -> pg.execute(INSERT, 1)))
                .isInstanceOf(InvalidDataAccessApiUsageException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    @DisplayName("B34: a timeout ends what runs then, and names itself")
    void timesOut() {
        assertThatThrownBy(() -> template(settings -> settings.setTimeout(1))
                        .executeWithoutResult(status -> pg.execute("select pg_sleep(60)")))
                .isInstanceOf(QueryTimeoutException.class)
                .hasCauseInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("the transaction with a timeout of 1 s");
    }

    @Test
    @DisplayName("B34: who takes part and fails has the whole rolled back, and the outermost is told")
    void rollbackOnly() {
        assertThatThrownBy(() -> template().executeWithoutResult(status -> {
                    pg.execute(INSERT, 1);
                    assertThatThrownBy(() -> template().executeWithoutResult(inner -> {
                                throw new IllegalStateException("no");
                            }))
                            .hasMessage("no");
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(stored()).isEmpty();
    }

    @Test
    void aFailedStatementThatWasCaughtIsToldAtTheEnd() {
        assertThatThrownBy(() -> template().executeWithoutResult(status -> {
                    pg.execute(INSERT, 1);
                    assertThatThrownBy(() -> pg.execute(INSERT, 1)).isInstanceOf(DuplicateKeyException.class);
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasMessageContaining("ROLLBACK");
    }

    @Test
    @DisplayName("B34: tells synchronizations how it ended")
    void synchronizations() {
        List<Integer> outcomes = new ArrayList<>();
        TransactionSynchronization told = new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                outcomes.add(status);
            }
        };

        template().executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(told);
            pg.execute(INSERT, 1);
        });
        template().executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(told);
            status.setRollbackOnly();
        });

        assertThat(outcomes)
                .containsExactly(
                        TransactionSynchronization.STATUS_COMMITTED, TransactionSynchronization.STATUS_ROLLED_BACK);
    }

    @Test
    @DisplayName("B38: a constraint that COMMIT finds violated is what it is")
    void commitRefused() {
        database.execute(
                "drop table if exists late;" + " create table late(id int unique deferrable initially deferred)");

        assertThatThrownBy(() -> template().executeWithoutResult(status -> {
                    pg.execute("insert into late values (1), (1)");
                }))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasCauseInstanceOf(PgServerException.class)
                .hasMessageContaining("late_id_key");
    }

    @Test
    @DisplayName("B38: a serialization failure can be known by its exception")
    void serializationFailure() {
        pg.execute(INSERT, 1);
        TransactionTemplate serializable =
                template(settings -> settings.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ));

        assertThatThrownBy(() -> serializable.executeWithoutResult(status -> {
                    pg.fetch("select * from booking");
                    database.execute("update booking set other = 1");
                    pg.execute("update booking set other = 2");
                }))
                .isInstanceOf(CannotAcquireLockException.class);
    }

    @Test
    void aLostConnectionAtCommitIsNoCommitAndNoRollback() throws Exception {
        List<Integer> outcomes = new ArrayList<>();
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            PgClient behind = client(proxy.host(), proxy.port());
            CompletableFuture<Void> work = CompletableFuture.runAsync(
                    () -> new TransactionTemplate(new PgTransactionManager(behind)).executeWithoutResult(status -> {
                        behind.blocking().execute(INSERT, 1);
                        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                            @Override
                            public void afterCompletion(int outcome) {
                                outcomes.add(outcome);
                            }
                        });
                        proxy.freeze(Direction.TO_CLIENT);
                    }));
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

    @Test
    void aConnectionThatIsLostBeforeCommitIsSentHasRolledBack() {
        assertThatThrownBy(() -> template().executeWithoutResult(status -> {
                    pg.execute(INSERT, 1);
                    database.terminateBackends(NAME);
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(20))
                            .pollInSameThread()
                            .until(() -> !isActive());
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasMessageContaining("before COMMIT was sent");

        assertThat(stored()).isEmpty();
    }

    private boolean isActive() {
        return Objects.requireNonNull(
                        Objects.requireNonNull(client.transactionScope()).ofThread())
                .isActive();
    }

    @Test
    void anEventLoopIsRefused() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            try {
                template().executeWithoutResult(status -> {});
                refused.complete(new AssertionError("it began"));
            } catch (RuntimeException failure) {
                refused.complete(failure);
            }
        });

        assertThat(refused.get(30, TimeUnit.SECONDS))
                .isInstanceOf(CannotCreateTransactionException.class)
                .hasMessageContaining("which must not wait");
    }

    @Test
    void aClientThatWouldNotJoinIsRefused() {
        PgClient alone = PgClient.builder(vertx).dsn(database.dsn()).build();
        try {
            TransactionTemplate template = new TransactionTemplate(new PgTransactionManager(alone));
            assertThatThrownBy(() -> template.executeWithoutResult(status -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transactionScope(SpringTransactionScope.create())");
        } finally {
            alone.close(Duration.ZERO).toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    @OnVirtualThreads
    void theTransactionOfAVirtualThreadIsItsOwn() throws Exception {
        CountDownLatch bothInserted = new CountDownLatch(2);
        CompletableFuture<Void> committed = virtually(() -> template().executeWithoutResult(status -> {
            pg.execute(INSERT, 1);
            bothInserted.countDown();
            await(bothInserted);
        }));
        CompletableFuture<Void> rolledBack = virtually(() -> template().executeWithoutResult(status -> {
            pg.execute(INSERT, 2);
            bothInserted.countDown();
            await(bothInserted);
            status.setRollbackOnly();
        }));
        committed.get(30, TimeUnit.SECONDS);
        rolledBack.get(30, TimeUnit.SECONDS);

        assertThat(stored()).isEqualTo("1");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static CompletableFuture<Void> virtually(Runnable work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
