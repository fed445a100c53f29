package io.pgnative.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.PgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgNativeTransactionAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgNativeTransactionManagementAutoConfiguration;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.pgnative.spring.boot.query.Modifying;
import io.pgnative.spring.boot.query.PgQueriesFactoryBean;
import io.pgnative.spring.boot.query.Query;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.TransactionManagementConfigurer;
import org.springframework.transaction.annotation.Transactional;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Mono;

/** Which transactional methods are refused since their results come too late, and of which is told. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class TransactionalResultsTest {

    private final TestDatabase database;
    private final ApplicationContextRunner runner;

    TransactionalResultsTest(TestDatabase database) {
        this.database = database;
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PgNativeAutoConfiguration.class,
                        PgNativeTransactionAutoConfiguration.class,
                        PgNativeTransactionManagementAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn());
    }

    private ApplicationContextRunner withJdbc() {
        return runner.withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password());
    }

    static class OfVertx {

        @Transactional
        public Future<Void> place() {
            return Future.succeededFuture();
        }
    }

    @Transactional("pgTransactionManager")
    static class OfJava {

        public CompletionStage<Void> place() {
            return CompletableFuture.completedFuture(null);
        }
    }

    interface Placing {

        @Transactional
        CompletableFuture<Void> place();
    }

    static class ByInterface implements Placing {

        @Override
        public CompletableFuture<Void> place() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Asynchronous {

        @Async
        @Transactional("pgTransactionManager")
        public CompletableFuture<Void> place() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class NotPublic {

        @Transactional
        CompletableFuture<Void> place() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class PublisherOfThreads {

        @Transactional("pgTransactionManager")
        public Mono<Void> place() {
            return Mono.empty();
        }
    }

    private static void assertRefuses(ApplicationContextRunner runner, Class<?> refused) {
        runner.run(context -> assertRefused(context.getStartupFailure(), refused));
    }

    private static void assertRefused(@Nullable Throwable failure, Class<?> refused) {
        assertThat(Stream.iterate(failure, Objects::nonNull, Throwable::getCause))
                .filteredOn(PgStartupException.class::isInstance)
                .singleElement()
                .satisfies(found -> assertThat(found).hasMessageContaining(refused.getName() + ".place"))
                .satisfies(found -> assertThat(
                                ((PgStartupException) found).analysis().getAction())
                        .contains("inTransaction"));
    }

    @Test
    @DisplayName("B35: a transactional method that returns a future is refused at the start")
    void refusesFutures() {
        for (Class<?> refused :
                List.of(OfVertx.class, OfJava.class, ByInterface.class, NotPublic.class, PublisherOfThreads.class)) {
            assertRefuses(runner.withBean(refused), refused);
        }
    }

    /** Queries, of which one is a transaction of its own. */
    interface Queries {

        @Transactional
        @Modifying
        @Query("insert into stock(id) values ($1)")
        CompletionStage<Long> place(int id);
    }

    static class FactoryOfPlacing implements FactoryBean<Placing> {

        @Override
        public Placing getObject() {
            return new ByInterface();
        }

        @Override
        public Class<?> getObjectType() {
            return Placing.class;
        }
    }

    static class UsesPlacing {

        UsesPlacing(Placing placing) {
            assertThat(placing).isNotNull();
        }
    }

    @Test
    @DisplayName("B35: futures of interfaces of queries and of what factory beans make are refused, too")
    void refusesFuturesOfFactoryBeans() {
        assertRefuses(
                runner.withBean(
                        "queries", PgQueriesFactoryBean.class, () -> new PgQueriesFactoryBean<>(Queries.class, "")),
                Queries.class);
        assertRefuses(runner.withBean(FactoryOfPlacing.class).withBean(UsesPlacing.class), ByInterface.class);
    }

    @Test
    @DisplayName("B35: what is made later is refused then, each time")
    void refusesFuturesOfLazyBeans() {
        runner.withBean(OfVertx.class, OfVertx::new, definition -> definition.setLazyInit(true))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    for (int i = 0; i < 2; i++) {
                        assertRefused(catchThrowable(() -> context.getBean(OfVertx.class)), OfVertx.class);
                    }
                });
    }

    static class OwnManager extends PgReactiveTransactionManager {

        private static final long serialVersionUID = 1L;

        OwnManager(PgClient client) {
            super(client);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByConfigurer implements TransactionManagementConfigurer {

        private final ObjectProvider<TransactionManager> managers;

        ByConfigurer(@Qualifier("pgTransactionManager") ObjectProvider<TransactionManager> managers) {
            this.managers = managers;
        }

        @Override
        public TransactionManager annotationDrivenTransactionManager() {
            return managers.getObject();
        }
    }

    @Test
    @DisplayName("B35: the manager is the one that the interceptor takes")
    void refusesFuturesByTheManagerThatIsTaken() {
        assertRefuses(runner.withBean(OwnManager.class).withBean(OfVertx.class), OfVertx.class);
        assertRefuses(withJdbc().withUserConfiguration(ByConfigurer.class).withBean(OfVertx.class), OfVertx.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class ManagerOfPlacing {

        @Bean
        TransactionManager transactionManager(Placing needed, DataSource dataSource) {
            assertThat(needed).isNotNull();
            return new JdbcTransactionManager(dataSource);
        }
    }

    @Test
    @DisplayName("B35: no manager is made before its time")
    void makesNoManagerEarly() {
        withJdbc()
                .withBean(ByInterface.class)
                .withUserConfiguration(ManagerOfPlacing.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Transactional("pgTransactionManager")
    static class Outside {

        @Transactional(value = "pgTransactionManager", propagation = Propagation.NOT_SUPPORTED)
        public CompletableFuture<Void> place() {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    @DisplayName("B35: futures of @Async methods, and without a transaction, are left alone")
    void leavesOtherFuturesAlone() {
        runner.withBean(Asynchronous.class).withBean(Outside.class).run(context -> assertThat(context)
                .hasNotFailed());
    }

    static class AsyncOfVertx {

        @Async
        @Transactional
        public Future<Void> place() {
            return Future.succeededFuture();
        }
    }

    static class Placer<T> {

        private final T result;

        Placer(T result) {
            this.result = result;
        }

        @Transactional
        public T place() {
            return result;
        }
    }

    static class PlacerOfVertx extends Placer<Future<Void>> {

        PlacerOfVertx() {
            super(Future.succeededFuture());
        }
    }

    /** Somebody else's manager of Reactor. */
    static class OtherReactiveManager implements ReactiveTransactionManager {

        @Override
        public Mono<ReactiveTransaction> getReactiveTransaction(@Nullable TransactionDefinition definition) {
            return Mono.error(new IllegalStateException("no"));
        }

        @Override
        public Mono<Void> commit(ReactiveTransaction transaction) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> rollback(ReactiveTransaction transaction) {
            return Mono.empty();
        }
    }

    @Test
    @DisplayName("B35: futures of Vert.x are refused whoever's the manager is")
    void refusesFuturesOfVertxBesideOthers() {
        for (Class<?> refused : List.of(OfVertx.class, AsyncOfVertx.class)) {
            assertRefuses(withJdbc().withBean(refused), refused);
        }
        assertRefuses(withJdbc().withBean(PlacerOfVertx.class), PlacerOfVertx.class);
        assertRefuses(runner.withBean(OtherReactiveManager.class).withBean(OfVertx.class), OfVertx.class);
        assertRefuses(
                runner.withBean(OfVertx.class).withPropertyValues("spring.pgnative.transaction.default-manager=none"),
                OfVertx.class);
    }

    static class FuturesByJdbc {

        @Transactional
        public CompletionStage<Long> stage() {
            return CompletableFuture.completedFuture(1L);
        }

        @Transactional("transactionManager")
        public java.util.concurrent.Future<Long> named() {
            return CompletableFuture.completedFuture(1L);
        }

        @Async
        @Transactional
        public CompletableFuture<Long> asynchronous() {
            return CompletableFuture.completedFuture(1L);
        }

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        public CompletableFuture<Long> without() {
            return CompletableFuture.completedFuture(1L);
        }

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        public Future<Long> vertxWithout() {
            return Future.succeededFuture(1L);
        }
    }

    @Test
    @DisplayName("B35: other futures that are @Transactional with a manager of somebody else are told of")
    void futuresBesideJdbc(CapturedOutput output) {
        withJdbc().withBean(FuturesByJdbc.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(FuturesByJdbc.class).stage()).isCompletedWithValue(1L);
        });
        runner.withBean(OtherReactiveManager.class).withBean(ByInterface.class).run(context -> assertThat(context)
                .hasNotFailed());
        assertThat(told(output, "does not wait for a future"))
                .containsExactlyInAnyOrder("FuturesByJdbc.stage", "FuturesByJdbc.named", "ByInterface.place");
        assertThat(output)
                .contains("is @Transactional and returns a CompletionStage, but its transaction manager, a"
                        + " JdbcTransactionManager, does not wait")
                .contains("take inTransaction(...) of PgClient in place of @Transactional");
    }

    private static Stream<String> told(CapturedOutput output, String what) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains(what))
                .map(line -> line.replaceAll(".*\\$(\\w+\\.\\w+) of the bean.*", "$1"));
    }

    static class AllByJdbc {

        @Transactional
        public Mono<Long> mono() {
            return Mono.just(1L);
        }

        @Transactional("transactionManager")
        public Flow.Publisher<Long> named() {
            return JdkFlowAdapter.publisherToFlowPublisher(Mono.just(1L));
        }

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        public Mono<Long> without() {
            return Mono.just(1L);
        }

        @Transactional("pgReactiveTransactionManager")
        public Mono<Long> byClient() {
            return Mono.just(1L);
        }

        @Transactional
        public long value() {
            return 1;
        }
    }

    @Test
    @DisplayName("B35: publishers that are @Transactional with a manager for threads of somebody else are told of")
    void publishersBesideJdbc(CapturedOutput output) {
        withJdbc().withBean(AllByJdbc.class).run(context -> assertThat(context).hasNotFailed());
        assertThat(told(output, "commits before anybody subscribes"))
                .containsExactlyInAnyOrder("AllByJdbc.mono", "AllByJdbc.named");
        assertThat(output)
                .contains("is @Transactional and returns a Publisher")
                .contains("but its transaction manager is a JdbcTransactionManager")
                .contains("[pgReactiveTransactionManager]")
                .contains("or set spring.pgnative.transaction.default-manager=reactive");
    }
}
