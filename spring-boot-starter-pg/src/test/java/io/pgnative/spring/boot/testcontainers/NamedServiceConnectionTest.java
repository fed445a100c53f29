package io.pgnative.spring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNamedConnectionDetails;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgServiceConnection;
import io.pgnative.spring.boot.autoconfigure.PgServiceConnectionAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.beans.TestcontainerBeanDefinition;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;

/** Containers that serve clients with names. */
@Timeout(120)
class NamedServiceConnectionTest {

    private static final String REPORTING = "spring.pgnative.clients.reporting.dsn=postgres://app@elsewhere.invalid/x";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ServiceConnectionAutoConfiguration.class,
                    PgServiceConnectionAutoConfiguration.class,
                    PgNativeAutoConfiguration.class))
            .withPropertyValues(
                    "spring.pgnative.dsn=postgres://app@elsewhere.invalid/shop",
                    REPORTING,
                    "spring.pgnative.environment=false");

    @Test
    @DisplayName("B28: one container serves the default client, and another one the client that it names")
    void servesTheClientThatIsNamed() {
        runner.withUserConfiguration(Two.class)
                .withPropertyValues("spring.pgnative.clients.audit.pool.max-size=2")
                .run(context -> {
                    BlockingPgClient reporting = context.getBean("reportingBlockingPgClient", BlockingPgClient.class);
                    assertThat(reporting.fetchValue(Integer.class, "select 42")).contains(42);
                    assertThat(context.getBean("another", StandInContainer.class)
                                    .wasStarted())
                            .isTrue();
                    assertThat(context.getBean("pgClient", PgClient.class)
                                    .options()
                                    .database())
                            .isEqualTo("of_default");
                    assertThat(context.getBean("auditPgClient", PgClient.class)
                                    .options()
                                    .database())
                            .isEqualTo("of_audit");
                });
    }

    @Test
    @DisplayName("B28: a container for a client with a name does not serve the default one, unless it is to do both")
    void servesTheDefaultClientOnlyIfAskedTo() {
        runner.withUserConfiguration(One.class).run(context -> {
            assertThat(context.getBean("reportingPgClient", PgClient.class)
                            .options()
                            .database())
                    .isEqualTo("of_reporting");
            assertThat(context.getBean("pgClient", PgClient.class).options().database())
                    .isEqualTo("shop");
        });
        runner.withUserConfiguration(Both.class).run(context -> {
            for (String client : new String[] {"pgClient", "reportingPgClient"}) {
                assertThat(context.getBean(client, PgClient.class).options().database())
                        .isEqualTo("of_both");
            }
        });
    }

    @Test
    @DisplayName("B28: containers of fields that are imported serve the clients that they name")
    void servesFromImportedFields() {
        runner.withUserConfiguration(Imported.class)
                .run(context -> assertThat(context.getBean("reportingPgClient", PgClient.class)
                                .options()
                                .database())
                        .isEqualTo("of_field"));
    }

    @Test
    @DisplayName("B29: what a container for a client with a name cannot be is refused")
    void refusesWhatCannotBe() {
        runner.withUserConfiguration(Encrypted.class).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining("The bean postgres has @PgServiceConnection and @PemTrustStore"));
        runner.withUserConfiguration(Other.class).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining("The bean redis has a @PgServiceConnection and is a ")
                .hasMessageContaining("expected a PostgreSQLContainer"));
        runner.withUserConfiguration(Unknown.class).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining("the client archive is, but there is no such client"));
    }

    @Test
    void needsNoTestcontainers() {
        runner.withClassLoader(new FilteredClassLoader(TestcontainerBeanDefinition.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PgNamedConnectionDetails.class));
        runner.withUserConfiguration(One.class)
                .withPropertyValues("spring.pgnative.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PgNamedConnectionDetails.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Two {

        /** The first one, as Boot would take it for the default client. */
        @Bean
        @PgServiceConnection("reporting")
        StandInContainer another() {
            return new StandInContainer();
        }

        @Bean
        @ServiceConnection
        StandInContainer postgres() {
            return new StandInContainer("of_default");
        }

        @Bean
        @PgServiceConnection("audit")
        StandInContainer third() {
            return new StandInContainer("of_audit");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class One {

        @Bean
        @PgServiceConnection("reporting")
        StandInContainer postgres() {
            return new StandInContainer("of_reporting");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Both {

        @Bean
        @ServiceConnection
        @PgServiceConnection("reporting")
        StandInContainer postgres() {
            return new StandInContainer("of_both");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportTestcontainers(Fields.class)
    static class Imported {}

    interface Fields {

        @PgServiceConnection("reporting")
        StandInContainer POSTGRES = new StandInContainer("of_field");
    }

    @Configuration(proxyBeanMethods = false)
    static class Encrypted {

        @Bean
        @PgServiceConnection("reporting")
        @PemTrustStore(certificate = "file:nowhere.crt")
        StandInContainer postgres() {
            return new StandInContainer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Other {

        @Bean
        @PgServiceConnection("reporting")
        GenericContainer<?> redis() {
            throw new AssertionError("made");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unknown {

        @Bean
        @PgServiceConnection("archive")
        StandInContainer postgres() {
            return new StandInContainer();
        }
    }
}
