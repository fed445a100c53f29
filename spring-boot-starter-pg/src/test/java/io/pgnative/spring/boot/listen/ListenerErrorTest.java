package io.pgnative.spring.boot.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgJson;
import io.pgnative.client.PgRegistration;
import io.vertx.core.Future;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener whose payloads, methods and threads end in errors of the virtual machine, and which goes on. */
@Timeout(60)
class ListenerErrorTest {

    private static final Executor THREADS = task -> new Thread(task, "handles").start();

    private final BlockingQueue<NotificationListener> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    private void start(Executor threads, HandlerQueue.Handler handler) {
        PgClient client = mock(PgClient.class);
        when(client.listen(eq("orders"), any())).thenAnswer(call -> {
            told.add(call.getArgument(1));
            return Future.succeededFuture(mock(PgRegistration.class));
        });
        new ListenerContainer(
                        new ListenerDefinition(
                                "orders",
                                List.of("orders"),
                                "pgClient",
                                client,
                                1,
                                100,
                                PgListenerOverflow.DROP_NEWEST,
                                true),
                        threads,
                        handler)
                .start()
                .join();
    }

    private void send(String payload) {
        told.element().onNotification(new Notification("orders", payload, 1));
    }

    private Object next() throws InterruptedException {
        Object next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("nothing is handled any more").isNotNull();
        return next;
    }

    record Order(String number) {}

    /** The bean. */
    final class Orders {

        void on(Order order) {
            heard.add(order);
        }
    }

    /** What classes that are not there and values without end do to a mapper. */
    private static final class BreakingJson implements PgJson {

        @Override
        public String encode(Object value) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public Object decode(String json, Type type) {
            switch (json) {
                case "class" -> throw new NoClassDefFoundError("com/example/Line");
                case "depth" -> throw new StackOverflowError();
                default -> {
                    return new Order(json);
                }
            }
        }
    }

    private HandlerQueue.Handler handler(Function<Notification, CompletableFuture<?>> calls) {
        return new HandlerQueue.Handler() {

            @Override
            public CompletableFuture<?> handle(ListenerEvent event) {
                Notification notification = event.notification();
                assertThat(notification).isNotNull();
                return calls.apply(notification);
            }

            @Override
            public void failed(ListenerEvent event, Throwable cause) {
                heard.add(cause.getClass());
            }
        };
    }

    @Test
    void goesOnAfterAPayloadThatEndsInAnError() throws Exception {
        NotificationMethod method = NotificationMethod.of(
                Orders.class.getDeclaredMethod("on", Order.class), Orders.class, new Orders(), BreakingJson::new);
        start(THREADS, handler(method::call));

        for (int round = 0; round < 2; round++) {
            send("class");
            assertThat(next()).isEqualTo(NoClassDefFoundError.class);
            send("depth");
            assertThat(next()).isEqualTo(StackOverflowError.class);
            send("17");
            assertThat(next()).isEqualTo(new Order("17"));
        }
    }

    @Test
    void goesOnAfterAnErrorOfTheHandlerItself() throws Exception {
        start(THREADS, handler(notification -> {
            if (notification.payload().equals("broken")) {
                throw new StackOverflowError();
            }
            heard.add(notification.payload());
            return CompletableFuture.completedFuture(null);
        }));

        send("broken");
        assertThat(next()).isEqualTo(StackOverflowError.class);
        send("next");
        assertThat(next()).isEqualTo("next");
    }

    @Test
    void asksAgainForAThreadThatCannotBeMade() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Executor exhausted = task -> {
            if (asked.getAndIncrement() == 0) {
                throw new InternalError("no memory for a thread");
            }
            THREADS.execute(task);
        };
        start(exhausted, handler(notification -> {
            heard.add(notification.payload());
            return CompletableFuture.completedFuture(null);
        }));

        send("first");
        assertThat(next()).isEqualTo("first");
        assertThat(asked).hasValue(2);
    }
}
