package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Clients that the application makes by hand. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PgClientsTest {

    private static final String APPLICATION = "pgnative-by-hand";

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    PgClientsTest(TestDatabase database) {
        this.database = database;
        this.runner = new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class))
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withUserConfiguration(ByHand.class)
                .withPropertyValues(
                        "app.reporting.dsn=" + database.dsn(),
                        "app.reporting.pool.initialization=fail-fast",
                        "app.reporting.application-name=" + APPLICATION);
    }

    @Test
    @DisplayName("B47: a client made by hand is suspended, resumed and closed with the context")
    void livesWithTheContext() {
        List<PgClient> made = new ArrayList<>();
        runner.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(Vertx.class).doesNotHaveBean("pgClient");
            PgClient client = context.getBean("reportingPgClient", PgClient.class);
            made.add(client);
            assertThat(client.options().pool().name()).isEqualTo("reporting");
            assertThat(database.backends(APPLICATION)).isOne();

            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            source.stop();
            database.awaitNoBackends(APPLICATION);
            source.start();

            assertThat(client.blocking().fetchValue(Integer.class, "select 2")).contains(2);
        });
        database.awaitNoBackends(APPLICATION);
        assertThatThrownBy(() -> made.get(0).blocking().fetchValue(Integer.class, "select 3"))
                .isInstanceOf(PgMisuseException.class);
    }

    @Test
    @DisplayName("B22: it uses the Vert.x instance of the application")
    void sharesTheVertxOfTheDefaultClient() {
        runner.withPropertyValues("spring.pgnative.dsn=" + database.dsn()).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(Vertx.class).hasBean("pgClient");
            assertThat(context.getBeanFactory().getDependentBeans("vertx"))
                    .contains(ManagedPgClients.BEAN, "pgClientLifecycle");
        });
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    @DisplayName("B5: what is wrong with it is told with the property of its own prefix")
    void namesTheOwnPropertyThatIsWrong() {
        runner.withPropertyValues("app.reporting.pool.max-size=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("app.reporting.pool.max-size: 0 is out of range"));
    }

    @Test
    @DisplayName("B6: two answers to where the database is are refused with the properties of its own prefix")
    void refusesTwoLocations() {
        runner.withPropertyValues("app.reporting.host=elsewhere").run(context -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining("app.reporting.dsn, app.reporting.host"));
    }

    @Configuration(proxyBeanMethods = false)
    static class ByHand {

        @Bean(defaultCandidate = false)
        @ConfigurationProperties("app.reporting")
        PgNativeProperties reportingProperties() {
            return new PgNativeProperties();
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        @Qualifier("reporting") PgClient reportingPgClient(PgClients clients, @Qualifier("reportingProperties") PgNativeProperties properties) {
            return clients.create("reporting", "app.reporting", properties);
        }
    }
}
