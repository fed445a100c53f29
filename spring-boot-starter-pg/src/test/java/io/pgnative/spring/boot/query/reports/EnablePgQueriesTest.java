package io.pgnative.spring.boot.query.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgQueriesAutoConfiguration;
import io.pgnative.spring.boot.query.EnablePgQueries;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where interfaces are found, and which client is theirs. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class EnablePgQueriesTest {

    private final ApplicationContextRunner runner;

    EnablePgQueriesTest(TestDatabase database) {
        this.runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgQueriesAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.dsn=" + database.dsn(),
                        "spring.pgnative.application-name=of-default",
                        "spring.pgnative.clients.reporting.dsn=" + database.dsn(),
                        "spring.pgnative.clients.reporting.application-name=of-reporting");
    }

    /** One by hand beside those of properties, without faces of its own. */
    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean(defaultCandidate = false)
        @Qualifier("archive") PgClient archivePgClient(Vertx vertx, Environment environment) {
            return PgClient.builder(vertx)
                    .dsn(environment.getRequiredProperty("spring.pgnative.dsn"))
                    .applicationName("of-archive")
                    .build();
        }
    }

    @AutoConfigurationPackage
    @Configuration(proxyBeanMethods = false)
    static class ApplicationHere {}

    @EnablePgQueries
    @Configuration(proxyBeanMethods = false)
    static class EnabledHere {}

    @EnablePgQueries(basePackages = "io.pgnative.spring.boot.query.reports", client = "reporting")
    @AutoConfigurationPackage
    @Configuration(proxyBeanMethods = false)
    static class EnabledForReporting {}

    @EnablePgQueries(basePackageClasses = Reports.class, client = "nowhere")
    @Configuration(proxyBeanMethods = false)
    static class EnabledForNone {}

    @Test
    void findsThoseOfTheApplication() {
        runner.withUserConfiguration(Clients.class, ApplicationHere.class).run(context -> {
            assertThat(context.getBean(Reports.class).application()).isEqualTo("of-default");
            ArchivedReports archived = context.getBean(ArchivedReports.class);
            assertThat(archived.application()).isEqualTo("of-archive");
            assertThat(archived.futureApplication()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo("of-archive");
        });
    }

    @Test
    void findsThoseOfThePackageThatIsEnabled() {
        runner.withUserConfiguration(Clients.class, EnabledHere.class).run(context -> assertThat(
                        context.getBean("reports", Reports.class).application())
                .isEqualTo("of-default"));
    }

    @Test
    void runsStatementsWithTheClientThatIsNamed() {
        runner.withUserConfiguration(Clients.class, EnabledForReporting.class).run(context -> {
            assertThat(context.getBean(Reports.class).application()).isEqualTo("of-reporting");
            assertThat(context.getBean(ArchivedReports.class).application()).isEqualTo("of-archive");
        });
    }

    @Test
    void refusesAClientThatIsNotThere() {
        runner.withUserConfiguration(Clients.class, EnabledForNone.class).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(NoSuchBeanDefinitionException.class)
                .hasMessageContaining("nowhere"));
    }

    @Test
    void findsNoneWhereNoneAreAndWhereNothingIsScanned() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Reports.class));
        runner.withUserConfiguration(ApplicationHere.class)
                .withPropertyValues("spring.pgnative.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Reports.class));
    }

    @Test
    void isNotThereWithoutTheClient() {
        runner.withClassLoader(new FilteredClassLoader(PgClient.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PgQueriesAutoConfiguration.class));
    }
}
