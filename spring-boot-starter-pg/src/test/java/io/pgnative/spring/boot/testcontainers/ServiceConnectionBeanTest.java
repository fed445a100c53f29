package io.pgnative.spring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.SslMode;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import io.pgnative.spring.boot.autoconfigure.PgNativeJdbcAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.TlsServer;
import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;

/** Containers that are beans. */
@Timeout(120)
class ServiceConnectionBeanTest {

    /** Where the annotation below looks. */
    private static final Path ROOTS = Path.of("target", "container-roots.crt");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ServiceConnectionAutoConfiguration.class,
                    PgNativeAutoConfiguration.class,
                    PgNativeJdbcAutoConfiguration.class));

    @Test
    @DisplayName("B28: a container that is a bean tells where the database is, and wins over properties")
    void isConnectedToTheContainer() {
        runner.withUserConfiguration(Current.class)
                .withPropertyValues("spring.pgnative.dsn=postgres://app@elsewhere.invalid/shop")
                .run(context -> {
                    StandInContainer container = context.getBean(StandInContainer.class);
                    assertThat(container.wasStarted()).isTrue();
                    assertThat(context.getBean(BlockingPgClient.class)
                                    .fetchValue(String.class, "select current_user::text"))
                            .contains(container.getUsername());
                });
    }

    @Test
    void isConnectedToARealContainer() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no Docker to run a container");
        runner.withUserConfiguration(Real.class).run(context -> assertThat(
                        context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 6 * 7"))
                .contains(42));
    }

    @Test
    void aContainerAsItWasCalledBeforeIsTakenToo() {
        runner.withUserConfiguration(Former.class).run(context -> assertThat(
                        context.getBean(PgNativeConnectionDetails.class).getDatabase())
                .isEqualTo("test"));
    }

    @Test
    void detailsOfTheApplicationsOwnWinOverAContainer() {
        PgNativeConnectionDetails own = new PgNativeConnectionDetails() {

            @Override
            public String getHost() {
                return "db.example.com";
            }

            @Override
            public String getDatabase() {
                return "shop";
            }
        };
        runner.withUserConfiguration(Current.class)
                .withBean(PgNativeConnectionDetails.class, () -> own)
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().host())
                        .isEqualTo("db.example.com"));
    }

    @Test
    @DisplayName("B29: the annotations of SSL make the client verify the container's certificate")
    void verifiesTheContainerByItsTrustStore(@TempDir Path directory) throws IOException {
        try (TlsServer server = new TlsServer(directory)) {
            Files.copy(directory.resolve("authority.crt"), ROOTS, StandardCopyOption.REPLACE_EXISTING);
            runner.withUserConfiguration(Encrypted.class)
                    .withPropertyValues("test.port=" + server.port())
                    .run(context -> {
                        PgClient client = context.getBean(PgClient.class);
                        assertThat(client.options().tls().mode()).isEqualTo(SslMode.VERIFY_FULL);
                        assertThat(client.blocking()
                                        .fetchValue(
                                                Boolean.class,
                                                "select ssl from pg_stat_ssl where pid = pg_backend_pid()"))
                                .contains(true);
                    });
        } finally {
            Files.deleteIfExists(ROOTS);
        }
    }

    @Test
    @DisplayName("B31: the classes that the factory asks for are known to a native image")
    void hintsAreRegistered() {
        RuntimeHints hints = new RuntimeHints();
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class)
                .stream()
                .filter(registrar -> registrar.getClass().getName().contains("ContainerConnectionDetailsFactories"))
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));

        assertThat(RuntimeHintsPredicates.reflection().onType(PgClient.class)).accepts(hints);
    }

    @Test
    @DisplayName("B32: one container serves JDBC by Boot's details and the client by ours")
    void servesJdbcAndTheClient() {
        runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withUserConfiguration(Current.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(JdbcConnectionDetails.class);
                    assertThat(context).doesNotHaveBean(PgJdbcConnectionDetails.class);
                    String sql = "select current_database()";
                    assertThat(context.getBean(BlockingPgClient.class).fetchValue(String.class, sql))
                            .contains(query(context.getBean(DataSource.class), sql));
                });
    }

    private static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Current {

        @Bean
        @ServiceConnection
        StandInContainer postgres() {
            return new StandInContainer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Real {

        @Bean
        @ServiceConnection
        org.testcontainers.postgresql.PostgreSQLContainer postgres() {
            return new org.testcontainers.postgresql.PostgreSQLContainer("postgres:18");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Former {

        @Bean
        @ServiceConnection
        FormerContainer postgres() {
            return new FormerContainer();
        }
    }

    @SuppressWarnings("deprecation") // users may still have it
    static class FormerContainer extends PostgreSQLContainer<FormerContainer> {

        FormerContainer() {
            super("postgres:18");
        }

        @Override
        public void start() {}

        @Override
        public String getHost() {
            return "localhost";
        }

        @Override
        public Integer getMappedPort(int originalPort) {
            return originalPort;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Encrypted {

        @Bean
        @ServiceConnection
        @PemTrustStore(certificate = "file:target/container-roots.crt")
        StandInContainer postgres(@Value("${test.port}") int port) {
            return new StandInContainer(port, "postgres");
        }
    }
}
