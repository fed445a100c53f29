package io.pgnative.spring.boot.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgRegistration;
import io.vertx.core.Future;
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

/** A listener that is stopped and started while its method is at work. */
@Timeout(60)
class ListenerContainerTest {

    private final List<NotificationListener> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final ListenerContainer container;

    ListenerContainerTest() {
        PgClient client = mock(PgClient.class);
        when(client.listen(eq("orders"), any())).thenAnswer(call -> {
            told.add(call.getArgument(1));
            return Future.succeededFuture(mock(PgRegistration.class));
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
}
