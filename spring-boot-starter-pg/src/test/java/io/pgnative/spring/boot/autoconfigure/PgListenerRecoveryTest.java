package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.ListenGap;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerErrorHandler;
import io.pgnative.spring.boot.listen.PgListenerFailure;
import io.pgnative.spring.boot.listen.PgListenerGap;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How listener methods come to listen again, and how they give that up. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class PgListenerRecoveryTest {

    private static final String APPLICATION = "pgnative-recovery-test";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TestDatabase database;

    PgListenerRecoveryTest(TestDatabase database) {
        this.database = database;
    }

    private ApplicationContextRunner runner(String host, int port) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgListenerAutoConfiguration.class))
                .withPropertyValues(client("spring.pgnative", host, port))
                .withPropertyValues("spring.application.name=" + APPLICATION);
    }

    private String[] client(String prefix, String host, int port) {
        return new String[] {
            prefix + ".host=" + host,
            prefix + ".port=" + port,
            prefix + ".database=" + database.database(),
            prefix + ".username=" + database.user(),
            prefix + ".password=" + database.password()
        };
    }

    private static String[] recovery(String prefix, int retries) {
        return new String[] {
            prefix + ".listener.recovery.max-retries=" + retries,
            prefix + ".listener.recovery.delay=1ms",
            prefix + ".listener.recovery.multiplier=1.5",
            prefix + ".listener.recovery.max-delay=2ms",
            prefix + ".listener.recovery.jitter=0"
        };
    }

    private static PgListenerState state(AssertableApplicationContext context, String id) {
        return context.getBean(PgListenerRegistry.class).state(id);
    }

    private static void awaitStatus(AssertableApplicationContext context, String id, Status status) {
        await().atMost(LIMIT).until(() -> state(context, id).status() == status);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("nothing came").isNotNull();
        return next;
    }

    static class Orders {

        final BlockingQueue<ListenGap> gaps = new LinkedBlockingQueue<>();

        @PgListener(
                value = {"orders", "returns"},
                id = "orders")
        void on(String payload) {}

        @PgListenerGap
        void onGap(ListenGap gap) {
            gaps.add(gap);
        }
    }

    static class Failures implements PgListenerErrorHandler {

        final BlockingQueue<PgListenerFailure> queue = new LinkedBlockingQueue<>();

        @Override
        public void handle(PgListenerFailure failure) {
            queue.add(failure);
        }
    }

    @Test
    void givesUpWhenTheServerStaysAwayAndIsStartedByHand() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            proxy.refuseConnections(true);
            runner(proxy.host(), proxy.port())
                    .withPropertyValues(recovery("spring.pgnative", 2))
                    .withBean(Orders.class)
                    .withBean(Failures.class)
                    .run(context -> {
                        PgListenerFailure failure = next(context.getBean(Failures.class).queue);
                        assertThat(failure.listenerId()).isEqualTo("orders");
                        assertThat(failure.notification()).isNull();
                        assertThat(failure.gap()).isNull();
                        assertThat(failure.cause()).isInstanceOf(PgConnectException.class);
                        assertThat(state(context, "orders"))
                                .returns(Status.FAILED, PgListenerState::status)
                                .returns(failure.cause(), PgListenerState::failure)
                                .returns(0L, PgListenerState::failed);
                        proxy.refuseConnections(false);

                        context.getBean(PgListenerRegistry.class)
                                .start("orders")
                                .get(30, TimeUnit.SECONDS);
                        assertThat(state(context, "orders"))
                                .returns(Status.LISTENING, PgListenerState::status)
                                .returns(null, PgListenerState::failure);
                        assertThat(next(context.getBean(Orders.class).gaps).length())
                                .isPositive();
                        assertThat(context.getBean(Failures.class).queue).isEmpty();
                    });
        }
    }

    @Test
    void givesUpAfterALossAndListensAgainWithTheContext(CapturedOutput output) {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            runner(proxy.host(), proxy.port())
                    .withPropertyValues(recovery("spring.pgnative", 3))
                    .withBean(Orders.class)
                    .run(context -> {
                        awaitStatus(context, "orders", Status.LISTENING);
                        proxy.refuseConnections(true);
                        proxy.resetConnections();
                        awaitStatus(context, "orders", Status.FAILED);
                        assertThat(state(context, "orders").failure())
                                .isInstanceOf(PgConnectException.class)
                                .hasMessageContaining("3 attempts to open another one failed");
                        await().atMost(LIMIT).until(() -> output.getOut()
                                .contains("PostgreSQL listener \"orders\" has given up to"));

                        proxy.refuseConnections(false);
                        context.getSourceApplicationContext().stop();
                        assertThat(state(context, "orders").status()).isEqualTo(Status.STOPPED);
                        context.getSourceApplicationContext().start();
                        awaitStatus(context, "orders", Status.LISTENING);
                        next(context.getBean(Orders.class).gaps);
                    });
        }
        assertThat(output).containsOnlyOnce("PostgreSQL listener \"orders\" has given up to listen");
    }

    static class Two {

        final BlockingQueue<ListenGap> gaps = new LinkedBlockingQueue<>();

        @PgListener(value = "orders", id = "default")
        void on() {}

        @PgListener(value = "orders", id = "reporting", client = "reporting")
        void onReport() {}

        @PgListenerGap
        void onGap(ListenGap gap) {
            gaps.add(gap);
        }
    }

    @Test
    void recoversEachClientAsItsOwnPropertiesSay() {
        runner(database.host(), database.port())
                .withPropertyValues(client("spring.pgnative.clients.reporting", database.host(), database.port()))
                .withPropertyValues(recovery("spring.pgnative.clients.reporting", 0))
                .withBean(Two.class)
                .run(context -> {
                    assertThat(database.terminateBackends(APPLICATION)).isEqualTo(2);
                    next(context.getBean(Two.class).gaps);
                    awaitStatus(context, "default", Status.LISTENING);
                    awaitStatus(context, "reporting", Status.FAILED);
                    assertThat(context.getBean(PgListenerRegistry.class).states())
                            .extracting(PgListenerState::client)
                            .isEqualTo(List.of("pgClient", "reporting"));
                });
    }
}
