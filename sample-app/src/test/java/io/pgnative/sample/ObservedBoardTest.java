package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the traces of requests and a scrape tell of the database, in the names of OpenTelemetry, and what they do not. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.metrics.pgnative.convention=opentelemetry",
            "management.metrics.pgnative.event-loop-lag.enabled=true",
            "spring.pgnative.password=" + Scrape.CANARY
        })
@AutoConfigureWebTestClient(timeout = "60s")
class ObservedBoardTest {

    private static final String LAMP = "SKU-010";
    private static final String SHELF = "SKU-011";

    private static final List<String> PLACING = List.of(
            "BEGIN",
            "SELECT customer",
            "SELECT product",
            "INSERT customer_order",
            "BATCH INSERT order_line",
            "BATCH UPDATE product",
            "SELECT customer_order customer",
            "SELECT order_line product",
            "COMMIT");

    private static final List<String> CANCELLING = List.of(
            "BEGIN",
            "SELECT customer_order",
            "SELECT customer_order customer",
            "SELECT order_line product",
            "SELECT product",
            "UPDATE customer_order",
            "BATCH UPDATE product",
            "SELECT customer_order customer",
            "SELECT order_line product",
            "COMMIT");

    private final WebTestClient web;
    private final BlockingPgClient blocking;
    private final PgClient pg;
    private final DatabaseInitializer initializer;
    private final ObservationRegistry observations;
    private final Tracer tracer;
    private final BlockingQueue<SpanData> spans;

    ObservedBoardTest(
            @Autowired WebTestClient web,
            @Autowired BlockingPgClient blocking,
            @Autowired PgClient pg,
            @Autowired DatabaseInitializer initializer,
            @Autowired ObservationRegistry observations,
            @Autowired Tracer tracer,
            @Autowired Spans spans) {
        this.web = web;
        this.blocking = blocking;
        this.pg = pg;
        this.initializer = initializer;
        this.observations = observations;
        this.tracer = tracer;
        this.spans = spans.ended;
    }

    /**
     * A trace.
     *
     * @param root the span of the request, or what stands for it
     * @param calls of the database below it, in the order of their ends
     */
    private record Trace(SpanData root, List<SpanData> calls) {

        List<String> names() {
            return calls.stream().map(SpanData::getName).toList();
        }

