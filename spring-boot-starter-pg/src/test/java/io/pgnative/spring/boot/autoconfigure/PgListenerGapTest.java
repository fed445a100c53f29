package io.pgnative.spring.boot.autoconfigure;

import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.APPLICATION;
import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.awaitStatus;
import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.ListenGap;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.ListenerApplications.Heard;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerGap;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** Listener methods whose connection is lost, not there yet, or ended and begun by hand. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class PgListenerGapTest {

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    PgListenerGapTest(TestDatabase database) {
        this.database = database;
        this.runner = ListenerApplications.runner(database);
    }

    private void send(String channel, String payload) {
        ListenerApplications.send(database, channel, payload);
    }

    static class Gaps extends Heard {

        @PgListener(
                value = {"orders", "returns"},
                id = "orders")
        void on(String payload) {
            queue.add(payload);
        }

        @PgListener(value = "manual", id = "manual", autoStartup = "false")
        void manual(String payload) {
            queue.add("manual " + payload);
        }

        @PgListenerGap("orders")
        Mono<Void> onGap(ListenGap gap) {
            return Mono.fromRunnable(() -> queue.add(gap));
        }

        ListenGap nextGap() throws InterruptedException {
            Object next = next();
            assertThat(next).isInstanceOf(ListenGap.class);
            return (ListenGap) next;
        }
    }

    @Test
    void tellsOfALossBeforeWhatComesAfterIt() {
        runner.withBean(Gaps.class).run(context -> {
            Gaps heard = context.getBean(Gaps.class);
            for (int round = 1; round <= 2; round++) {
                send("orders", "before");
                assertThat(heard.next()).isEqualTo("before");
                assertThat(database.terminateBackends(APPLICATION)).isEqualTo(1);
                ListenGap gap = heard.nextGap();
                assertThat(gap.length()).isPositive();
                assertThat(gap.cause()).isNotNull();
                awaitStatus(context, "orders", Status.LISTENING);
                send("returns", "after");
                assertThat(heard.next()).isEqualTo("after");
                assertThat(state(context, "orders").gaps()).isEqualTo(round);
            }
        });
    }

    @Test
    void startsWithoutTheServerAndListensWhenItIsThere(CapturedOutput output) {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            proxy.refuseConnections(true);
            runner.withBean(Gaps.class)
                    .withPropertyValues("spring.pgnative.host=" + proxy.host(), "spring.pgnative.port=" + proxy.port())
                    .run(context -> {
                        Gaps heard = context.getBean(Gaps.class);
                        assertThat(state(context, "orders").status()).isEqualTo(Status.CONNECTING);
                        proxy.refuseConnections(false);
                        assertThat(heard.nextGap().attempts()).isGreaterThan(1);
                        awaitStatus(context, "orders", Status.LISTENING);
                        send("orders", "1");
                        assertThat(heard.next()).isEqualTo("1");

                        proxy.refuseConnections(true);
                        proxy.resetConnections();
                        awaitStatus(context, "orders", Status.CONNECTING);
                        proxy.refuseConnections(false);
                        heard.nextGap();
                        awaitStatus(context, "orders", Status.LISTENING);
                    });
        }
        assertThat(output)
                .contains("PostgreSQL listener \"orders\" cannot listen yet, and tries again")
                .contains("PostgreSQL listener \"orders\" listens now");
    }

    @Test
    void startsAndStopsByHandAndWithTheContext() {
        runner.withBean(Gaps.class).run(context -> {
            Gaps heard = context.getBean(Gaps.class);
            PgListenerRegistry registry = context.getBean(PgListenerRegistry.class);
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            assertThat(registry.state("manual").status()).isEqualTo(Status.STOPPED);
            registry.start("manual").get(30, TimeUnit.SECONDS);
            assertThat(registry.state("manual").status()).isEqualTo(Status.LISTENING);
            send("manual", "1");
            assertThat(heard.next()).isEqualTo("manual 1");
            registry.stop("orders").get(30, TimeUnit.SECONDS);

            source.stop();
            assertThat(database.backends(APPLICATION)).isZero();
            assertThat(registry.states())
                    .extracting(PgListenerState::status)
                    .containsExactly(Status.STOPPED, Status.STOPPED);
            send("manual", "missed");
            source.start();

            assertThat(registry.state("manual").status()).isEqualTo(Status.LISTENING);
            assertThat(registry.state("orders").status()).isEqualTo(Status.STOPPED);
            send("manual", "2");
            assertThat(heard.next()).isEqualTo("manual 2");
            registry.start("orders").get(30, TimeUnit.SECONDS);
            assertThat(heard.nextGap().cause()).isNull();
            send("orders", "3");
            assertThat(heard.next()).isEqualTo("3");
            assertThat(registry.state("manual").gaps()).isOne();
        });
    }

    @Test
    void startsNothingWhenThatIsSwitchedOff() {
        runner.withBean(Gaps.class)
                .withPropertyValues("spring.pgnative.listener.auto-startup=false")
                .run(context -> {
                    assertThat(state(context, "orders").status()).isEqualTo(Status.STOPPED);
                    assertThat(database.backends(APPLICATION)).isZero();
                    assertThat(context.getBean(PgListenerRegistry.class).isRunning())
                            .isTrue();
                });
    }
}
