package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.netty.channel.epoll.Epoll;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgOptions;
import io.pgnative.client.ReactivePgClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Flux;

@ExtendWith(OutputCaptureExtension.class)
class PgNativeAutoConfigurationTest {

    private static final String DSN = "spring.pgnative.dsn=postgres://app:s3cret@db.example.com/shop";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class));

    @Test
    void makesTheClientAndItsViews(CapturedOutput output) {
        runner.withPropertyValues(DSN).run(context -> {
            assertThat(context).hasSingleBean(PgClient.class);
            assertThat(context).hasSingleBean(ReactivePgClient.class);
            assertThat(context).hasSingleBean(BlockingPgClient.class);
            assertThat(context).hasSingleBean(Vertx.class);
            assertThat(output)
                    .contains("PostgreSQL pool \"pgnative\" uses db.example.com:5432/shop as user app")
                    .doesNotContain("s3cret");
        });
    }

    @Test
    @DisplayName("B9: nothing is made unless something says where the database is")
    void makesNothingWhenNothingSaysWhereTheDatabaseIs() {
        runner.withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class)).run(context -> assertThat(context)
                .doesNotHaveBean(PgClient.class)
                .doesNotHaveBean(Vertx.class)
                .doesNotHaveBean(PgNativeConnectionDetails.class));
    }

    @Test
    void takesAnEmptyDsnForNone() {
        runner.withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class))
                .withPropertyValues("spring.pgnative.dsn=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PgClient.class));
    }

    @Test
    void isSwitchedOff() {
        runner.withPropertyValues(DSN, "spring.pgnative.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgClient.class));
    }

    @Test
    @DisplayName("B14: without the classes of the client there is nothing")
    void backsOffWithoutTheClient() {
        runner.withPropertyValues(DSN)
                .withClassLoader(new FilteredClassLoader(PgClient.class))
                .run(context -> assertThat(context).doesNotHaveBean(PgNativeProperties.class));
    }

    @Test
    @DisplayName("B18: without Reactor there is no reactive face")
    void makesNoReactiveViewWithoutReactor() {
        runner.withPropertyValues(DSN)
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .run(context -> {
                    assertThat(context).hasSingleBean(BlockingPgClient.class);
                    assertThat(context).doesNotHaveBean("reactivePgClient");
                });
    }

    @Test
    @DisplayName("B10: a client of the application takes the place of ours")
    void leavesTheClientToTheApplication() {
        runner.withPropertyValues(DSN).withUserConfiguration(OwnClient.class).run(context -> {
            assertThat(context).hasSingleBean(PgClient.class);
            assertThat(context.getBean(PgClient.class)).isSameAs(OwnClient.CLIENT);
            assertThat(context).doesNotHaveBean(PgClientLifecycle.class);
        });
    }

    @Test
    void startsNoServerForAClientOfTheApplication() {
        runner.withUserConfiguration(OwnClient.class)
                .run(context -> assertThat(context).doesNotHaveBean(PgNativeConnectionDetails.class));
    }

    @Test
    void keepsItsClientBesideASecondOneThatIsNoDefault() {
        runner.withPropertyValues(DSN).withUserConfiguration(SecondClient.class).run(context -> {
            assertThat(context).hasBean("pgClient").hasBean("reporting");
            assertThat(context).hasSingleBean(BlockingPgClient.class);
        });
    }

    @Test
    @DisplayName("B12: connection details win over properties, whose tuning still applies")
    void letsConnectionDetailsWinOverPropertiesButKeepsTheTuning() {
        runner.withPropertyValues(DSN, "spring.pgnative.pool.max-size=3")
                .withUserConfiguration(OwnDetails.class)
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.host()).isEqualTo("details.example.com");
                    assertThat(options.port()).isEqualTo(5432);
                    assertThat(options.user()).isEqualTo("clerk");
                    assertThat(options.database()).isEqualTo("till");
                    assertThat(options.pool().maxSize()).isEqualTo(3);
                });
    }

    @Test
    void asksConnectionDetailsForThePasswordEachTime() {
        runner.withUserConfiguration(OwnDetails.class).run(context -> {
            PgOptions options = context.getBean(PgClient.class).options();
            OwnDetails.PASSWORD.set("first");
            assertThat(password(options)).isEqualTo("first");
            OwnDetails.PASSWORD.set("second");
            assertThat(password(options)).isEqualTo("second");
        });
    }

    private static @Nullable String password(PgOptions options) {
        return options.password() == null
                ? null
                : options.password().password(options.hosts().get(0)).await();
    }

    @Test
    void showsTheDsnAsConnectionDetails() {
        runner.withPropertyValues(DSN).run(context -> {
            PgNativeConnectionDetails details = context.getBean(PgNativeConnectionDetails.class);
            assertThat(details.getHost()).isEqualTo("db.example.com");
            assertThat(details.getPort()).isEqualTo(5432);
            assertThat(details.getDatabase()).isEqualTo("shop");
            assertThat(details.getUsername()).isEqualTo("app");
            assertThat(details.getPassword()).isEqualTo("s3cret");
        });
    }

    @Test
    @DisplayName("B11, B13: customizers have the builder in their order, after the properties")
    void callsCustomizersInOrderAfterTheProperties() {
        runner.withPropertyValues(DSN, "spring.pgnative.pool.max-size=3", "spring.pgnative.pool.name=till")
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    PgOptions options = context.getBean(PgClient.class).options();
                    assertThat(options.pool().maxSize()).isEqualTo(22);
                    assertThat(options.pool().name()).isEqualTo("till");
                });
    }

    @Test
    @DisplayName("B22: a Vert.x instance of the application is used, and not closed")
    void usesTheVertxOfTheApplicationAndDoesNotCloseIt() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            runner.withPropertyValues(DSN)
                    .withBean("mine", Vertx.class, () -> vertx, definition -> definition.setDestroyMethodName(null))
                    .run(context -> {
                        assertThat(context).hasSingleBean(Vertx.class).doesNotHaveBean(OwnedVertx.class);
                    });
            assertThat(vertx.executeBlocking(() -> "alive")
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join())
                    .isEqualTo("alive");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void closesItsOwnVertxAndLeavesNoThread() throws InterruptedException {
        Set<Thread> used = new HashSet<>();
        runner.withPropertyValues(DSN, "spring.pgnative.vertx.event-loop-size=3")
                .run(context -> {
                    Vertx vertx = context.getBean(Vertx.class);
                    // In turn, so that others would be used if there were more.
                    for (int i = 0; i < 9; i++) {
                        vertx.deployVerticle(own -> {
                                    used.add(Thread.currentThread());
                                    return Future.succeededFuture();
                                })
                                .await(20, TimeUnit.SECONDS);
                    }
                    assertThat(used).hasSize(3).allSatisfy(thread -> assertThat(thread.getName())
                            .startsWith("pgnative-eventloop-thread-"));
                    used.addAll(eventLoops());
                });
        // An event loop tells that it has ended as its last act; those of contexts before may be about to.
        used.addAll(eventLoops());
        for (Thread thread : used) {
            thread.join(10_000);
        }
        assertThat(eventLoops()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void usesTheTransportOfTheOperatingSystemOnlyIfItMay(boolean nativeTransport) {
        runner.withPropertyValues(DSN, "spring.pgnative.vertx.native-transport=" + nativeTransport)
                .run(context -> assertThat(context.getBean(Vertx.class).isNativeTransportEnabled())
                        .isEqualTo(nativeTransport && Epoll.isAvailable()));
    }

    private static Set<Thread> eventLoops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getName().startsWith("pgnative-eventloop"))
                .collect(Collectors.toSet());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        static final PgClient CLIENT = mock(PgClient.class);

        @Bean(destroyMethod = "")
        PgClient mine() {
            return CLIENT;
        }

        @Bean(destroyMethod = "")
        BlockingPgClient blocking() {
            return mock(BlockingPgClient.class);
        }

        @Bean(destroyMethod = "")
        ReactivePgClient reactive() {
            return mock(ReactivePgClient.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondClient {

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient reporting() {
            return mock(PgClient.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDetails {

        static final AtomicReference<@Nullable String> PASSWORD = new AtomicReference<>();

        @Bean
        PgNativeConnectionDetails details() {
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
                public String getUsername() {
                    return "clerk";
                }

                @Override
                public @Nullable String getPassword() {
                    return PASSWORD.get();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        PgClientCustomizer last() {
            return builder -> builder.poolMaxSize(builder.options().pool().maxSize() * 2);
        }

        @Bean
        @Order(1)
        PgClientCustomizer first() {
            return builder -> builder.poolMaxSize(builder.options().pool().maxSize() + 8);
        }
    }
}
