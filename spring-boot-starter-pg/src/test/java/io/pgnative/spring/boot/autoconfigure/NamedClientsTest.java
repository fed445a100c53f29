package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgOptions;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** Clients of {@code spring.pgnative.clients}, which need no server here. */
class NamedClientsTest {

    private static final String DEFAULT = "spring.pgnative.dsn=postgres://app:s3cret@db.example.com/shop";

    private static final String REPORTING =
            "spring.pgnative.clients.reporting.dsn=postgres://clerk:s3cret@replica.example.com:6000/till";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class))
            .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class));

    private static PgOptions options(ApplicationContextRunner runner, String bean) {
        List<PgOptions> found = new ArrayList<>();
        runner.run(context -> found.add(context.getBean(bean, PgClient.class).options()));
        return found.get(0);
    }

    @Test
    @DisplayName("B10: a client with a name stands beside the default one, which stays the one that is injected")
    void standsBesideTheDefaultClient() {
        runner.withPropertyValues(DEFAULT, REPORTING)
                .withUserConfiguration(Users.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Vertx.class);
                    Users users = context.getBean(Users.class);
                    assertThat(users.standard.options().host()).isEqualTo("db.example.com");
                    assertThat(users.reporting.options().host()).isEqualTo("replica.example.com");
                    assertThat(users.reporting).isSameAs(context.getBean("reportingPgClient"));
                    assertThat(users.reportingBlocking).isSameAs(context.getBean("reportingBlockingPgClient"));
                    assertThat(users.reportingReactive).isSameAs(context.getBean("reportingReactivePgClient"));
                    assertThat(users.standardBlocking).isSameAs(context.getBean("blockingPgClient"));
                    assertThat(context.getBeanNamesForType(PgClient.class))
                            .containsExactlyInAnyOrder("pgClient", "reportingPgClient");
                    assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                                    context.getBeanFactory(), PgClient.class, "reporting"))
                            .isSameAs(users.reporting);
                });
    }

    @Test
    void needsNoDefaultClient() {
        runner.withPropertyValues(REPORTING, "spring.pgnative.clients.audit.host=audit.example.com")
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean("pgClient")
                            .doesNotHaveBean("blockingPgClient");
                    assertThat(context.getBean("auditPgClient", PgClient.class)
                                    .options()
                                    .host())
                            .isEqualTo("audit.example.com");
                    assertThat(context.getBean("reportingPgClient", PgClient.class)
                                    .options()
                                    .host())
                            .isEqualTo("replica.example.com");
                });
    }

    @Test
    void startsNoEmbeddedServerForAClientThatNobodyConfigured() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues(REPORTING)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("reportingPgClient")
                        .doesNotHaveBean(PgNativeConnectionDetails.class));
    }

    @Test
    void isSwitchedOffWithAllOthers() {
        runner.withPropertyValues(REPORTING, "spring.pgnative.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(PgClient.class).doesNotHaveBean(Vertx.class));
    }

    @Test
    void makesNoReactiveViewWithoutReactor() {
        runner.withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class, Flux.class))
                .withPropertyValues(REPORTING)
                .run(context -> assertThat(context)
                        .hasBean("reportingBlockingPgClient")
                        .doesNotHaveBean("reportingReactivePgClient"));
    }

    @Test
    void inheritsNothingFromTheDefaultClientButTheNameOfTheApplication() {
        ApplicationContextRunner two = runner.withPropertyValues(
                DEFAULT,
                REPORTING,
                "spring.pgnative.pool.max-size=3",
                "spring.pgnative.query-timeout=4s",
                "spring.pgnative.parameters.TimeZone=UTC",
                "spring.application.name=till");

        PgOptions reporting = options(two, "reportingPgClient");
        assertThat(reporting.pool().maxSize()).isEqualTo(10);
        assertThat(reporting.pool().name()).isEqualTo("reporting");
        assertThat(reporting.queryTimeout()).isNull();
        assertThat(reporting.parameters()).containsOnlyKeys("application_name").containsValue("till");
        assertThat(options(two, "pgClient").pool().maxSize()).isEqualTo(3);
    }

    @Test
    void hasThePropertiesOfTheDefaultClient() {
        PgOptions options = options(
                runner.withPropertyValues(
                        "spring.pgnative.clients.reporting.hosts=a.example.com:1,b.example.com:2",
                        "spring.pgnative.clients.reporting.username=clerk",
                        "spring.pgnative.clients.reporting.password=s3cret",
                        "spring.pgnative.clients.reporting.pool.name=reports",
                        "spring.pgnative.clients.reporting.pool.max-size=4",
                        "spring.pgnative.clients.reporting.statement-cache.size=5",
                        "spring.pgnative.clients.reporting.ssl.sni=false",
                        "spring.pgnative.clients.reporting.parameters.TimeZone=UTC",
                        "spring.pgnative.clients.reporting.lock-timeout=6s",
                        "spring.pgnative.clients.reporting.listener.ping-interval=7s",
                        "spring.pgnative.clients.reporting.logging.include-parameters=true"),
                "reportingPgClient");

        assertThat(options.hosts()).hasSize(2);
        assertThat(options.user()).isEqualTo("clerk");
        assertThat(options.pool().name()).isEqualTo("reports");
        assertThat(options.pool().maxSize()).isEqualTo(4);
        assertThat(options.statementCache().size()).isEqualTo(5);
        assertThat(options.tls().sni()).isFalse();
        assertThat(options.parameters()).containsEntry("TimeZone", "UTC").containsEntry("lock_timeout", "6000ms");
        assertThat(options.listening().pingInterval()).hasSeconds(7);
        assertThat(options.logging().includeParameters()).isTrue();
    }

    @Test
    @DisplayName("B13: customizers are told which client they change, and may be limited to one")
    void tellsCustomizersWhichClientTheyChange() {
        ApplicationContextRunner two =
                runner.withPropertyValues(DEFAULT, REPORTING).withUserConfiguration(Customizers.class);

        assertThat(options(two, "pgClient").pool().maxSize()).isEqualTo(21);
        assertThat(options(two, "reportingPgClient").pool().maxSize()).isEqualTo(42);
        two.run(context -> assertThat(context.getBean(Customizers.class).told)
                .containsExactlyInAnyOrder(PgClientCustomizer.DEFAULT_CLIENT, "reporting"));
    }

    @Test
    @DisplayName("B12: connection details with the client's qualifier take the place of what its properties say")
    void takesConnectionDetailsOfItsOwn() {
        PgOptions options = options(
                runner.withPropertyValues("spring.pgnative.clients.reporting.pool.max-size=4")
                        .withUserConfiguration(OwnDetails.class),
                "reportingPgClient");

        assertThat(options.host()).isEqualTo("details.example.com");
        assertThat(options.pool().maxSize()).isEqualTo(4);
    }

    @Test
    void doesNotTakeThemForOthers() {
        assertThat(options(
                                runner.withPropertyValues(DEFAULT, "spring.pgnative.clients.reporting.pool.max-size=4")
                                        .withUserConfiguration(OwnDetails.class),
                                "pgClient")
                        .host())
                .isEqualTo("db.example.com");
    }

    @Test
    @DisplayName("B12: details that name clients need no qualifier, and say nothing about the default client")
    void takesDetailsThatNameIt() {
        ApplicationContextRunner two = runner.withPropertyValues(
                        DEFAULT, REPORTING, "spring.pgnative.clients.audit.pool.max-size=4")
                .withBean(PgNamedConnectionDetails.class, () -> of("reporting", "audit"));

        assertThat(options(two, "reportingPgClient").host()).isEqualTo("details.example.com");
        assertThat(options(two, "auditPgClient").host()).isEqualTo("details.example.com");
        assertThat(options(two, "auditPgClient").pool().maxSize()).isEqualTo(4);
        assertThat(options(two, "pgClient").host()).isEqualTo("db.example.com");
    }

    @Test
    @DisplayName("B12: a client that two details name, and one that is none, are refused")
    void refusesDetailsThatNameWhatCannotBe() {
        runner.withPropertyValues(REPORTING)
                .withBean("one", PgNamedConnectionDetails.class, () -> of("reporting"))
                .withBean("other", PgNamedConnectionDetails.class, () -> of("reporting"))
                .run(context -> assertThat(text(context.getStartupFailure()))
                        .isEqualTo("Several beans say where the database of the client reporting is: one, other"));
        runner.withPropertyValues(DEFAULT, REPORTING)
                .withBean("one", PgNamedConnectionDetails.class, () -> of("reportin"))
                .run(context -> assertThat(text(context.getStartupFailure()))
                        .isEqualTo(
                                "The bean one says where the database of the client reportin is, but there is no such"
                                        + " client; those that have names are: reporting"));
        assertThatIllegalArgumentException()
                .isThrownBy(NamedClientsTest::of)
                .withMessageContaining("at least one client");
    }

    private static PgNamedConnectionDetails of(String... clients) {
        return PgNamedConnectionDetails.of(new OwnDetails().details(), clients);
    }

    @Test
    @DisplayName("B10: a bean of the application takes the place of the client, and the views are views of it")
    void leavesTheClientToTheApplication() {
        runner.withPropertyValues(REPORTING)
                .withUserConfiguration(OwnClient.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("reportingPgClientLifecycle");
                    assertThat(context.getBean("reportingPgClient")).isSameAs(OwnClient.CLIENT);
                    assertThat(context.getBean("reportingBlockingPgClient")).isSameAs(OwnClient.BLOCKING);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "pool.max-size=0, pool.max-size: 0 is out of range",
        "max-message-size=3GB, max-message-size: is 3221225472B",
        "lock-timeout=-1s, lock-timeout: expected whole milliseconds",
        "pool.startup-timeout=5s, pool.startup-timeout: says nothing unless",
        "port=5433, port",
    })
    @DisplayName("B5: what is wrong with a client is told with its own property")
    void namesTheOwnPropertyThatIsWrong(String property, String message) {
        runner.withPropertyValues(REPORTING, "spring.pgnative.clients.reporting." + property)
                .run(context -> assertThat(text(context.getStartupFailure()))
                        .contains("spring.pgnative.clients.reporting." + message)
                        .doesNotContain("s3cret"));
    }

    private static String text(@Nullable Throwable failure) {
        Throwable last = new AssertionError("nothing failed");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            last = cause;
            if (cause instanceof PgStartupException analyzed) {
                return analyzed.analysis().getDescription();
            }
        }
        return String.valueOf(last.getMessage());
    }

    @Test
    void saysThatNothingTellsWhereTheDatabaseIs() {
        runner.withPropertyValues(DEFAULT, "spring.pgnative.clients.reporting.pool.max-size=4")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("spring.pgnative.clients.reporting: nothing says where the database is"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Users {

        final PgClient standard;
        final BlockingPgClient standardBlocking;
        final PgClient reporting;
        final BlockingPgClient reportingBlocking;
        final ReactivePgClient reportingReactive;

        Users(
                PgClient standard,
                BlockingPgClient standardBlocking,
                @Qualifier("reporting") PgClient reporting,
                @Qualifier("reporting") BlockingPgClient reportingBlocking,
                @Qualifier("reporting") ReactivePgClient reportingReactive) {
            this.standard = standard;
            this.standardBlocking = standardBlocking;
            this.reporting = reporting;
            this.reportingBlocking = reportingBlocking;
            this.reportingReactive = reportingReactive;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> told = new ArrayList<>();

        @Bean
        PgClientCustomizer all() {
            return builder -> builder.poolMaxSize(21);
        }

        @Bean
        PgClientCustomizer zForReporting() {
            return PgClientCustomizer.forClient("reporting", builder -> builder.poolMaxSize(42));
        }

        @Bean
        PgClientCustomizer teller() {
            return new PgClientCustomizer() {

                @Override
                public void customize(PgClientBuilder builder) {
                    throw new AssertionError("the name is told");
                }

                @Override
                public void customize(String client, PgClientBuilder builder) {
                    told.add(client);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDetails {

        @Bean(defaultCandidate = false)
        @Qualifier("reporting") PgNativeConnectionDetails details() {
            return new PgNativeConnectionDetails() {

                @Override
                public String getHost() {
                    return "details.example.com";
                }

                @Override
                public String getDatabase() {
                    return "till";
                }

                @Override
                public @Nullable String getUsername() {
                    return "clerk";
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        static final PgClient CLIENT = mock(PgClient.class);

        static final BlockingPgClient BLOCKING = mock(BlockingPgClient.class);

        @Bean(defaultCandidate = false, destroyMethod = "")
        @Qualifier("reporting") PgClient reportingPgClient() {
            when(CLIENT.blocking()).thenReturn(BLOCKING);
            return CLIENT;
        }
    }
}
