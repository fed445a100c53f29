package io.pgnative.boot.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/** Flyway, Liquibase, JPA and JDBC itself beside the client, with one place that says where the database is. */
@Timeout(120)
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
class JdbcBesideTest {

    private static final String WITHOUT_JPA = "spring.autoconfigure.exclude="
            + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
            + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";
    private static final String FLYWAY = "spring.flyway.locations=classpath:jdbc/flyway";
    private static final String FAIL_FAST = "spring.pgnative.pool.initialization=fail-fast";
    private static final String LIQUIBASE = "spring.liquibase.change-log=classpath:jdbc/liquibase/changelog.sql";

    private final TestDatabase database;

    JdbcBesideTest(TestDatabase database) {
        this.database = database;
    }

    private ConfigurableApplicationContext start(String... properties) {
        return run("spring.pgnative.dsn=" + database.dsn(), properties);
    }

    private static ConfigurableApplicationContext run(String first, String... properties) {
        return run(App.class, first, properties);
    }

    private static ConfigurableApplicationContext run(Class<?> source, String first, String... properties) {
        SpringApplication application = new SpringApplication(source);
        application.setWebApplicationType(WebApplicationType.NONE);
        List<String> arguments = new ArrayList<>(List.of(
                "--" + first,
                "--spring.datasource.hikari.minimum-idle=0",
                // The tables of others are there already.
                "--spring.flyway.baseline-on-migrate=true",
                "--spring.flyway.baseline-version=0"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return application.run(arguments.toArray(String[]::new));
    }

    private static BlockingPgClient client(ConfigurableApplicationContext context) {
        return context.getBean(BlockingPgClient.class);
    }

    @Test
    @DisplayName("B40: Flyway migrates the client's database, without a URL of its own, before the pool is used")
    void flywayMigratesTheDatabaseOfTheClient() {
        database.execute("drop table if exists flyway_book, flyway_schema_history");
        try (ConfigurableApplicationContext context = start(
                FLYWAY,
                FAIL_FAST,
                "spring.pgnative.init-sql=select count(*) from flyway_book",
                "spring.liquibase.enabled=false",
                WITHOUT_JPA)) {
            assertThat(client(context).fetchValue(String.class, "select title from flyway_book where id = $1", 1))
                    .contains("The Dispossessed");
        }
    }

    static class Books {

        private final ReactivePgClient pg;

        Books(ReactivePgClient pg) {
            this.pg = pg;
        }

        @Transactional
        public Mono<Void> add(int id) {
            return pg.execute("insert into flyway_book values ($1, 'The Word for World Is Forest')", id)
                    .then(Mono.error(new IllegalStateException("no")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Books.class)
    static class WithBooks extends App {}

    @Test
    @DisplayName("B33: Flyway brings a manager of JDBC: @Transactional publishers are told of, unless ours is chosen")
    void transactionsBesideFlyway(CapturedOutput output) {
        String told =
                "Books.add of the bean 'io.pgnative.boot.jdbc.JdbcBesideTest$Books' is @Transactional and returns a"
                        + " Mono, but its transaction manager is a JdbcTransactionManager";
        String dsn = "spring.pgnative.dsn=" + database.dsn();
        String[] properties = {FLYWAY, "spring.liquibase.enabled=false", WITHOUT_JPA};
        run(WithBooks.class, dsn, properties).close();
        assertThat(output).containsOnlyOnce(told);
        String chosen = "spring.pgnative.transaction.default-manager=reactive";
        properties = new String[] {FLYWAY, "spring.liquibase.enabled=false", WITHOUT_JPA, chosen};
        try (ConfigurableApplicationContext context = run(WithBooks.class, dsn, properties)) {
            assertThatThrownBy(() -> context.getBean(Books.class).add(7).block(Duration.ofSeconds(30)))
                    .hasMessage("no");
            assertThat(database.query("select count(*) from flyway_book where id = 7"))
                    .isEqualTo("0");
        }
        assertThat(output).containsOnlyOnce(told);
    }

    @Test
    @DisplayName("B40: Liquibase migrates the client's database, without a URL of its own, before the pool is used")
    void liquibaseMigratesTheDatabaseOfTheClient() {
        database.execute("drop table if exists liquibase_book, databasechangelog, databasechangeloglock");
        try (ConfigurableApplicationContext context = start(
                LIQUIBASE,
                FAIL_FAST,
                "spring.pgnative.init-sql=select count(*) from liquibase_book",
                "spring.flyway.enabled=false",
                WITHOUT_JPA)) {
            assertThat(client(context).fetchValue(String.class, "select title from liquibase_book where id = $1", 1))
                    .contains("The Left Hand of Darkness");
        }
    }

    @Test
    @DisplayName("B40: Flyway migrates the database of a client that has a name, before anything has the client")
    void flywayMigratesTheDatabaseOfAClientThatHasAName() {
        TestDatabase reports = new TestDatabase(
                database.host(),
                database.port(),
                database.database() + "_reports",
                database.user(),
                database.password());
        database.execute("create database \"" + reports.database() + "\"");
        try (ConfigurableApplicationContext context = start(
                "spring.pgnative.clients.reporting.dsn=" + reports.dsn(),
                "spring.pgnative.clients.reporting.pool.initialization=fail-fast",
                "spring.pgnative.clients.reporting.init-sql=select count(*) from flyway_book",
                "spring.main.sources=" + FlywayOfReporting.class.getName(),
                "spring.liquibase.enabled=false",
                FLYWAY,
                WITHOUT_JPA)) {
            assertThat(context.getBean("reportingBlockingPgClient", BlockingPgClient.class)
                            .fetchValue(String.class, "select title from flyway_book where id = $1", 1))
                    .contains("The Dispossessed");
            assertThat(context.getBean(JdbcTemplate.class).queryForObject("select current_database()", String.class))
                    .isEqualTo(database.database());
        } finally {
            database.execute("drop database \"" + reports.database() + "\" with (force)");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FlywayOfReporting {

        @Bean
        FlywayConnectionDetails reportingMigrations(@Qualifier("reporting") JdbcConnectionDetails reporting) {
            return new FlywayConnectionDetails() {

                @Override
                public @Nullable String getJdbcUrl() {
                    return reporting.getJdbcUrl();
                }

                @Override
                public @Nullable String getUsername() {
                    return reporting.getUsername();
                }

                @Override
                public @Nullable String getPassword() {
                    return reporting.getPassword();
                }
            };
        }
    }

    @Test
    void jpaAndTheClientShareADatabase() {
        try (ConfigurableApplicationContext context = start(
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "spring.jpa.hibernate.ddl-auto=create")) {
            store(context, new JpaBook(7, "The Lathe of Heaven"));

            assertThat(client(context).fetchValue(String.class, "select title from jpa_book where id = $1", 7L))
                    .contains("The Lathe of Heaven");
        }
    }

    private static void store(ConfigurableApplicationContext context, JpaBook book) {
        try (EntityManager manager = context.getBean(EntityManagerFactory.class).createEntityManager()) {
            manager.getTransaction().begin();
            manager.persist(book);
            manager.getTransaction().commit();
        }
    }

    @Test
    void allOfThemUseTheEmbeddedServerWhenNothingIsConfigured(CapturedOutput output) {
        try (ConfigurableApplicationContext context =
                run("spring.application.name=all", FLYWAY, LIQUIBASE, "spring.jpa.hibernate.ddl-auto=create")) {
            store(context, new JpaBook(1, "Rocannon's World"));

            assertThat(client(context)
                            .fetchValue(
                                    Long.class,
                                    "select count(*) from flyway_book, liquibase_book, jpa_book"
                                            + " where current_setting('application_name') = 'all'"))
                    .contains(1L);
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForObject("select current_setting('application_name')", String.class))
                    .isEqualTo("all");
        }
        assertThat(output).contains("No PostgreSQL is configured: an embedded PostgreSQL");
    }

    @Test
    @DisplayName("B20: without the adapter JDBC asks for its URL, as Boot does")
    void failsAsBootDoesWithoutTheAdapter(CapturedOutput output) {
        assertThatThrownBy(() ->
                        start("spring.pgnative.jdbc.enabled=false", WITHOUT_JPA).close())
                .isNotNull();
        assertThat(output)
                .contains("Failed to configure a DataSource: 'url' attribute is not specified")
                .doesNotContain(database.password());
    }

    @Test
    void aUrlOfJdbcWins() {
        String other = database.database() + "_jdbc";
        database.execute("create database \"" + other + "\"");
        try (ConfigurableApplicationContext context = start(
                "spring.datasource.url=" + database.jdbcUrl().replace(database.database(), other),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                WITHOUT_JPA)) {
            assertThat(context.getBeanNamesForType(PgJdbcConnectionDetails.class))
                    .isEmpty();
            String sql = "select current_database()";
            assertThat(context.getBean(JdbcTemplate.class).queryForObject(sql, String.class))
                    .isEqualTo(other);
            assertThat(client(context).fetchValue(String.class, sql)).contains(database.database());
        } finally {
            database.execute("drop database \"" + other + "\" with (force)");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
