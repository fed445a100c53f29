package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.exception.PgExceptionTranslator;
import io.pgnative.spring.boot.transaction.PgReactiveTransactionManager;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The transaction managers of the auto-configuration, and what {@code @Transactional} does with them. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class PgNativeTransactionAutoConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String INSERT = "insert into stock(id) values ($1)";

    private final TestDatabase database;
    private final ApplicationContextRunner runner;

    PgNativeTransactionAutoConfigurationTest(TestDatabase database) {
        this.database = database;
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PgNativeAutoConfiguration.class,
                        PgNativeTransactionAutoConfiguration.class,
                        PgNativeTransactionManagementAutoConfiguration.class,
                        PgNativeExceptionTranslationAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        TransactionManagerCustomizationAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn());
    }

    private ApplicationContextRunner withJdbc() {
        return runner.withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password());
    }

    private void table() {
        database.execute("create table if not exists stock(id int primary key); truncate stock");
    }

    private String stored() {
        return database.query("select coalesce(string_agg(id::text, ',' order by id), '') from stock");
    }

    static class Services {

        final PgClient futures;
        final ReactivePgClient reactive;
        final BlockingPgClient blocking;

        Services(PgClient futures, ReactivePgClient reactive, BlockingPgClient blocking) {
            this.futures = futures;
            this.reactive = reactive;
            this.blocking = blocking;
        }

        @Transactional
        Mono<Long> place(int id, boolean fails) {
            return reactive.execute(INSERT, id)
                    .then(
                            fails
                                    ? Mono.error(new IllegalStateException("no"))
                                    : reactive.fetchOne(Long.class, "select count(*) from stock"));
        }

        @Transactional
        Flux<Integer> placeAll(int... ids) {
            return Flux.fromStream(java.util.Arrays.stream(ids).boxed())
                    .concatMap(id -> reactive.execute(INSERT, id).thenReturn(id));
        }

        @Transactional("pgTransactionManager")
        public void placeAndWait(int id, boolean fails) {
            blocking.execute(INSERT, id);
            futures.execute(INSERT, id + 1)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            if (fails) {
                throw new IllegalStateException("no");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithServices {

        @Bean
        Services services(PgClient futures, ReactivePgClient reactive, BlockingPgClient blocking) {
            return new Services(futures, reactive, blocking);
        }
    }

    @Test
    @DisplayName("B33: the reactive manager is the default, and the blocking one has a name")
    void defaults() {
        runner.run(context -> {
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(PgReactiveTransactionManager.class);
            assertThat(context.getBean("pgReactiveTransactionManager"))
                    .isInstanceOf(PgReactiveTransactionManager.class);
            assertThat(context.getBean("pgTransactionManager")).isInstanceOf(PgTransactionManager.class);
            assertThat(context).hasSingleBean(TransactionalOperator.class).doesNotHaveBean(TransactionTemplate.class);
        });
    }

    @Test
    @DisplayName("B33: a property makes the blocking manager the default, or none")
    void defaultByProperty() {
        table();
        runner.withPropertyValues("spring.pgnative.transaction.default-manager=blocking")
                .run(context -> {
                    assertThat(context.getBean(TransactionManager.class)).isInstanceOf(PgTransactionManager.class);
                    assertThat(context.getBean("pgReactiveTransactionManager"))
                            .isInstanceOf(PgReactiveTransactionManager.class);
                    assertThat(context).hasSingleBean(TransactionTemplate.class);
                    assertRollsBack(context);
                });
        runner.withPropertyValues("spring.pgnative.transaction.default-manager=none")
                .run(context -> {
                    assertThatThrownBy(() -> context.getBean(TransactionManager.class))
                            .isInstanceOf(NoUniqueBeanDefinitionException.class);
                    assertThat(context)
                            .hasBean("pgReactiveTransactionManager")
                            .hasBean("pgTransactionManager")
                            .doesNotHaveBean(TransactionalOperator.class)
                            .doesNotHaveBean(TransactionTemplate.class);
                });
    }

    @Test
    @DisplayName("B18: without Reactor the blocking manager is the default")
    void withoutReactor() {
        runner.withClassLoader(new FilteredClassLoader("reactor")).run(context -> {
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(PgTransactionManager.class);
            assertThat(context).doesNotHaveBean("pgReactiveTransactionManager");
        });
    }

    @Test
    @DisplayName("B17: without transactions on the class path nothing is made for them")
    void withoutTransactions() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PgNativeAutoConfiguration.class,
                        PgNativeTransactionAutoConfiguration.class,
                        PgNativeTransactionManagementAutoConfiguration.class,
                        PgNativeExceptionTranslationAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.transaction", "org.springframework.dao"))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn())
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("pgTransactionManager");
                    PgClient client = context.getBean(PgClient.class);
                    assertThat(client.transactionScope()).isNull();
                    assertThatThrownBy(() -> client.blocking().execute("select 1 from nowhere"))
                            .isInstanceOf(PgServerException.class);
                });
    }

    @Test
    @DisplayName("B33: JDBC keeps its manager, which stays the default, and ours have names")
    void besideJdbc() {
        table();
        withJdbc().withUserConfiguration(WithServices.class).run(context -> {
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(JdbcTransactionManager.class);
            assertThat(context.getBean("pgReactiveTransactionManager"))
                    .isInstanceOf(PgReactiveTransactionManager.class);
            context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                context.getBean(JdbcTemplate.class).update("insert into stock(id) values (1)");
                status.setRollbackOnly();
            });
            assertThat(stored()).isEmpty();
            context.getBean(Services.class).placeAndWait(5, false);
            assertThat(stored()).isEqualTo("5,6");
        });
    }

    @Test
    @DisplayName("B33: beside JDBC there is an operator of Reactor all the same")
    void operatorBesideJdbc() {
        table();
        withJdbc().run(context -> {
            assertRollsBack(context);
        });
    }

    /** By the operator. */
    private void assertRollsBack(ApplicationContext context) {
        TransactionalOperator operator = context.getBean(TransactionalOperator.class);
        ReactivePgClient reactive = context.getBean(ReactivePgClient.class);
        assertThatThrownBy(() -> reactive.execute(INSERT, 1)
                        .then(Mono.error(new IllegalStateException("no")))
                        .as(operator::transactional)
                        .block(LIMIT))
                .hasMessage("no");
        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("B33: a manager that the property chooses is the default beside JDBC, too")
    void chosenBesideJdbc(CapturedOutput output) {
        table();
        withJdbc()
                .withUserConfiguration(WithServices.class)
                .withPropertyValues("spring.pgnative.transaction.default-manager=reactive")
                .run(context -> {
                    assertThat(context.getBean(TransactionManager.class))
                            .isSameAs(context.getBean("pgReactiveTransactionManager"));
                    Services services = context.getBean(Services.class);
                    assertThatThrownBy(() -> services.place(1, true).block(LIMIT))
                            .hasMessage("no");
                    assertThatThrownBy(() -> services.placeAndWait(2, true)).hasMessage("no");
                    context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                        context.getBean(JdbcTemplate.class).update("insert into stock(id) values (3)");
                        status.setRollbackOnly();
                    });
                    assertThat(stored()).isEmpty();
                    services.place(4, false).block(LIMIT);
                    assertThat(stored()).isEqualTo("4");
                });
        withJdbc()
                .withPropertyValues("spring.pgnative.transaction.default-manager=blocking")
                .run(context -> assertThat(context.getBean(TransactionManager.class))
                        .isSameAs(context.getBean("pgTransactionManager"))
                        .isSameAs(context.getBean(TransactionTemplate.class).getTransactionManager()));
        assertThat(output).doesNotContain("commits before anybody subscribes");
    }

    @Test
    @DisplayName("B34: @Transactional commits and rolls back what each face was called for")
    void transactional() {
        table();
        runner.withUserConfiguration(WithServices.class).run(context -> {
            Services services = context.getBean(Services.class);
            assertThat(services.place(1, false).block(LIMIT)).isEqualTo(1);
            assertThatThrownBy(() -> services.place(2, true).block(LIMIT)).hasMessage("no");
            assertThat(services.placeAll(3, 4).collectList().block(LIMIT)).hasSize(2);
            assertThatThrownBy(() -> services.placeAll(5, 1).collectList().block(LIMIT))
                    .isInstanceOf(DuplicateKeyException.class);
            services.placeAndWait(10, false);
            assertThatThrownBy(() -> services.placeAndWait(20, true)).hasMessage("no");
            assertThat(stored()).isEqualTo("1,3,4,10,11");
        });
    }

    static class Reports {

        final BlockingPgClient blocking;

        Reports(@Qualifier("reporting") BlockingPgClient blocking) {
            this.blocking = blocking;
        }

        @Transactional("reportingTransactionManager")
        public void write(int id) {
            blocking.execute(INSERT, id);
            throw new IllegalStateException("no");
        }
    }

    @Test
    @DisplayName("B33: a client with a name has managers of its own, which nobody gets who does not name them")
    void namedClients() {
        table();
        runner.withBean(Reports.class)
                .withPropertyValues("spring.pgnative.clients.reporting.dsn=" + database.dsn())
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasBean("reportingTransactionManager")
                            .hasBean("reportingReactiveTransactionManager");
                    assertThat(context.getBean(TransactionManager.class))
                            .isSameAs(context.getBean("pgReactiveTransactionManager"));
                    assertThat(context.getBean("reportingPgClient", PgClient.class)
                                    .transactionScope())
                            .isNotNull()
                            .isNotSameAs(
                                    context.getBean("pgClient", PgClient.class).transactionScope());
                    assertThatThrownBy(() -> context.getBean(Reports.class).write(1))
                            .hasMessage("no");
                    assertThat(stored()).isEmpty();
                });
    }

    @Test
    @DisplayName("B33: @Transactional works where clients have names only")
    void namedClientsOnly() {
        table();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PgNativeAutoConfiguration.class,
                        PgNativeTransactionAutoConfiguration.class,
                        PgNativeTransactionManagementAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withBean(Reports.class)
                .withPropertyValues("spring.pgnative.clients.reporting.dsn=" + database.dsn())
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("pgClient");
                    assertThatThrownBy(() -> context.getBean(Reports.class).write(1))
                            .hasMessage("no");
                    assertThat(stored()).isEmpty();
                });
    }

    /** Something that is advised by its interface if asked for. */
    interface Writing {

        void write(int id);
    }

    static class Writer implements Writing {

        final BlockingPgClient blocking;

        Writer(BlockingPgClient blocking) {
            this.blocking = blocking;
        }

        @Override
        @Transactional("pgTransactionManager")
        public void write(int id) {
            blocking.execute(INSERT, id);
            throw new IllegalStateException("no");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class OwnManagement {}

    @Test
    @DisplayName("B33: @Transactional works where no manager is the default, in the way of proxies that is asked for")
    void noDefaultManager() {
        table();
        ApplicationContextRunner none =
                runner.withBean(Writer.class).withPropertyValues("spring.pgnative.transaction.default-manager=none");
        none.run(context -> {
            assertThat(AopUtils.isCglibProxy(context.getBean(Writing.class))).isTrue();
            assertRollsBack(context.getBean(Writing.class));
        });
        none.withPropertyValues("spring.aop.proxy-target-class=false").run(context -> {
            assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Writing.class)))
                    .isTrue();
            assertRollsBack(context.getBean(Writing.class));
        });
        none.withUserConfiguration(OwnManagement.class).run(context -> {
            assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Writing.class)))
                    .isTrue();
            assertRollsBack(context.getBean(Writing.class));
        });
    }

    private void assertRollsBack(Writing writing) {
        assertThatThrownBy(() -> writing.write(1)).hasMessage("no");
        assertThat(stored()).isEmpty();
    }

    static class Listening implements TransactionExecutionListener {

        final List<String> told = new ArrayList<>();

        @Override
        public synchronized void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
            told.add("commit");
        }

        @Override
        public synchronized void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
            told.add("rollback");
        }
    }

    @Test
    @DisplayName("B37: customizers and listeners are applied to both managers")
    void customized() {
        table();
        runner.withUserConfiguration(WithServices.class)
                .withBean(Listening.class)
                .withPropertyValues("spring.transaction.default-timeout=7s")
                .run(context -> {
                    Services services = context.getBean(Services.class);
                    services.place(1, false).block(LIMIT);
                    assertThatThrownBy(() -> services.placeAndWait(2, true)).hasMessage("no");
                    assertThat(context.getBean(Listening.class).told).containsExactly("commit", "rollback");
                    assertThat(context.getBean("pgTransactionManager", PgTransactionManager.class)
                                    .getDefaultTimeout())
                            .isEqualTo(7);
                });
    }

    // ---- exceptions

    @Test
    @DisplayName("B38: the beans of all three faces fail with Spring's exceptions")
    void translates() {
        runner.run(context -> {
            String wrong = "select 1 from nowhere";
            assertThat(context.getBeansOfType(PersistenceExceptionTranslator.class)
                            .values())
                    .hasSize(1)
                    .allSatisfy(translator -> assertThat(translator).isInstanceOf(PgExceptionTranslator.class));
            assertThatThrownBy(() -> context.getBean(BlockingPgClient.class).execute(wrong))
                    .isInstanceOf(InvalidDataAccessResourceUsageException.class)
                    .hasCauseInstanceOf(PgServerException.class);
            assertThatThrownBy(() -> context.getBean(ReactivePgClient.class)
                            .execute(wrong)
                            .block(LIMIT))
                    .isInstanceOf(InvalidDataAccessResourceUsageException.class);
            assertThatThrownBy(() -> context.getBean(PgClient.class)
                            .execute(wrong)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidDataAccessResourceUsageException.class);
        });
    }

    @Test
    @DisplayName("B38: the client's own exceptions are to be had by a property")
    void translatesNot() {
        runner.withPropertyValues("spring.pgnative.exception-translation.enabled=false")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(PgExceptionTranslator.class);
                    assertThatThrownBy(() ->
                                    context.getBean(BlockingPgClient.class).execute("select 1 from nowhere"))
                            .isInstanceOf(PgServerException.class);
                });
    }

    @org.springframework.stereotype.Repository
    static class Throwing {

        public void fail() {
            throw new PgMisuseException("not at the edge");
        }
    }

    @Test
    @DisplayName("B38: what a repository throws itself is translated as well")
    void translatesOfRepositories() {
        runner.withConfiguration(AutoConfigurations.of(PersistenceExceptionTranslationAutoConfiguration.class))
                .withBean(Throwing.class)
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Throwing.class).fail())
                        .isInstanceOf(DataAccessException.class)
                        .hasMessage("not at the edge"));
    }
}
