package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgJson;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PoolerMode;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.pgnative.spring.boot.listen.PgChannel;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerGap;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.aot.ApplicationContextAotGenerator;

/** Listener methods before anything listens: what is found, and what is refused. */
class PgListenerAutoConfigurationTest {

    private static final Vertx vertx = Vertx.vertx();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PgListenerAutoConfiguration.class))
            .withPropertyValues("spring.pgnative.listener.auto-startup=false");

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static PgClient client(PoolerMode mode) {
        PgClient client = mock(PgClient.class);
        when(client.options())
                .thenReturn(PgClient.builder(vertx).poolerMode(mode).options());
        when(client.listen(any(ListenOptions.class))).thenAnswer(call -> {
            ListenOptions options = call.getArgument(0);
            if (options.channels().contains("")) {
                throw new PgMisuseException("the name of a channel must not be empty");
            }
            return null;
        });
        when(client.listen(any(String.class), any(NotificationListener.class)))
                .thenReturn(Future.succeededFuture(mock(PgRegistration.class)));
        return client;
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean(destroyMethod = "")
        PgClient pgClient() {
            return client(PoolerMode.SESSION);
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient reporting() {
            return client(PoolerMode.SESSION);
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient pooled() {
            return client(PoolerMode.TRANSACTION);
        }
    }

    // ---- what is found

    static class Orders {

        @PgListener("orders")
        void onOrder(String payload) {}

        @PgListener(
                value = {"${app.channel}", "#{@names}", "#{'a' + 'b'}"},
                id = "many-${app.channel}",
                client = "${app.client}",
                concurrency = "${app.concurrency:3}",
                buffer = "5",
                overflow = "drop-oldest")
        void onMany(@PgChannel String channel, Notification notification, byte[] payload) {}

        @PgListenerGap
        void onGap() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Found {

        @Bean
        Orders orders() {
            return new Orders();
        }

        @Bean
        List<String> names() {
            return List.of("returns", "orders");
        }
    }

    @Test
    void findsListenersAndResolvesWhatTheirAnnotationsSay() {
        runner.withUserConfiguration(Clients.class, Found.class)
                .withPropertyValues("app.channel=shop", "app.client=reporting")
                .run(context -> {
                    PgListenerRegistry registry = context.getBean(PgListenerRegistry.class);
                    assertThat(registry.states())
                            .extracting(PgListenerState::id)
                            .containsExactly("many-shop", "orders.onOrder");
                    PgListenerState many = registry.state("many-shop");
                    assertThat(many.channels()).containsExactly("shop", "returns", "orders", "ab");
                    assertThat(many.client()).isEqualTo("reporting");
                    assertThat(many.status()).isEqualTo(PgListenerState.Status.STOPPED);
                    assertThat(registry.state("orders.onOrder").client()).isEqualTo("pgClient");
                });
    }

    @Test
    void isAbsentWithoutTheClientAndWhenTheStarterIsSwitchedOff() {
        runner.withClassLoader(new FilteredClassLoader(PgClient.class))
                .run(context -> assertThat(context).doesNotHaveBean(PgListenerRegistry.class));
        runner.withUserConfiguration(Clients.class)
                .withPropertyValues("spring.pgnative.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgListenerRegistry.class));
    }

    @Test
    void needsNoClientWithoutListeners() {
        runner.run(context ->
                assertThat(context.getBean(PgListenerRegistry.class).states()).isEmpty());
    }

    @Test
    void saysWhichListenersThereAre() {
        runner.withUserConfiguration(Clients.class, Found.class)
                .withPropertyValues("app.channel=shop", "app.client=reporting")
                .run(context -> {
                    PgListenerRegistry registry = context.getBean(PgListenerRegistry.class);
                    assertThat(catchThrowable(() -> registry.start("nobody")))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("no listener has the id \"nobody\"; there are [many-shop, orders.onOrder]");
                });
    }

    static class Told {

        final BlockingQueue<ListenGap> gaps = new LinkedBlockingQueue<>();

        @PgListener(value = "orders", id = "orders", autoStartup = "true")
        void on() {}

        @PgListenerGap
        void onGap(ListenGap gap) {
            gaps.add(gap);
        }
    }

    @Test
    void tellsAGapForWhatTheClientHasDropped() {
        runner.withUserConfiguration(Clients.class).withBean(Told.class).run(context -> {
            listener(context, "pgClient", "orders").onDropped(3);
            ListenGap gap = context.getBean(Told.class).gaps.poll(30, TimeUnit.SECONDS);
            assertThat(gap).isNotNull();
            assertThat(gap.cause()).hasMessageEndingWith("3 notifications were dropped");
            assertThat(context.getBean(PgListenerRegistry.class).state("orders"))
                    .returns(3L, PgListenerState::received)
                    .returns(3L, PgListenerState::dropped)
                    .returns(1L, PgListenerState::gaps);
        });
    }

    static class Read {

        final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

        @PgListener(value = "default", autoStartup = "true")
        void on(List<String> lines) {
            queue.add(lines);
        }

        @PgListener(value = "reporting", client = "reporting", autoStartup = "true")
        void onReport(Optional<List<String>> lines) {
            queue.add(lines);
        }
    }

    /** Reads any text as the same. */
    private static PgJson always(Object value) {
        PgJson json = mock(PgJson.class);
        when(json.decode(any(String.class), any())).thenReturn(value);
        return json;
    }

    @Configuration(proxyBeanMethods = false)
    static class ReadingClients {

        @Bean(destroyMethod = "")
        PgClient pgClient() {
            return reading(List.of("shared"));
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient reporting() {
            return reading(List.of("own"));
        }

        private static PgClient reading(Object value) {
            PgClient client = client(PoolerMode.SESSION);
            PgJson json = always(value);
            when(client.json()).thenReturn(json);
            return client;
        }
    }

    @Test
    void readsPayloadsWithTheMapperOfTheClient() {
        runner.withUserConfiguration(ReadingClients.class).withBean(Read.class).run(context -> {
            BlockingQueue<Object> read = context.getBean(Read.class).queue;
            listener(context, "pgClient", "default").onNotification(new Notification("default", "[]", 1));
            assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo(List.of("shared"));
            NotificationListener reports = listener(context, "reporting", "reporting");
            reports.onNotification(new Notification("reporting", "[]", 1));
            assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo(Optional.of(List.of("own")));
            reports.onNotification(new Notification("reporting", "", 1));
            assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo(Optional.empty());
        });
    }

    private static NotificationListener listener(AssertableApplicationContext context, String client, String channel) {
        ArgumentCaptor<NotificationListener> listener = ArgumentCaptor.forClass(NotificationListener.class);
        verify(context.getBean(client, PgClient.class)).listen(eq(channel), listener.capture());
        return listener.getValue();
    }

    // ---- what is refused

    static class TwoPayloads {

        @PgListener("orders")
        void on(String one, byte[] two) {}
    }

    static class GapInListener {

        @PgListener("orders")
        void on(ListenGap gap) {}
    }

    static class ReturnsText {

        @PgListener("orders")
        String on() {
            return "";
        }
    }

    static class ChannelIsNoText {

        @PgListener("orders")
        void on(@PgChannel int channel) {}
    }

    static class NeedsJson {

        @PgListener("orders")
        void on(List<String> lines) {}
    }

    static class EmptyChannel {

        @PgListener("#{''}")
        void on() {}
    }

    static class NoChannel {

        @PgListener({})
        void on() {}
    }

    static class UnknownClient {

        @PgListener(value = "orders", client = "nobody")
        void on() {}
    }

    static class ThroughAPooler {

        @PgListener(value = "orders", client = "pooled")
        void on() {}
    }

    static class NoConcurrency {

        @PgListener(value = "orders", concurrency = "0")
        void on() {}
    }

    static class UnknownOverflow {

        @PgListener(value = "orders", overflow = "forget")
        void on() {}
    }

    static class SameId {

        @PgListener(value = "orders", id = "same")
        void one() {}

        @PgListener(value = "returns", id = "same")
        void two(String payload) {}
    }

    static class GapAlone {

        @PgListenerGap
        void onGap(ListenGap gap) {}
    }

    static class GapOfOthers {

        @PgListener(value = "orders", id = "orders")
        void on() {}

        @PgListenerGap("returns")
        void onGap(ListenGap gap) {}
    }

    static class GapWithPayload {

        @PgListener("orders")
        void on() {}

        @PgListenerGap
        void onGap(String payload) {}
    }

    static List<Arguments> refused() {
        return List.of(
                refusal(
                        TwoPayloads.class,
                        "@PgListener TwoPayloads.on(String, byte[]): nothing fits its parameter 2 of type byte[]; expected at"
                                + " most a payload, a Notification and a String annotated with @PgChannel"),
                refusal(GapInListener.class, "@PgListener GapInListener.on(ListenGap): it takes a ListenGap"),
                refusal(
                        ReturnsText.class,
                        "@PgListener ReturnsText.on(): it returns java.lang.String; expected void or a CompletionStage"),
                refusal(ChannelIsNoText.class, "nothing fits its parameter 1 of type int"),
                refusal(
                        NeedsJson.class,
                        "@PgListener NeedsJson.on(List): its payload of type List is read from JSON, and its client has no"
                                + " JSON mapper"),
                refusal(EmptyChannel.class, "@PgListener EmptyChannel.on(): the name of a channel must not be empty"),
                refusal(NoChannel.class, "@PgListener NoChannel.on(): channels: expected at least one"),
                refusal(
                        UnknownClient.class,
                        "@PgListener UnknownClient.on(): there is no PgClient bean with the name or qualifier \"nobody\","
                                + " only [pgClient, reporting, pooled]"),
                refusal(ThroughAPooler.class, "its client has the pooler mode \"transaction\""),
                refusal(NoConcurrency.class, "its concurrency is 0; expected 1 or more"),
                refusal(
                        UnknownOverflow.class,
                        "its overflow is \"forget\"; expected one of [DROP_NEWEST, DROP_OLDEST]"),
                refusal(SameId.class, "its id \"same\" is that of SameId."),
                refusal(
                        GapAlone.class,
                        "@PgListenerGap GapAlone.onGap(ListenGap): its bean \"listener\" has no @PgListener method"),
                refusal(GapOfOthers.class, "its bean has no listener with the id \"returns\", only [orders]"),
                refusal(
                        GapWithPayload.class,
                        "@PgListenerGap GapWithPayload.onGap(String): nothing fits its parameters; expected a ListenGap or"
                                + " none"));
    }

    private static Arguments refusal(Class<?> type, String description) {
        return Arguments.of(type, description);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    @DisplayName("B55: a listener that cannot be right fails the start, by the name of its method")
    void refusesWhatCannotBeRight(Class<?> type, String description) {
        runner.withUserConfiguration(Clients.class).withBean("listener", type).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(description);
            assertThat(analysis.getAction()).isNotBlank();
        });
    }

    @Test
    void refusesListenersWithoutAClient() {
        runner.withBean(NoConcurrency.class)
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .contains("there is no PgClient bean to listen with"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototypes {

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        NoConcurrency listener() {
            return new NoConcurrency();
        }
    }

    @Test
    void refusesBeansThatAreNoSingletons() {
        runner.withUserConfiguration(Clients.class, Prototypes.class)
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .endsWith("its bean \"listener\" is no singleton"));
    }

    @Test
    void refusesValuesOfPropertiesThatCannotBe() {
        runner.withPropertyValues("spring.pgnative.listener.buffer=0").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("spring.pgnative.listener.buffer")
                .hasMessageContaining("must be 1 or more"));
        runner.withPropertyValues("spring.pgnative.listener.shutdown-timeout=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("spring.pgnative.listener.shutdown-timeout")
                        .hasMessageContaining("must not be negative"));
    }

    private static FailureAnalysis analysis(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                return found.analysis();
            }
        }
        throw new AssertionError("not analyzed", failure);
    }

    // ---- ahead of time

    record Line(String sku) {}

    record OrderEvent(long id, List<Line> lines) {}

    static class Hinted {

        @PgListener("orders")
        void onOrder(OrderEvent event, @PgChannel String channel) {}

        @PgListenerGap
        void onGap(ListenGap gap) {}
    }

    @Test
    @DisplayName("B56: listener methods can be called, and their payloads read, in a native image")
    void givesHintsForMethodsAndPayloads() throws Exception {
        TestGenerationContext generation = new TestGenerationContext();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Hinted.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Hinted.class.getDeclaredMethod("onOrder", OrderEvent.class, String.class)))
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Hinted.class.getDeclaredMethod("onGap", ListenGap.class)))
                .accepts(generation.getRuntimeHints());
        for (Class<?> payload : List.of(OrderEvent.class, Line.class)) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onConstructorInvocation(payload.getDeclaredConstructors()[0]))
                    .accepts(generation.getRuntimeHints());
        }
        assertThat(RuntimeHintsPredicates.reflection().onType(ListenGap.class)).rejects(generation.getRuntimeHints());
    }
}
