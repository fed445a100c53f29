package io.pgnative.spring.boot.autoconfigure;

import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.LIMIT;
import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.ListenGap;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.ListenerApplications.Heard;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerGap;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Listener methods for which more comes than they can take, and which are stopped meanwhile. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class PgListenerFloodTest {

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    PgListenerFloodTest(TestDatabase database) {
        this.database = database;
        this.runner = ListenerApplications.runner(database);
    }

    private void send(String channel, String payload) {
        ListenerApplications.send(database, channel, payload);
    }

    // ---- floods, and the end

    static class Slow extends Heard {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch allowed = new CountDownLatch(1);

        @PgListener(value = "flood", id = "flood", buffer = "${flood.buffer:}")
        void on(String payload) throws InterruptedException {
            begun.countDown();
            allowed.await();
            queue.add(payload);
        }

        @PgListenerGap
        void onGap(ListenGap gap) {
            queue.add(gap);
        }
    }

    private List<Object> flood(AssertableApplicationContext context) throws InterruptedException {
        Slow heard = context.getBean(Slow.class);
        send("flood", "0");
        assertThat(heard.begun.await(30, TimeUnit.SECONDS)).isTrue();
        database.execute("select pg_notify('flood', n::text) from generate_series(1, 20) n");
        await().atMost(LIMIT).until(() -> state(context, "flood").received() == 21);
        assertThat(state(context, "flood")).returns(5, PgListenerState::waiting).returns(15L, PgListenerState::dropped);
        heard.allowed.countDown();
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(heard.next());
        }
        assertThat(all.get(6)).isInstanceOfSatisfying(ListenGap.class, gap -> assertThat(gap.cause())
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the listener \"flood\" was slower than what came: 15 notifications were dropped"));
        send("flood", "afterwards");
        assertThat(heard.next()).isEqualTo("afterwards");
        assertThat(state(context, "flood").gaps()).isOne();
        return all.subList(0, 6);
    }

    @Test
    void dropsTheNewestOfAFloodAndTellsAGap(CapturedOutput output) {
        runner.withBean(Slow.class)
                .withPropertyValues("spring.pgnative.listener.buffer=5")
                .run(context -> assertThat(flood(context)).containsExactly("0", "1", "2", "3", "4", "5"));
        assertThat(output).containsOnlyOnce("PostgreSQL listener \"flood\" is slower than what comes");
    }

    @Test
    void dropsTheOldestOfAFloodWhereThatIsAsked() {
        runner.withBean(Slow.class)
                .withPropertyValues("flood.buffer=5", "spring.pgnative.listener.overflow=drop-oldest")
                .run(context -> assertThat(flood(context)).containsExactly("0", "16", "17", "18", "19", "20"));
    }

    @Test
    void handlesWhatHasComeBeforeItStops() {
        runner.withBean(Slow.class).run(context -> {
            Slow heard = context.getBean(Slow.class);
            send("flood", "1");
            send("flood", "2");
            assertThat(heard.begun.await(30, TimeUnit.SECONDS)).isTrue();
            await().atMost(LIMIT).until(() -> state(context, "flood").waiting() == 1);
            CompletableFuture<Void> end =
                    context.getBean(PgListenerRegistry.class).stop("flood");
            assertThat(end).isNotDone();
            heard.allowed.countDown();
            end.get(30, TimeUnit.SECONDS);
            assertThat(heard.queue).containsExactly("1", "2");
            assertThat(state(context, "flood")).returns(Status.STOPPED, PgListenerState::status);
        });
    }

    @Test
    void waitsForHandlersNoLongerThanItMay(CapturedOutput output) {
        Slow heard = new Slow();
        runner.withBean(Slow.class, () -> heard)
                .withPropertyValues("spring.pgnative.listener.shutdown-timeout=100ms")
                .run(context -> {
                    send("flood", "1");
                    send("flood", "2");
                    assertThat(heard.begun.await(30, TimeUnit.SECONDS)).isTrue();
                    await().atMost(LIMIT).until(() -> state(context, "flood").waiting() == 1);
                    context.getBean(PgListenerRegistry.class).stop("flood").get(30, TimeUnit.SECONDS);
                    assertThat(state(context, "flood").dropped()).isOne();
                    heard.allowed.countDown();
                    assertThat(heard.next()).isEqualTo("1");
                });
        assertThat(output)
                .contains("PostgreSQL listener \"flood\" was stopped, and after 100 ms 1 calls of its method still ran;"
                        + " 1 notifications are not handled");
        assertThat(heard.queue).isEmpty();
    }

    // ---- another client

    @Test
    void stopsBeforeTheClientDoes() {
        runner.withBean(Asks.class).run(context -> {
            send("asks", "");
            assertThat(context.getBean(Asks.class).begun.await(30, TimeUnit.SECONDS))
                    .isTrue();
            context.getSourceApplicationContext().stop();
            assertThat(context.getBean(Asks.class).queue).containsExactly(1);
        });
    }

    static class Asks extends Heard {

        private final BlockingPgClient client;
        final CountDownLatch begun = new CountDownLatch(1);

        Asks(BlockingPgClient client) {
            this.client = client;
        }

        @PgListener("asks")
        void asks() {
            begun.countDown();
            queue.add(client.fetchValue(Integer.class, "select 1 from pg_sleep(0.3)")
                    .orElseThrow());
        }
    }
}
