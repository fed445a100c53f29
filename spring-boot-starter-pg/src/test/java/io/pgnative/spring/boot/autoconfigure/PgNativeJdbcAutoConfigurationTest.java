package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.zaxxer.hikari.HikariDataSource;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import io.pgnative.spring.boot.jdbc.PgJdbcSslSocketFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What JDBC is told of the client's database. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class PgNativeJdbcAutoConfigurationTest {

    private final TestDatabase database;
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PgNativeAutoConfiguration.class,
                    PgNativeJdbcAutoConfiguration.class,
                    DataSourceAutoConfiguration.class));
    private final ApplicationContextRunner configured;

    PgNativeJdbcAutoConfigurationTest(TestDatabase database) {
        this.database = database;
        this.configured = runner.withPropertyValues(
                "spring.pgnative.environment=false",
                "spring.pgnative.host=" + database.host(),
                "spring.pgnative.port=" + database.port(),
                "spring.pgnative.database=" + database.database(),
                "spring.pgnative.username=" + database.user(),
                "spring.pgnative.password=" + database.password());
    }

    private static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    @DisplayName("B20: JDBC is told the client's database, and nobody has to say it twice")
    void tellsJdbc() {
        configured
                .withPropertyValues("spring.application.name=till", "spring.pgnative.parameters.search_path=\"a b\", c")
                .run(context -> {
                    DataSource dataSource = context.getBean(DataSource.class);
                    assertThat(query(
                                    dataSource,
                                    "select current_database() || '|' || current_user || '|' ||"
                                            + " current_setting('application_name') || '|' ||"
                                            + " current_setting('search_path')"))
                            .isEqualTo(database.database() + "|" + database.user() + "|till|\"a b\", c");
                    assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                            .doesNotContain(database.password());
                });
    }

    @ParameterizedTest
    @DisplayName("B20: what says where the database of JDBC is wins, and the adapter can be switched off")
    @ValueSource(
            strings = {
                "spring.pgnative.jdbc.enabled=false",
                "spring.datasource.url=jdbc:postgresql://elsewhere.invalid/shop",
                "spring.datasource.jndi-name=java:/shop",
                "spring.datasource.hikari.jdbc-url=jdbc:postgresql://elsewhere.invalid/shop"
            })
    void leavesJdbcToItsOwnProperties(String property) {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgNativeJdbcAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.host=db.example.com", property)
                .run(context -> assertThat(context).doesNotHaveBean(JdbcConnectionDetails.class));
    }

    @Test
    void leavesJdbcToBeansOfTheApplication() {
        configured.withBean(DataSource.class, () -> mock(DataSource.class)).run(context -> assertThat(context)
                .doesNotHaveBean(JdbcConnectionDetails.class));
        configured
                .withBean(JdbcConnectionDetails.class, () -> mock(JdbcConnectionDetails.class))
                .run(context -> assertThat(context).doesNotHaveBean(PgJdbcConnectionDetails.class));
    }

    @Test
    void needsTheDriverAndALocation() {
        ApplicationContextRunner adapter = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgNativeJdbcAutoConfiguration.class));
        adapter.withPropertyValues("spring.pgnative.host=db.example.com")
                .withClassLoader(new FilteredClassLoader("org.postgresql"))
                .run(context -> assertThat(context).doesNotHaveBean(PgJdbcConnectionDetails.class));
        adapter.withPropertyValues("spring.pgnative.host=db.example.com")
                .run(context -> assertThat(context).hasSingleBean(PgJdbcConnectionDetails.class));
        adapter.withPropertyValues("spring.pgnative.embedded.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgJdbcConnectionDetails.class));
    }

    @Test
    void worksWithoutAPoolThatAsksForCredentials() {
        configured.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari")).run(context -> assertThat(context)
                .hasSingleBean(PgJdbcConnectionDetails.class)
                .doesNotHaveBean("pgNativeHikariCredentials"));
    }

    @Test
    void saysWhatCannotBeToldToJdbc() {
        configured.withPropertyValues("spring.pgnative.host=/run/postgresql").run(context -> assertThat(
                        context.getStartupFailure())
                .hasStackTraceContaining(
                        "spring.pgnative.host: JDBC does not connect by Unix sockets; set spring.datasource.url to"
                                + " connect JDBC otherwise, or spring.pgnative.jdbc.enabled=false"));
    }

    @Test
    void newConnectionsOfThePoolAskForUserAndPassword() {
        String role = "jdbc_details_role";
        AtomicReference<String> password = new AtomicReference<>("first-s3cret");
        database.execute("drop role if exists " + role);
        database.execute("create role " + role + " login password 'first-s3cret'");
        PgNativeConnectionDetails details = new PgNativeConnectionDetails() {

            @Override
            public String getHost() {
                return database.host();
            }

            @Override
            public int getPort() {
                return database.port();
            }

            @Override
            public String getDatabase() {
                return database.database();
            }

            @Override
            public String getUsername() {
                return role;
            }

            @Override
            public @Nullable String getPassword() {
                return password.get();
            }
        };
        try {
            runner.withBean(PgNativeConnectionDetails.class, () -> details)
                    .withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
                    .run(context -> {
                        HikariDataSource dataSource = context.getBean(HikariDataSource.class);
                        String before = query(dataSource, "select pg_backend_pid()::text");
                        database.execute("alter role " + role + " password 'second-s3cret'");
                        password.set("second-s3cret");
                        try (Connection connection = dataSource.getConnection()) {
                            dataSource.evictConnection(connection);
                        }
                        assertThat(query(dataSource, "select pg_backend_pid()::text"))
                                .isNotEqualTo(before);
                    });
        } finally {
            database.execute("drop role " + role);
        }
    }

    @Test
    void theSocketFactoryIsKnownToANativeImage() {
        RuntimeHints hints = new RuntimeHints();
        new PgJdbcRuntimeHints().registerHints(hints, null);

        assertThat(RuntimeHintsPredicates.reflection().onType(PgJdbcSslSocketFactory.class))
                .accepts(hints);
    }
}
