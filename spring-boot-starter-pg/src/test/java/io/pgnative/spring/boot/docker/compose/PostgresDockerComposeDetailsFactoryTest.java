package io.pgnative.spring.boot.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgOptions;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestCertificates;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Services as Docker Compose tells of them, through Boot's own listener. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class PostgresDockerComposeDetailsFactoryTest {

    private final TestDatabase database;

    private String image = "postgres:18";
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();

    PostgresDockerComposeDetailsFactoryTest(TestDatabase database) {
        this.database = database;
    }

    private void run(Consumer<AssertableApplicationContext> assertions, String... properties) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withInitializer(this::composed)
                .withPropertyValues("spring.pgnative.environment=false", "spring.pgnative.embedded.enabled=false")
                .withPropertyValues(properties)
                .run(assertions::accept);
    }

    /** What happens once the containers run. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // listeners of any event
    private void composed(ConfigurableApplicationContext context) {
        DockerComposeServicesReadyEvent event = mock(DockerComposeServicesReadyEvent.class);
        given(event.getSource()).willReturn(context);
        given(event.getRunningServices()).willReturn(List.of(service()));
        ApplicationListener listener =
                SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class).stream()
                        .filter(each -> each.getClass()
                                .getSimpleName()
                                .equals("DockerComposeServiceConnectionsApplicationListener"))
                        .findFirst()
                        .orElseThrow();
        listener.onApplicationEvent(event);
    }

    private RunningService service() {
        return new RunningService() {

            @Override
            public String name() {
                return "shop-db";
            }

            @Override
            public ImageReference image() {
                return ImageReference.of(image);
            }

            @Override
            public String host() {
                return database.host();
            }

            @Override
            public ConnectionPorts ports() {
                return new ConnectionPorts() {

                    @Override
                    public int get(int containerPort) {
                        return containerPort == 5432 ? database.port() : -1;
                    }

                    @Override
                    public List<Integer> getAll() {
                        return List.of(database.port());
                    }

                    @Override
                    public List<Integer> getAll(@Nullable String protocol) {
                        return getAll();
                    }
                };
            }

            @Override
            public Map<String, String> env() {
                return environment;
            }

            @Override
            public Map<String, String> labels() {
                return labels;
            }
        };
    }

    private void official() {
        environment.put("POSTGRES_USER", database.user());
        environment.put("POSTGRES_PASSWORD", database.password());
        environment.put("POSTGRES_DB", database.database());
    }

    @Test
    @DisplayName("B30: a service is connected to, with the application's name and the parameters of its label")
    void isConnectedToTheService() {
        official();
        labels.put("io.pgnative.parameters", "search_path=%22a%20b%22%2C%20public&lock_timeout=7s&sslmode=disable");
        run(
                context -> {
                    assertThat(context.getBean(BlockingPgClient.class)
                                    .fetchValue(
                                            String.class,
                                            "select current_database() || '|' || current_setting('application_name') ||"
                                                    + " '|' || current_setting('search_path') || '|' ||"
                                                    + " current_setting('lock_timeout')"))
                            .contains(database.database() + "|shop|\"a b\", public|7s");
                    assertThat(options(context).tls().mode()).isEqualTo(SslMode.DISABLE);
                },
                "spring.application.name=shop",
                "spring.pgnative.dsn=postgres://app@elsewhere.invalid/elsewhere");
    }

    private static PgOptions options(AssertableApplicationContext context) {
        return context.getBean(PgClient.class).options();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres",
                "pgvector/pgvector:pg18",
                "postgis/postgis:18-3.6",
                "timescale/timescaledb:latest-pg18",
                "timescale/timescaledb-ha:pg18",
                "bitnami/postgresql:18",
                "registry.example.com/bitnami/postgresql:18"
            })
    void knowsTheImages(String known) {
        image = known;
        official();
        run(context -> assertThat(context).hasSingleBean(PgNativeConnectionDetails.class));
    }

    @Test
    void takesAnotherImageByItsLabelOnly() {
        image = "example.com/our/database";
        official();
        run(context -> assertThat(context).doesNotHaveBean(PgNativeConnectionDetails.class));
        labels.put("org.springframework.boot.service-connection", "postgres");
        run(context -> assertThat(context).hasSingleBean(PgNativeConnectionDetails.class));
    }

    @ParameterizedTest
    @DisplayName("B30: the environment of the service, in its variants")
    @CsvSource({
        "POSTGRES_PASSWORD=x, postgres, postgres, x",
        "POSTGRES_USER=u POSTGRES_PASSWORD=x, u, u, x",
        "POSTGRES_USER=u POSTGRES_DB=d POSTGRES_PASSWORD=x, u, d, x",
        "POSTGRESQL_USERNAME=u POSTGRESQL_DATABASE=d POSTGRESQL_PASSWORD=x, u, d, x",
        "POSTGRESQL_USER=u POSTGRESQL_DB=d POSTGRESQL_PASSWORD=x, u, d, x",
        "POSTGRES_HOST_AUTH_METHOD=trust POSTGRES_USER=u, u, u, ",
        "ALLOW_EMPTY_PASSWORD=yes, postgres, postgres, ''"
    })
    void readsTheEnvironment(String variables, String user, String name, @Nullable String password) {
        for (String variable : variables.split(" ")) {
            environment.put(
                    variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        run(context -> {
            PgNativeConnectionDetails details = context.getBean(PgNativeConnectionDetails.class);
            assertThat(details.getUsername()).isEqualTo(user);
            assertThat(details.getDatabase()).isEqualTo(name);
            assertThat(details.getPassword()).isEqualTo(password);
        });
    }

    @Test
    void saysThatThePasswordIsMissing() {
        run(context -> assertThat(context.getStartupFailure())
                .isInstanceOf(PgStartupException.class)
                .hasMessageContaining(
                        "The environment of the Docker Compose service \"shop-db\" has no password of PostgreSQL."));
    }

    @Test
    void saysWhatIsWrongWithTheParameters() {
        official();
        labels.put("io.pgnative.parameters", "search_path");
        run(context -> assertThat(context.getStartupFailure())
                .isInstanceOf(PgStartupException.class)
                .hasMessageContaining("The label io.pgnative.parameters of the Docker Compose service \"shop-db\""));
    }

    @Test
    @DisplayName(
            "B30: a service serves the clients that its label names, and the default one only if that is among them")
    void servesTheClientsThatTheLabelNames() {
        official();
        labels.put("io.pgnative.client", "reporting");
        String[] properties = {
            "spring.pgnative.dsn=postgres://app@elsewhere.invalid/elsewhere",
            "spring.pgnative.clients.reporting.dsn=postgres://app@elsewhere.invalid/elsewhere",
            "spring.pgnative.clients.audit.pool.max-size=2"
        };
        run(
                context -> {
                    assertThat(context.getBean("reportingBlockingPgClient", BlockingPgClient.class)
                                    .fetchValue(String.class, "select current_database()"))
                            .contains(database.database());
                    assertThat(options(context).host()).isEqualTo("elsewhere.invalid");
                },
                properties[0],
                properties[1]);
        labels.put("io.pgnative.client", "default, reporting,audit");
        run(
                context -> {
                    assertThat(options(context).port()).isEqualTo(database.port());
                    for (String client : List.of("reportingPgClient", "auditPgClient")) {
                        assertThat(context.getBean(client, PgClient.class)
                                        .options()
                                        .port())
                                .isEqualTo(database.port());
                    }
                },
                properties);
    }

    @Test
    void saysWhatIsWrongWithTheClientsOfTheLabel() {
        official();
        labels.put("io.pgnative.client", "reportin");
        run(
                context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("pgNamedConnectionDetailsForShopDb")
                        .hasMessageContaining("those that have names are: reporting"),
                "spring.pgnative.clients.reporting.dsn=postgres://app@elsewhere.invalid/elsewhere");
        labels.put("io.pgnative.client", "reporting,");
        run(context -> assertThat(context.getStartupFailure())
                .isInstanceOf(PgStartupException.class)
                .hasMessageContaining("The label io.pgnative.client of the Docker Compose service \"shop-db\""));
    }

    @Test
    void servesNobodyElseWhereTheLabelSaysSo() {
        official();
        labels.put("org.springframework.boot.service-connection", "pgnative");
        run(context -> assertThat(context)
                .hasSingleBean(PgNativeConnectionDetails.class)
                .doesNotHaveBean(JdbcConnectionDetails.class));
        labels.remove("org.springframework.boot.service-connection");
        run(context -> assertThat(context).hasSingleBean(JdbcConnectionDetails.class));
    }

    @Test
    void verifiesTheServiceByTheStoresOfItsLabels(@TempDir Path directory) {
        TestCertificates authority = TestCertificates.authority(directory, "authority");
        official();
        labels.put(
                "org.springframework.boot.sslbundle.pem.truststore.certificate",
                authority.rootFile().toUri().toString());
        labels.put("org.springframework.boot.sslbundle.pem.options.enabled-protocols", "TLSv1.3");
        run(context -> {
            PgOptions.Tls tls = options(context).tls();
            assertThat(tls.mode()).isEqualTo(SslMode.VERIFY_FULL);
            assertThat(tls.material()).isNotNull();
            assertThat(tls.material().get().protocols()).containsExactly("TLSv1.3");
        });
    }
}