        SpanData call(String name) {
            return calls.stream()
                    .filter(call -> call.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " among " + names()));
        }
    }

    /** Waits for the root of a trace, which ends last, and checks what all calls of the database have to tell. */
    private Trace trace(String id, SpanKind rootKind) {
        List<SpanData> calls = new ArrayList<>();
        while (true) {
            SpanData span = next();
            if (!span.getTraceId().equals(id)) {
                continue;
            }
            if (span.getKind() == rootKind) {
                Trace trace = new Trace(span, calls);
                calls.forEach(call -> check(call, span));
                return trace;
            }
            calls.add(span);
        }
    }

    private SpanData next() {
        try {
            SpanData span = spans.poll(30, TimeUnit.SECONDS);
            assertThat(span).as("a span that is awaited").isNotNull();
            return Objects.requireNonNull(span);
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private void check(SpanData call, SpanData root) {
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(attribute(call, "db.system.name")).isEqualTo("postgresql");
        assertThat(attribute(call, "db.namespace")).isEqualTo("postgres");
        assertThat(attribute(call, "db.query.summary")).isEqualTo(call.getName());
        assertThat(attribute(call, "server.address")).isEqualTo("localhost");
        assertThat(attribute(call, "server.port"))
                .isEqualTo(String.valueOf(pg.options().hosts().get(0).port()));
        assertThat(attribute(call, "db.query.text")).isNotBlank();
        assertThat(attribute(call, "pgnative.pid")).matches("\\d+");
        assertThat(attribute(call, "pgnative.wait")).matches("\\d+\\.\\d+ms");
        // Neither a literal, nor an argument, nor anything of the kind in events and failures.
        assertThat(call.getName() + call.getAttributes() + call.getEvents() + call.getStatus())
                .doesNotContain(Scrape.CANARY)
                .doesNotContain("'")
                .doesNotContain("SKU-")
                .doesNotContain("db.query.parameter");
    }

    private static String attribute(SpanData span, String key) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
    }

    /** Sends a request as a part of a trace that somebody else has begun. */
    private Trace request(HttpMethod method, String path, Object body, int status) {
        String id = "%016x%016x"
                .formatted(
                        ThreadLocalRandom.current().nextLong(),
                        ThreadLocalRandom.current().nextLong());
        WebTestClient.RequestBodySpec request = web.method(method)
                .uri(path)
                .header("traceparent", "00-" + id + "-00f067aa0ba902b7-01")
                .contentType(MediaType.APPLICATION_JSON);
        (body instanceof NewOrder ? request.bodyValue(body) : request)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult();
        return trace(id, SpanKind.SERVER);
    }

    private Trace place() {
        return request(
                HttpMethod.POST,
                "/api/orders",
                new NewOrder(7L, List.of(new NewOrder.Line(SHELF, 1), new NewOrder.Line(LAMP, 2))),
                201);
    }

    private long newest() {
        return blocking.fetchOne(Long.class, "select max(id) from customer_order");
    }

    @Test
    @DisplayName("B51: an order that is placed is one trace, with a client span of each call in its transaction")
    void tracesATransactionOfTheClient() {
        Trace placed = place();

        assertThat(placed.root().getName()).isEqualTo("http post /api/orders");
        assertThat(placed.names()).containsExactlyElementsOf(PLACING);
        assertThat(placed.calls())
                .extracting(call -> attribute(call, "error.type"))
                .containsOnly("none");
        SpanData lines = placed.call("BATCH INSERT order_line");
        assertThat(attribute(lines, "db.operation.name")).isEqualTo("BATCH");
        assertThat(attribute(lines, "db.operation.batch.size")).isEqualTo("2");
        assertThat(attribute(placed.call("INSERT customer_order"), "db.query.text"))
                .isEqualTo("insert into customer_order (customer_id, total) values ($1, $2) returning id");
        assertThat(place().root().getTraceId()).isNotEqualTo(placed.root().getTraceId());
    }

    @Test
    @DisplayName("B51: so is one that is cancelled in a transaction of Spring's; literals are taken out")
    void tracesATransactionOfSpring() {
        place();

        Trace cancelled = request(HttpMethod.POST, "/api/orders/" + newest() + "/cancel", "", 200);

        assertThat(cancelled.names()).containsExactlyElementsOf(CANCELLING);
        assertThat(attribute(cancelled.call("UPDATE customer_order"), "db.query.text"))
                .isEqualTo("update customer_order set status = ? where id = $1");
    }

    @Test
    @DisplayName("B51: the methods of an interface of queries, two at once, belong to the request that called them")
    void tracesQueryMethods() {
        Trace listed = request(HttpMethod.GET, "/api/orders?page=1&size=5&status=SHIPPED", "", 200);

        assertThat(listed.names())
                .containsExactlyInAnyOrder("SELECT customer_order customer", "SELECT customer_order");
    }

    @Test
    @DisplayName("B51: a failure is told by its SQLSTATE, and the transaction's end by its rollback")
    void tracesAFailure() {
        place();
        long order = newest();
        blocking.execute("update product set on_hand = $2 where sku = $1", LAMP, Integer.MAX_VALUE);

        Trace failed = request(HttpMethod.POST, "/api/orders/" + order + "/cancel", "", 500);
        blocking.execute("update product set on_hand = $2 where sku = $1", LAMP, 100);

        assertThat(failed.names()).endsWith("BATCH UPDATE product", "ROLLBACK");
        SpanData update = failed.call("BATCH UPDATE product");
        assertThat(attribute(update, "db.response.status_code")).isEqualTo("22003");
        assertThat(attribute(update, "error.type")).isEqualTo("22003");
        assertThat(update.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(update.getEvents().toString()).contains("PgServerException 22003 numeric_value_out_of_range");
    }

    @Test
    @DisplayName("B51: the blocking face and futures belong to what is current on the thread of the caller")
    void tracesTheOtherFaces() {
        Trace started = observed(initializer::afterSingletonsInstantiated);
        assertThat(started.names()).startsWith("BEGIN", "SELECT").endsWith("COMMIT");
        assertThat(started.names()).anyMatch(name -> name.startsWith("CREATE TABLE"));

        Trace futures = observed(() -> pg.inTransaction(tx -> tx.fetchOne(
                                Long.class, "select count(*) from customer where name <> $1", Scrape.CANARY)
                        .compose(count ->
                                tx.fetchOne(Long.class, "select $1 + count(*) from product", count)))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join());
        assertThat(futures.names()).containsExactly("BEGIN", "SELECT customer", "SELECT product", "COMMIT");
    }

    @Test
    @DisplayName("a transaction can call itself by its trace, which the server shows until it is over")
    void tellsTheServerItsTrace() {
        String name = "select application_name from pg_stat_activity where pid = pg_backend_pid()";
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";

        String within = blocking.inTransaction(tx -> {
            tx.fetch("select set_config('application_name', $1, true)", id);
            return tx.fetchOne(String.class, name);
        });

        assertThat(within).isEqualTo(id);
        assertThat(blocking.fetchOne(String.class, name)).isEqualTo("order-board");
    }

    private Trace observed(Runnable work) {
        Observation observation = Observation.start("work", observations);
        String id = observation.scoped(
                () -> Objects.requireNonNull(tracer.currentSpan()).context().traceId());
        observation.scoped(work);
        observation.stop();
        return trace(id, SpanKind.INTERNAL);
    }

    @Test
    @DisplayName("B50: a scrape has the pool in OpenTelemetry's names and all other meters, and no secrets")
    void isScraped() {
        Scrape.runStatementsOfAllKinds(blocking);

        Scrape.of(web)
                .assertMeters(Scrape.OWN, Scrape.OPENTELEMETRY_POOL, Scrape.CALLS)
                .assertSeconds("pgnative_query")
                .assertSeconds("db_client_operation_duration")
                .assertSummaries();
    }

    /** Keeps all spans, beside what the application does with them. */
    static final class Spans implements SpanProcessor {

        private final BlockingQueue<SpanData> ended = new LinkedBlockingQueue<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Collecting {

        @Bean
        Spans spans() {
            return new Spans();
        }
    }
}
