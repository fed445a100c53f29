package io.pgnative.spring.boot.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.client.ListenRecovery;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgRegistration;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Answers;

/** A listener that is stopped and started while its method is at work. */
@Timeout(60)
class ListenerContainerTest {

    /** The one thread that all timeouts of the virtual machine's futures wait for. */
    private static final String TIMERS = "CompletableFutureDelayScheduler";

    private final List<NotificationListener> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
    private volatile Future<PgRegistration> registration = Future.succeededFuture(mock(PgRegistration.class));
    private final ListenerContainer container;

    ListenerContainerTest() {
        PgClient client = mock(PgClient.class, Answers.RETURNS_DEEP_STUBS);
        when(client.options().listening().recovery()).thenReturn(ListenRecovery.DEFAULT.delay(Duration.ofMillis(20)));
        when(client.listen(eq("orders"), any())).thenAnswer(call -> {
            attempts.add(Thread.currentThread().getName());
            told.add(call.getArgument(1));
            return registration;
        });
        HandlerQueue.Handler handler = new HandlerQueue.Handler() {

            @Override
            public CompletableFuture<?> handle(ListenerEvent event) {
                if (event.notification() != null) {
                    handled.add(event.notification().payload());
                }
                CompletableFuture<Void> end = new CompletableFuture<>();
                atWork.add(end);
                return end;
            }

            @Override
            public void failed(ListenerEvent event, Throwable cause) {
                throw new AssertionError(cause);
            }
        };
        container = new ListenerContainer(
                new ListenerDefinition(
                        "orders", List.of("orders"), "pgClient", client, 1, 100, PgListenerOverflow.DROP_NEWEST, true),
                Runnable::run,
                handler);
    }

    private void notify(String payload) {
        told.get(told.size() - 1).onNotification(new Notification("orders", payload, 1));
    }

    private CompletableFuture<Void> next() throws InterruptedException {
        CompletableFuture<Void> work = atWork.poll(20, TimeUnit.SECONDS);
        return Objects.requireNonNull(work, "nothing is handled");
    }

    @Test
    void keepsWhatComesAfterARestartWhenTheStopBeforeItRunsOut() throws InterruptedException {
        container.start().join();
        notify("first");
        CompletableFuture<Void> first = next();
        notify("second");

        CompletableFuture<Void> stopped = container.stop(Duration.ofMillis(200));
        container.start().join();
        notify("third");
        stopped.join();

        first.complete(null);
        next().complete(null);
        next().complete(null);
        next().complete(null);
        assertThat(handled).containsExactly("first", "second", "third");
        assertThat(container.state().dropped()).isZero();
    }

    @Test
    void dropsWhatIsLeftWhenItIsNotStartedAgain() throws InterruptedException {
        container.start().join();
        notify("first");
        CompletableFuture<Void> first = next();
        notify("second");

        container.stop(Duration.ofMillis(50)).join();
        first.complete(null);

        assertThat(handled).containsExactly("first");
        assertThat(container.state().dropped()).isEqualTo(1);
    }

    @Test
    void goesOnAwayFromTimersWhenItsStopIsOverdue() throws InterruptedException {
        container.start().join();
        notify("first");
        CompletableFuture<Void> first = next();

        CompletableFuture<String> continued = container
                .stop(Duration.ofSeconds(1))
                .thenApply(stopped -> Thread.currentThread().getName());

        assertThat(continued.join()).isNotEqualTo(TIMERS);
        first.complete(null);
    }

    @Test
    void goesOnAwayFromEventLoopsWhenItListens() {
        Vertx vertx = Vertx.vertx();
        try {
            Promise<PgRegistration> pending = Promise.promise();
            registration = pending.future();
            CompletableFuture<Boolean> continued =
                    container.start().thenApply(started -> Context.isOnEventLoopThread());
            assertThat(continued).isNotDone();

            vertx.runOnContext(now -> pending.complete(mock(PgRegistration.class)));

            assertThat(continued.join()).isFalse();
            assertThat(container.state().status()).isEqualTo(PgListenerState.Status.LISTENING);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void triesAgainAwayFromTimers() throws InterruptedException {
        registration = Future.failedFuture(new PgConnectException("refused"));
        container.start().join();
        assertThat(attempts.take()).isEqualTo(Thread.currentThread().getName());
        registration = Future.succeededFuture(mock(PgRegistration.class));

        assertThat(attempts.poll(20, TimeUnit.SECONDS)).isNotNull().isNotEqualTo(TIMERS);
        next().complete(null);
        assertThat(container.state().status()).isEqualTo(PgListenerState.Status.LISTENING);
    }
}
