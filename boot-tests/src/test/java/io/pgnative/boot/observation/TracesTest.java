package io.pgnative.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span.Kind;
import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.data.PgPaging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** A request and the calls that it makes are one trace, in both web stacks. */
@ExtendWith(PostgresExtension.class)
class TracesTest {

    private static final String CANARY = "hunter2";
    private static final String SLOW =
            "select pg_sleep(0.02), '" + CANARY + "', count(*) from pg_class where oid <> $1";
    private static final List<String> BESIDE_US = List.of(
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration");

    private static final BlockingQueue<MutableSpan> SPANS = new LinkedBlockingQueue<>();

    private final TestDatabase database;
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<ILoggingEvent> slowLines = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            // Takes the logging context as it is now.
            event.prepareForDeferredProcessing();
            slowLines.add(event);
        }
    };

    private @Nullable ConfigurableApplicationContext application;

    TracesTest(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        slowLogger().detachAppender(appender);
        Hooks.disableAutomaticContextPropagation();
        SPANS.clear();
    }

    private static Logger slowLogger() {
        return (Logger) LoggerFactory.getLogger("io.pgnative.client.slow-query");
    }

    private void start(WebApplicationType type) {
        application = new SpringApplicationBuilder(Application.class)
                .web(type)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--spring.pgnative.dsn=" + database.dsn(),
                        "--spring.pgnative.pool.name=orders",
                        "--spring.pgnative.pool.acquire-timeout=20s",
                        "--spring.pgnative.logging.slow-query-threshold=1ms",
                        "--spring.reactor.context-propagation=auto",
                        "--spring.autoconfigure.exclude=" + String.join(",", BESIDE_US));
        // Not before, since Boot sets up the log anew.
        appender.start();
        slowLogger().addAppender(appender);
    }

    /**
     * A request and its spans.
     *
     * @param body the trace id that handlers of the client's results see
     * @param server of the request
     * @param clients of the calls, in their order
     */
    private record Trace(String body, MutableSpan server, List<MutableSpan> clients) {}

    private Trace request(String path) throws IOException, InterruptedException {
        String port = Objects.requireNonNull(application).getEnvironment().getProperty("local.server.port");
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        List<MutableSpan> clients = new ArrayList<>();
        while (true) {
            MutableSpan span = SPANS.poll(20, TimeUnit.SECONDS);
            assertThat(span).as("the span of " + path + ", after " + clients).isNotNull();
            if (Objects.requireNonNull(span).kind() == Kind.SERVER) {
                return new Trace(response.body(), span, clients);
            }
            clients.add(span);
        }
    }

    private void check(Trace trace, String... names) {
        assertThat(trace.clients())
                .extracting(span -> String.valueOf(span.name()).toLowerCase(Locale.ROOT))
                .containsExactly(names);
        assertThat(trace.clients()).allSatisfy(span -> {
            assertThat(span.kind()).isEqualTo(Kind.CLIENT);
            assertThat(span.traceId()).isEqualTo(trace.server().traceId());
            assertThat(span.parentId()).isEqualTo(trace.server().id());
            assertThat(span.remoteServiceName()).isEqualToIgnoringCase("postgresql/" + database.database());
            assertThat(span.remotePort()).isEqualTo(database.port());
            assertThat(span.tags())
                    .containsEntry("db.system.name", "postgresql")
                    .containsEntry("db.namespace", database.database())
                    .containsEntry("server.address", database.host())
                    .containsKeys("db.query.summary", "db.query.text", "error.type");
            assertThat(span.tags().toString() + span.name())
                    .doesNotContain(CANARY)
                    .doesNotContain(database.password());
        });
        assertThat(trace.clients().get(0).tags())
                .containsEntry("db.query.text", "select pg_sleep(?), ?, count(*) from pg_class where oid <> $1");
    }

    /** The line about the slow statement says which trace and which connection it is about. */
    private void checkSlowLine(Trace trace) throws InterruptedException {
        ILoggingEvent line = slowLines.poll(20, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        assertThat(Objects.requireNonNull(line).getMDCPropertyMap())
                .containsEntry("traceId", trace.server().traceId())
                .containsEntry("pgnative.pool", "orders")
                .containsKeys("pgnative.connection", "pgnative.pid");
        slowLines.clear();
    }

    @Test
    @DisplayName("B51: parent span in MVC; Future, blocking and Reactor face")
    void requestsOfMvc() throws Exception {
        start(WebApplicationType.SERVLET);
        Trace blocking = request("/blocking");
        check(blocking, "select pg_class", "begin", "select", "commit");
        assertThat(blocking.body()).isEqualTo(blocking.server().traceId());
        checkSlowLine(blocking);
        Trace future = request("/future");
        check(future, "select pg_class", "begin", "select", "commit");
        checkSlowLine(future);
        Trace reactive = request("/reactive");
        check(reactive, "select pg_class", "begin", "select", "commit");
        checkSlowLine(reactive);
        assertThat(blocking.server().traceId()).isNotEqualTo(future.server().traceId());
        Trace page = request("/page");
        assertThat(page.body()).isEqualTo("2 of 3");
        assertThat(page.clients()).hasSize(3).allSatisfy(span -> assertThat(span.parentId())
                .isEqualTo(page.server().id()));
    }

    @Test
    @DisplayName("B51: parent span in WebFlux, whose thread locals are there behind our publishers, too")
    void requestsOfWebFlux() throws Exception {
        start(WebApplicationType.REACTIVE);
        Trace reactive = request("/reactive");
        check(reactive, "select pg_class", "begin", "select", "commit");
        assertThat(reactive.body()).isEqualTo(reactive.server().traceId());
        checkSlowLine(reactive);
        Trace rows = request("/rows");
        assertThat(rows.clients()).singleElement().satisfies(span -> assertThat(span.parentId())
                .isEqualTo(rows.server().id()));
        assertThat(rows.body()).isEqualTo(rows.server().traceId());
        slowLines.clear();
        Trace again = request("/reactive");
        check(again, "select pg_class", "begin", "select", "commit");
        assertThat(again.server().traceId()).isNotEqualTo(reactive.server().traceId());
        assertThat(again.body()).isEqualTo(again.server().traceId());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean(destroyMethod = "close")
        Tracing tracing() {
            return Tracing.newBuilder()
                    .currentTraceContext(ThreadLocalCurrentTraceContext.newBuilder()
                            .addScopeDecorator(MDCScopeDecorator.get())
                            .build())
                    .addSpanHandler(new SpanHandler() {
                        @Override
                        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                            SPANS.add(span);
                            return true;
                        }
                    })
                    .build();
        }

        @Bean
        Tracer tracer(Tracing tracing) {
            return new BraveTracer(tracing.tracer(), new BraveCurrentTraceContext(tracing.currentTraceContext()));
        }

        @Bean
        Propagator propagator(Tracing tracing) {
            return new BravePropagator(tracing);
        }

        @Bean
        Api api(PgClient pg, BlockingPgClient blocking, ReactivePgClient reactive) {
            return new Api(pg, blocking, reactive);
        }
    }

    /** Answers with the trace id that is current when the results are there. */
    @RestController
    static class Api {

        private final PgClient pg;
        private final BlockingPgClient blocking;
        private final ReactivePgClient reactive;

        Api(PgClient pg, BlockingPgClient blocking, ReactivePgClient reactive) {
            this.pg = pg;
            this.blocking = blocking;
            this.reactive = reactive;
        }

        @GetMapping("/blocking")
        String blocking() {
            blocking.fetchOne(SLOW, 1L);
            Row row = blocking.inTransaction(tx -> tx.fetchOne("select 1"));
            return row.getLong(0) == 1 ? String.valueOf(MDC.get("traceId")) : "";
        }

        @GetMapping("/future")
        CompletionStage<String> future() {
            // Begun on this thread: what the handlers of other futures begin belongs to no request.
            var slow = pg.withConnection(connection -> connection
                    .fetchOne(SLOW, 1L)
                    .compose(first -> connection.inTransaction(tx -> tx.fetchOne("select 1"))));
            return slow.map(row -> "done").toCompletionStage();
        }

        /** Columns, rows and their number, of which only the first is asked for on this thread. */
        @GetMapping("/page")
        CompletionStage<String> page() {
            return new PgPaging(pg)
                    .page(Long.class, PageRequest.of(0, 2, Sort.by("i")), "select i from generate_series(1, 3) i")
                    .map(page -> page.getNumberOfElements() + " of " + page.getTotalElements())
                    .toCompletionStage();
        }

        @GetMapping("/rows")
        Mono<String> rows() {
            return reactive.stream("select * from generate_series(1, 3)")
                    .map(row -> String.valueOf(MDC.get("traceId")))
                    .distinct()
                    .collectList()
                    .map(ids -> String.join(" ", ids));
        }

        @GetMapping("/reactive")
        Mono<String> reactive() {
            return reactive.fetchOne(SLOW, 1L)
                    .flatMap(first -> reactive.inTransaction(tx -> tx.fetchOne("select 1")))
                    .map(row -> String.valueOf(MDC.get("traceId")));
        }
    }
}
