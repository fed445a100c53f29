package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import com.zaxxer.hikari.HikariDataSource;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/** What a client with a name has besides itself: transactions, exceptions, JDBC, scripts, in a database of its own. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class NamedClientFeaturesTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String REPORTING = "spring.pgnative.clients.reporting.";
    private static final String INSERT = "insert into report(id) values ($1)";

    private final TestDatabase database;
    private final TestDatabase reports;
    private final Path directory;
    private final ApplicationContextRunner runner;

    NamedClientFeaturesTest(TestDatabase database, @TempDir Path directory) {
        this.database = database;
        this.directory = directory;
        this.reports = new TestDatabase(
                database.host(),
                database.port(),
                database.database() + "_reports",
                database.user(),
                database.password());
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        PgNativeAutoConfiguration.class,
                        PgNativeExceptionTranslationAutoConfiguration.class,
                        PgNativeJdbcAutoConfiguration.class,
                        PgNativeSqlInitAutoConfiguration.class,
                        PgNativeTransactionAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        TransactionManagerCustomizationAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn(), REPORTING + "dsn=" + reports.dsn());
    }

    @BeforeEach
    void createDatabase() {
        database.execute("create database \"" + reports.database() + "\"");
    }

    @AfterEach
    void dropDatabase() {
        database.execute("drop database \"" + reports.database() + "\" with (force)");
    }

    private static BlockingPgClient reporting(AssertableApplicationContext context) {
        return context.getBean("reportingBlockingPgClient", BlockingPgClient.class);
    }

    // ---- transactions

    static class WaitingReports {

        final BlockingPgClient blocking;

        WaitingReports(@Qualifier("reporting") BlockingPgClient blocking) {
            this.blocking = blocking;
        }

        @Transactional("reporting")
        public void write(int id, boolean fails) {
            blocking.execute(INSERT, id);
            if (fails) {
                throw new IllegalStateException("no");
            }
        }
    }

    static class Reports extends WaitingReports {

        final ReactivePgClient reactive;

        Reports(@Qualifier("reporting") BlockingPgClient blocking, @Qualifier("reporting") ReactivePgClient reactive) {
            super(blocking);
            this.reactive = reactive;
        }

        @Transactional("reporting")
        public Mono<Void> writeLater(int id, boolean fails) {
            return reactive.execute(INSERT, id)
                    .then(fails ? Mono.error(new IllegalStateException("no")) : Mono.empty());
        }

        @Transactional("reportingTransactionManager")
        public void writeByBeanName(int id, boolean fails) {
            write(id, fails);
        }
    }

    @Test
    @DisplayName("B33: @Transactional with the name of a client means its manager of Reactor, or that of a bean's name")
    void isTransactionalByTheNameOfTheClient() {
        reports.execute("create table report(id int)");
        runner.withBean(Reports.class).run(context -> {
            Reports bean = context.getBean(Reports.class);
            bean.writeLater(1, false).block(LIMIT);
            assertThatThrownBy(() -> bean.writeLater(2, true).block(LIMIT)).hasMessage("no");
            bean.writeByBeanName(3, false);
            assertThatThrownBy(() -> bean.writeByBeanName(4, true)).hasMessage("no");
            assertThat(reports.query("select string_agg(id::text, ',' order by id) from report"))
                    .isEqualTo("1,3");
            assertThat(context.getBean(TransactionManager.class))
                    .isSameAs(context.getBean("pgReactiveTransactionManager"));
        });
    }

    @Test
    @DisplayName("B33: clients.<name>.transaction.default-manager says which manager the name of a client means")
    void meansTheManagerOfThreadsWhereAskedTo() {
        reports.execute("create table report(id int)");
        ApplicationContextRunner asked = runner.withBean(WaitingReports.class);
        asked.withPropertyValues(REPORTING + "transaction.default-manager=blocking")
                .run(context -> {
                    WaitingReports bean = context.getBean(WaitingReports.class);
                    bean.write(1, false);
                    assertThatThrownBy(() -> bean.write(2, true)).hasMessage("no");
                    assertThat(reports.query("select string_agg(id::text, ',') from report"))
                            .isEqualTo("1");
                    assertThat(context.getBean(TransactionManager.class))
                            .isInstanceOf(ReactiveTransactionManager.class);
                });
        runner.withBean(Reports.class)
                .withPropertyValues(REPORTING + "transaction.default-manager=blocking")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("Reports.writeLater")
                        .hasMessageContaining("committed before anybody subscribes"));
        asked.withPropertyValues(REPORTING + "transaction.default-manager=none").run(context -> {
            assertThat(context).hasBean("reportingTransactionManager").hasBean("reportingReactiveTransactionManager");
            assertThatThrownBy(() -> BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                            context.getBeanFactory(), TransactionManager.class, "reporting"))
                    .isInstanceOf(NoSuchBeanDefinitionException.class);
        });
    }

    @Test
    @DisplayName("B18: without Reactor the name of a client means its manager of threads")
    void meansTheManagerOfThreadsWithoutReactor() {
        runner.withClassLoader(new FilteredClassLoader("reactor.core.publisher"))
                .run(context -> assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                                context.getBeanFactory(), TransactionManager.class, "reporting"))
                        .isSameAs(context.getBean("reportingTransactionManager")));
    }

    // ---- exceptions

    @Test
    @DisplayName(
            "B38: exceptions are translated for each client, unless clients.<name>.exception-translation.enabled is"
                    + " false")
    void translatesExceptionsUnlessToldNotTo() {
        String wrong = "select 1 from nowhere";
        runner.run(context -> assertThatThrownBy(() -> reporting(context).execute(wrong))
                .isInstanceOf(InvalidDataAccessResourceUsageException.class));
        runner.withPropertyValues(REPORTING + "exception-translation.enabled=false")
                .run(context -> {
                    assertThatThrownBy(() -> reporting(context).execute(wrong)).isInstanceOf(PgServerException.class);
                    assertThatThrownBy(() -> context.getBean("blockingPgClient", BlockingPgClient.class)
                                    .execute(wrong))
                            .isInstanceOf(InvalidDataAccessResourceUsageException.class);
                });
    }

    // ---- notifications

    static class Heard {

        final BlockingQueue<String> payloads = new LinkedBlockingQueue<>();

        @PgListener(id = "reports", value = "reports", client = "reporting")
        void on(String payload) {
            payloads.add(payload);
        }
    }

    @Test
    @DisplayName("A listener hears what is sent in the database of the client that it names")
    void listensWithTheClientThatIsNamed() {
        runner.withConfiguration(AutoConfigurations.of(PgListenerAutoConfiguration.class))
                .withBean(Heard.class)
                .run(context -> {
                    PgListenerRegistry registry = context.getBean(PgListenerRegistry.class);
                    await().atMost(LIMIT)
                            .until(() -> registry.state("reports").status() == PgListenerState.Status.LISTENING);
                    database.execute("notify reports, 'elsewhere'");
                    reports.execute("notify reports, 'here'");
                    assertThat(context.getBean(Heard.class).payloads.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
                            .isEqualTo("here");
                });
    }

    // ---- JDBC

    @Test
    @DisplayName("B20: JDBC is told the database of a client by the client's name, and nobody gets it who does not ask")
    void tellsJdbcByTheNameOfTheClient() {
        runner.run(context -> {
            JdbcConnectionDetails details = BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                    context.getBeanFactory(), JdbcConnectionDetails.class, "reporting");
            assertThat(details.getJdbcUrl()).doesNotContain(database.password());
            try (Connection connection =
                    DriverManager.getConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword())) {
                assertThat(databaseOf(connection)).isEqualTo(reports.database());
            }
            assertThat(details).isSameAs(context.getBean("reportingJdbcConnectionDetails"));
            assertThat(context.getBean(JdbcConnectionDetails.class))
                    .isSameAs(context.getBean("pgNativeJdbcConnectionDetails"));
            try (Connection connection = context.getBean(HikariDataSource.class).getConnection()) {
                assertThat(databaseOf(connection)).isEqualTo(database.database());
            }
        });
    }

    @Test
    void saysWhatHelpsWhereAClientCannotBeToldToJdbc() {
        runner.withPropertyValues(
                        REPORTING + "dsn=", REPORTING + "environment=false", REPORTING + "host=/run/postgresql")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean("reportingJdbcConnectionDetails", JdbcConnectionDetails.class)
                                        .getJdbcUrl())
                        .isInstanceOf(PgStartupException.class)
                        .hasMessage("spring.pgnative.clients.reporting.host: JDBC does not connect by Unix sockets; to"
                                + " connect JDBC otherwise, make its DataSource of a URL of its own in place of that of"
                                + " the bean reportingJdbcConnectionDetails"));
    }

    private static String databaseOf(Connection connection) throws Exception {
        try (ResultSet rows = connection.createStatement().executeQuery("select current_database()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    @DisplayName("B20: clients.<name>.jdbc.enabled, and the same of the default client, are switched by themselves")
    void tellsJdbcNothingUnlessItMay() {
        runner.withPropertyValues(REPORTING + "jdbc.enabled=false").run(context -> assertThat(context)
                .hasSingleBean(JdbcConnectionDetails.class)
                .doesNotHaveBean("reportingJdbcConnectionDetails"));
        runner.withPropertyValues("spring.pgnative.jdbc.enabled=false", "spring.datasource.url=" + database.jdbcUrl())
                .run(context -> assertThat(context)
                        .hasSingleBean(DataSource.class)
                        .hasBean("reportingJdbcConnectionDetails")
                        .doesNotHaveBean("pgNativeJdbcConnectionDetails"));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgNativeJdbcAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(Driver.class))
                .withPropertyValues(REPORTING + "dsn=" + reports.dsn())
                .run(context ->
                        assertThat(context).hasBean("reportingPgClient").doesNotHaveBean(JdbcConnectionDetails.class));
    }

    // ---- scripts

    private String script(String name, String text) throws IOException {
        return "file:" + Files.writeString(directory.resolve(name), text);
    }

    @Test
    @DisplayName("B39: the scripts of a client run in its database only, before it, beside those of spring.sql.init")
    void runsItsScripts() throws IOException {
        runner.withPropertyValues(
                        REPORTING + "sql-init.schema-locations=" + script("a.sql", "create table report(id int)"),
                        REPORTING + "sql-init.data-locations=" + script("b.sql", "insert into report values (7)"),
                        REPORTING + "pool.initialization=fail-fast",
                        REPORTING + "init-sql=select count(*) from report",
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=" + script("c.sql", "create table ledger()"))
                .withBean("another", DataSource.class, () -> mock(DataSource.class), definition -> {
                    ((AbstractBeanDefinition) definition).setDefaultCandidate(false);
                })
                .run(context -> {
                    assertThat(reporting(context).fetchValue(Integer.class, "select id from report"))
                            .contains(7);
                    assertThat(context.getBean(ApplicationScriptDatabaseInitializer.class))
                            .isSameAs(context.getBean("pgScriptDatabaseInitializer"));
                    for (String bean : new String[] {"reportingPgClientLifecycle", "pgClientLifecycle"}) {
                        assertThat(((BeanDefinitionRegistry) context.getSourceApplicationContext())
                                        .getBeanDefinition(bean)
                                        .getDependsOn())
                                .contains("reportingScriptDatabaseInitializer", "pgScriptDatabaseInitializer");
                    }
                });
        assertThat(database.query("select to_regclass('report')")).isEqualTo("null");
        assertThat(reports.query("select to_regclass('ledger')")).isEqualTo("null");
        assertThat(database.query("select to_regclass('ledger')")).isEqualTo("ledger");
        database.execute("drop table ledger");
    }

    @Test
    @DisplayName("B39: the scripts of a client need neither spring.sql.init nor a default client, and may never run")
    void runsItsScriptsWithoutTheDefaultClient() throws IOException {
        ApplicationContextRunner alone = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgNativeSqlInitAutoConfiguration.class))
                .withPropertyValues(
                        "spring.sql.init.mode=never",
                        REPORTING + "dsn=" + reports.dsn(),
                        REPORTING + "sql-init.schema-locations=" + script("a.sql", "create table report(id int)"));

        alone.withPropertyValues(REPORTING + "sql-init.mode=never")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(reports.query("select to_regclass('report')")).isEqualTo("null");
        alone.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean("pgScriptDatabaseInitializer")
                .hasSingleBean(PgScriptDatabaseInitializer.class));
        assertThat(reports.query("select to_regclass('report')")).isEqualTo("report");
    }

    @ParameterizedTest
    @CsvSource({
        "mode=always, spring.pgnative.clients.reporting.sql-init: no script is named",
        "'separator= ', 'spring.pgnative.clients.reporting.sql-init.separator: is blank'",
        "username=nobody-there, The scripts of spring.pgnative.clients.reporting.sql-init were not run: cannot connect",
    })
    @DisplayName("B39: what is wrong with the scripts of a client is told with its own property")
    void namesTheOwnPropertyOfItsScripts(String property, String description) throws IOException {
        String script = script("a.sql", "create table report(id int)");
        runner.withPropertyValues(REPORTING + "sql-init." + property)
                .withPropertyValues(
                        property.startsWith("mode")
                                ? "spring.application.name=x"
                                : REPORTING + "sql-init.schema-locations=" + script)
                .run(context ->
                        assertThat(analyzed(context)).startsWith(description).doesNotContain(database.password()));
    }

    private static String analyzed(AssertableApplicationContext context) {
        for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                return found.analysis().getDescription();
            }
        }
        throw new AssertionError("not analyzed", context.getStartupFailure());
    }

    @Test
    void needsNoScriptsModule() {
        runner.withClassLoader(new FilteredClassLoader(ApplicationScriptDatabaseInitializer.class))
                .run(context -> assertThat(context.getBean("reportingPgClient")).isInstanceOf(PgClient.class));
    }
}
