package io.pgnative.spring.boot.autoconfigure;

import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.APPLICATION;
import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.LIMIT;
import static io.pgnative.spring.boot.autoconfigure.ListenerApplications.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.Notification;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.ListenerApplications.Heard;
import io.pgnative.spring.boot.listen.PgChannel;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerErrorHandler;
import io.pgnative.spring.boot.listen.PgListenerFailure;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Listener methods with a real server: what they take, return and fail with. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class PgListenerServerTest {

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    PgListenerServerTest(TestDatabase database) {
        this.database = database;
        this.runner = ListenerApplications.runner(database);
    }

    private void send(String channel, String payload) {
        ListenerApplications.send(database, channel, payload);
    }

    // ---- what methods take

    record Line(String sku, int quantity) {}

    record OrderEvent(long id, List<Line> lines) {}

    enum Color {
        RED
    }

    static class Takes extends Heard {

        @PgListener("text")
        void text(String payload) {
            queue.add(payload);
        }

        @PgListener("bytes")
        void bytes(byte[] payload) {
            queue.add(new String(payload, StandardCharsets.UTF_8));
        }

        @PgListener("json")
        void json(OrderEvent event) {
            queue.add(event);
        }

        @PgListener("list")
        void list(List<Line> lines) {
            queue.add(lines);
        }

        @PgListener("number")
        void number(long id) {
            queue.add(id);
        }

        @PgListener("uuid")
        void uuid(UUID id) {
            queue.add(id);
        }

        @PgListener("date")
        void date(LocalDate day) {
            queue.add(day);
        }

        @PgListener("enum")
        void color(Color color) {
            queue.add(color);
        }

        @PgListener("nothing")
        void nothing() {
            queue.add("called");
        }

        @PgListener("empty")
        void empty(@Nullable OrderEvent event) {
            queue.add(event == null ? "null" : event);
        }

        @PgListener({"several", "Others"})
        void several(Notification notification, @PgChannel String channel, String payload) {
            queue.add(List.of(notification.channel(), channel, payload, notification.payload()));
        }

        @PgListener("thread")
        void thread() {
            queue.add(Thread.currentThread().getName());
        }
    }

    @Test
    void callsMethodsWithWhatTheyTake() {
        runner.withBean(Takes.class).run(context -> {
            Takes heard = context.getBean(Takes.class);
            send("text", "17 Grüße");
            assertThat(heard.next()).isEqualTo("17 Grüße");
            send("bytes", "Grüße");
            assertThat(heard.next()).isEqualTo("Grüße");
            send("json", "{\"id\": 5, \"lines\": [{\"sku\": \"A\", \"quantity\": 2}]}");
            assertThat(heard.next()).isEqualTo(new OrderEvent(5, List.of(new Line("A", 2))));
            send("list", "[{\"sku\": \"B\", \"quantity\": 3}]");
            assertThat(heard.next()).isEqualTo(List.of(new Line("B", 3)));
            send("number", "42");
            assertThat(heard.next()).isEqualTo(42L);
            UUID id = UUID.randomUUID();
            send("uuid", id.toString());
            assertThat(heard.next()).isEqualTo(id);
            send("date", "2026-02-01");
            assertThat(heard.next()).isEqualTo(LocalDate.of(2026, 2, 1));
            send("enum", "RED");
            assertThat(heard.next()).isEqualTo(Color.RED);
            send("nothing", "something");
            assertThat(heard.next()).isEqualTo("called");
            send("empty", "");
            assertThat(heard.next()).isEqualTo("null");
            send("Others", "x");
            assertThat(heard.next()).isEqualTo(List.of("Others", "Others", "x", "x"));
            send("thread", "");
            assertThat(heard.next()).asString().startsWith("pg-listener-");
            // All of them share the one connection of the client.
            assertThat(database.backends(APPLICATION)).isOne();
        });
        assertThat(database.backends(APPLICATION)).isZero();
    }

    static class TakesOfReporting extends Heard {

        @PgListener("orders")
        void standard(OrderEvent event) {
            queue.add(event);
        }

        @PgListener(value = "reports", client = "reporting")
        void reporting(OrderEvent event) {
            queue.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JsonOfReporting {

        @Bean
        @Qualifier("reporting") PgJson reportingJson() {
            return new PgJson() {

                @Override
                public String encode(Object value) {
                    throw new AssertionError("nothing is written");
                }

                @Override
                public Object decode(String json, Type type) {
                    return new OrderEvent(-1, List.of());
                }
            };
        }
    }

    @Test
    void readsJsonAsTheClientDoes() {
        runner.withBean(TakesOfReporting.class)
                .withUserConfiguration(JsonOfReporting.class)
                .withPropertyValues("spring.pgnative.clients.reporting.dsn=" + database.dsn())
                .run(context -> {
                    TakesOfReporting heard = context.getBean(TakesOfReporting.class);
                    send("orders", "{\"id\": 5, \"lines\": []}");
                    assertThat(heard.next()).isEqualTo(new OrderEvent(5, List.of()));
                    send("reports", "{\"id\": 5, \"lines\": []}");
                    assertThat(heard.next()).isEqualTo(new OrderEvent(-1, List.of()));
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnThreads {

        @Bean
        Executor pgListenerTaskExecutor() {
            return Executors.newCachedThreadPool(task -> new Thread(task, "mine"));
        }
    }

    @Test
    void callsMethodsOnTheThreadsOfABeanAndOfLazyBeansToo() {
        runner.withBean(Takes.class)
                .withUserConfiguration(OwnThreads.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    Takes heard = context.getBean(Takes.class);
                    assertThat(state(context, context.getBeanNamesForType(Takes.class)[0] + ".thread")
                                    .status())
                            .isEqualTo(Status.LISTENING);
                    send("thread", "");
                    assertThat(heard.next()).isEqualTo("mine");
                });
    }

    // ---- what they return, and in which order they are called

    static class Returns extends Heard {

        final BlockingQueue<Promise<Void>> ends = new LinkedBlockingQueue<>();

        @PgListener(value = "future", id = "future")
        Future<Void> future(String payload) {
            queue.add(payload);
            Promise<Void> end = Promise.promise();
            ends.add(end);
            return end.future();
        }

        @PgListener(value = "stage", id = "stage")
        CompletionStage<String> stage(String payload) {
            queue.add(payload);
            return CompletableFuture.completedFuture(payload);
        }

        @PgListener(value = "mono", id = "mono")
        Mono<String> mono(String payload) {
            return Mono.fromRunnable(() -> queue.add(payload));
        }

        @PgListener(value = "flow", id = "flow")
        Flow.Publisher<String> flow(String payload) {
            queue.add(payload);
            SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
            publisher.submit(payload);
            publisher.close();
            return publisher;
        }
    }

    @Test
    void waitsForTheEndOfWhatAMethodReturns() {
        runner.withBean(Returns.class).run(context -> {
            Returns heard = context.getBean(Returns.class);
            send("future", "1");
            send("future", "2");
            assertThat(heard.next()).isEqualTo("1");
            await().atMost(LIMIT).until(() -> state(context, "future").waiting() == 1);
            assertThat(heard.queue).isEmpty();
            heard.ends.take().complete();
            assertThat(heard.next()).isEqualTo("2");
            heard.ends.take().fail("no");
            await().atMost(LIMIT).until(() -> state(context, "future").failed() == 1);
            assertThat(state(context, "future").handled()).isOne();
            for (String channel : List.of("stage", "mono", "flow")) {
                send(channel, "a");
                send(channel, "b");
                assertThat(heard.next()).isEqualTo("a");
                assertThat(heard.next()).isEqualTo("b");
                await().atMost(LIMIT).until(() -> state(context, channel).handled() == 2);
            }
        });
    }

    static class Parallel extends Heard {

        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch three = new CountDownLatch(3);

        @PgListener(value = "parallel", id = "parallel", concurrency = "3")
        void parallel(int number) throws InterruptedException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            assertThat(three.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            queue.add(number);
            now.decrementAndGet();
        }

        @PgListener(value = "parallel", id = "inOrder")
        void inOrder(int number) {
            ordered.add(number);
        }

        final List<Integer> ordered = new ArrayList<>();
    }

    @Test
    void handlesAsManyAtOnceAsItMayAndInOrderOtherwise() {
        runner.withBean(Parallel.class).run(context -> {
            Parallel heard = context.getBean(Parallel.class);
            database.execute("select pg_notify('parallel', n::text) from generate_series(1, 300) n");
            await().atMost(LIMIT)
                    .until(() -> state(context, "parallel").handled() == 300
                            && state(context, "inOrder").handled() == 300);
            assertThat(heard.most.get()).isEqualTo(3);
            assertThat(heard.ordered).hasSize(300).isSorted();
            assertThat(state(context, "parallel").running()).isZero();
        });
    }

    // ---- failures

    /** Its class cannot be loaded, as when a jar is missing. */
    record Unloadable(int id) {

        static final Object MISSING = missing();

        private static Object missing() {
            throw new NoClassDefFoundError("com/example/Missing");
        }
    }

    static class Fails extends Heard {

        @PgListener(value = "errors", id = "errors")
        void errors(Unloadable payload) {
            queue.add(payload);
        }

        @PgListener(value = "fails", id = "fails")
        void fails(String payload) {
            throw new IllegalStateException("broken");
        }

        @PgListener(value = "json", id = "json")
        void json(OrderEvent event) {
            queue.add(event);
        }

        @PgListener(value = "number", id = "number")
        void number(int number) {
            queue.add(number);
        }
    }

    @Test
    void tellsFailuresWithoutThePayload(CapturedOutput output) {
        runner.withBean(Fails.class).run(context -> {
            Fails heard = context.getBean(Fails.class);
            send("fails", "s3cret-1");
            send("errors", "{\"id\": 1}");
            send("errors", "{\"id\": 2}");
            send("json", "{\"id\": \"s3cret-2\"}");
            send("json", "s3cret-3");
            send("number", "s3cret-4");
            send("number", "");
            send("number", "5");
            assertThat(heard.next()).isEqualTo(5);
            await().atMost(LIMIT)
                    .until(() -> state(context, "fails").failed() == 1
                            && state(context, "errors").failed() == 2
                            && state(context, "json").failed() == 2);
            assertThat(state(context, "number"))
                    .returns(2L, PgListenerState::failed)
                    .returns(3L, PgListenerState::received);
        });
        assertThat(output)
                .contains("PostgreSQL listener \"fails\" has failed on a notification on channel \"fails\"")
                .contains("java.lang.IllegalStateException: broken")
                .contains("the payload is no JSON of a " + OrderEvent.class.getName())
                .contains("the payload is no int")
                .doesNotContain("s3cret");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnErrorHandler {

        final BlockingQueue<PgListenerFailure> failures = new LinkedBlockingQueue<>();

        @Bean
        PgListenerErrorHandler pgListenerErrorHandler() {
            return failure -> {
                failures.add(failure);
                throw new IllegalStateException("the handler, too");
            };
        }
    }

    @Test
    void tellsFailuresToABean(CapturedOutput output) {
        runner.withBean(Fails.class)
                .withUserConfiguration(OwnErrorHandler.class)
                .run(context -> {
                    BlockingQueue<PgListenerFailure> failures = context.getBean(OwnErrorHandler.class).failures;
                    for (String channel : List.of("fails", "number")) {
                        send(channel, "s3cret");
                        PgListenerFailure failure = failures.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                        assertThat(failure).isNotNull();
                        assertThat(failure.listenerId()).isEqualTo(channel);
                        assertThat(failure.notification())
                                .extracting(Notification::payload)
                                .isEqualTo("s3cret");
                        assertThat(failure.gap()).isNull();
                        assertThat(failure.cause())
                                .isInstanceOf(
                                        channel.equals("fails") ? IllegalStateException.class : PgDataException.class);
                        assertThat(failure.toString()).doesNotContain("s3cret");
                    }
                    send("number", "6");
                    assertThat(context.getBean(Fails.class).next()).isEqualTo(6);
                });
        assertThat(output)
                .contains("The error handler of the PostgreSQL listener \"fails\" has failed")
                .doesNotContain("s3cret");
    }
}
