package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolStatistics;
import io.pgnative.spring.boot.autoconfigure.PgNativePoolProperties.Initialization;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class PgClientLifecycleTest {

    private static final Duration GRACE = Duration.ofMinutes(3);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final PgClient client = mock(PgClient.class);
    private final AtomicInteger busy = new AtomicInteger();
    private boolean isContextClosing;

    PgClientLifecycleTest() {
        shutdownTimeout(GRACE);
        when(client.statistics())
                .thenAnswer(call -> new PoolStatistics(10, 0, 0, busy.get(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        when(client.suspend(any())).thenReturn(Future.succeededFuture());
        when(client.close(any())).thenReturn(Future.succeededFuture());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void shutdownTimeout(Duration grace) {
        PgOptions options = PgClient.builder(vertx)
                .dsn("postgres://app@db.example.com/shop")
                .shutdownTimeout(grace)
                .options();
        when(client.options()).thenReturn(options);
    }

    private PgClientLifecycle lifecycle(Initialization initialization) {
        return new PgClientLifecycle(
                client,
                initialization,
                Duration.ZERO,
                true,
                new PgClientFailures(new MockEnvironment()),
                () -> isContextClosing);
    }

    @Test
    void stopsAfterTheWebServerAndTheSchedulersAndCanBePaused() {
        SmartLifecycle lifecycle = lifecycle(Initialization.LAZY);

        assertThat(lifecycle.getPhase()).isLessThan(Integer.MAX_VALUE / 2).isPositive();
        assertThat(lifecycle.isPauseable()).isTrue();
        assertThat(lifecycle.isAutoStartup()).isTrue();
    }

    @Test
    void suspendsAndResumesButClosesOnlyAtTheEnd() {
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        AtomicInteger stopped = new AtomicInteger();

        lifecycle.afterPropertiesSet();
        lifecycle.start();
        lifecycle.stop(stopped::incrementAndGet);
        assertThat(lifecycle.isRunning()).isFalse();
        lifecycle.start();
        assertThat(lifecycle.isRunning()).isTrue();
        lifecycle.stop(stopped::incrementAndGet);
        verify(client, never()).close(any());
        lifecycle.destroy();

        assertThat(stopped).hasValue(2);
        InOrder order = inOrder(client);
        order.verify(client).resume();
        order.verify(client).suspend(GRACE);
        order.verify(client).resume();
        order.verify(client).suspend(GRACE);
        order.verify(client).close(Duration.ZERO);
    }

    @Test
    void tellsThatItStoppedOnlyOnceTheClientIsSuspended() {
        Promise<Void> suspended = Promise.promise();
        when(client.suspend(any())).thenReturn(suspended.future());
        AtomicInteger stopped = new AtomicInteger();
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();

        lifecycle.stop(stopped::incrementAndGet);
        assertThat(stopped).hasValue(0);
        suspended.complete();

        assertThat(stopped).hasValue(1);
    }

    @Test
    void tellsThatItStoppedAlsoWhenThatFailed(CapturedOutput output) {
        when(client.suspend(any())).thenReturn(Future.failedFuture("broken"));
        AtomicInteger stopped = new AtomicInteger();

        lifecycle(Initialization.LAZY).stop(stopped::incrementAndGet);

        assertThat(stopped).hasValue(1);
        assertThat(output).contains("was not suspended cleanly");
    }

    @Test
    void givesCallsTheirTimeWhenItIsDestroyedWhileRunning() {
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();

        lifecycle.destroy();

        verify(client).close(GRACE);
    }

    @Test
    void takesCallsUntilItIsDestroyedWhenTheContextCloses() {
        AtomicInteger stopped = new AtomicInteger();
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();
        isContextClosing = true;

        lifecycle.stop(stopped::incrementAndGet);

        assertThat(stopped).hasValue(1);
        assertThat(lifecycle.isRunning()).isFalse();
        verify(client, never()).suspend(any());
        verify(client, never()).close(any());
        lifecycle.destroy();
        assertThat(graceAtTheEnd()).isPositive().isLessThanOrEqualTo(GRACE);
    }

    @Test
    void waitsForCallsWhenTheContextCloses() {
        busy.set(1);
        AtomicInteger stopped = new AtomicInteger();
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();
        isContextClosing = true;

        lifecycle.stop(stopped::incrementAndGet);
        verify(client, timeout(LIMIT.toMillis()).atLeast(3)).statistics();
        assertThat(stopped).hasValue(0);
        busy.set(0);

        Awaitility.await().atMost(LIMIT).until(() -> stopped.get() == 1);
    }

    @Test
    void callsBackWhereNoTimerOfTheJvmIsHeldUp() {
        busy.set(1);
        CompletableFuture<Boolean> isTimerFree = new CompletableFuture<>();
        Executor timer = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run);
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();
        isContextClosing = true;

        lifecycle.stop(() -> {
            CountDownLatch run = new CountDownLatch(1);
            timer.execute(run::countDown);
            try {
                isTimerFree.complete(run.await(LIMIT.toSeconds() / 2, TimeUnit.SECONDS));
            } catch (InterruptedException ex) {
                isTimerFree.completeExceptionally(ex);
            }
        });
        verify(client, timeout(LIMIT.toMillis()).atLeast(2)).statistics();
        busy.set(0);

        assertThat(isTimerFree).succeedsWithin(LIMIT).isEqualTo(true);
    }

    @Test
    void waitsForCallsWhenItIsStoppedWithoutACallback() {
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();
        isContextClosing = true;

        lifecycle.stop();

        verify(client).statistics();
        verify(client, never()).suspend(any());
    }

    @Test
    @DisplayName("B41: calls get what is left of their time when Spring does not wait for it")
    void givesTheRestOfTheirTimeToCallsThatSpringDoesNotWaitFor() {
        busy.set(1);
        AtomicInteger stopped = new AtomicInteger();
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();
        isContextClosing = true;

        lifecycle.stop(stopped::incrementAndGet);
        lifecycle.destroy();

        assertThat(stopped).hasValue(0);
        assertThat(graceAtTheEnd()).isPositive().isLessThan(GRACE);
        busy.set(0);
    }

    @Test
    void givesNoMoreTimeToCallsThatHaveUsedItUp() {
        busy.set(1);
        shutdownTimeout(Duration.ofMillis(30));
        AtomicInteger stopped = new AtomicInteger();
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);
        lifecycle.start();
        isContextClosing = true;

        lifecycle.stop(stopped::incrementAndGet);
        Awaitility.await().atMost(LIMIT).until(() -> stopped.get() == 1);
        lifecycle.destroy();

        assertThat(graceAtTheEnd()).isZero();
    }

    private Duration graceAtTheEnd() {
        ArgumentCaptor<Duration> grace = ArgumentCaptor.forClass(Duration.class);
        verify(client).close(grace.capture());
        return grace.getValue();
    }

    @Test
    void opensNothingByItselfWhenLazy() {
        PgClientLifecycle lifecycle = lifecycle(Initialization.LAZY);

        lifecycle.afterPropertiesSet();
        lifecycle.start();

        verify(client, never()).withConnection(any());
    }

    @Test
    void logsThatAnEagerConnectionFailedAndGoesOn(CapturedOutput output) {
        when(client.withConnection(any())).thenReturn(Future.failedFuture(new PgConnectException("nobody listens")));
        PgClientLifecycle lifecycle = lifecycle(Initialization.EAGER);

        lifecycle.afterPropertiesSet();
        lifecycle.start();

        assertThat(lifecycle.isRunning()).isTrue();
        assertThat(output).contains("could not open its first connection").contains("nobody listens");
    }
}
