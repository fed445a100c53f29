package io.pgnative.spring.boot.actuate.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.OnVirtualThreads;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** What is observed of a client of a real server. */
@ExtendWith(PostgresExtension.class)
class PgClientObserverTest {

    private static final String CANARY = "hunter2";

    private static final Set<String> LOW_KEYS = Set.of(
            "db.system.name",
            "db.namespace",
            "db.operation.name",
            "db.collection.name",
            "db.query.summary",
            "db.response.status_code",
            "error.type",
            "server.address",
            "server.port");

    private final Vertx vertx;
    private final TestDatabase database;
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Queue<PgQueryContext> stopped = new ConcurrentLinkedQueue<>();
    private @Nullable PgClient client;

    PgClientObserverTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @AfterEach
    void closeClient() throws TimeoutException {
        if (client != null) {
            client.close().await(20, TimeUnit.SECONDS);
        }
    }

    private void record() {
        registry.observationConfig().observationHandler(new ObservationHandler<PgQueryContext>() {
            @Override
            public void onStop(PgQueryContext context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof PgQueryContext;
            }
        });
    }

    private PgClient client() {
        return client(new PgClientObserver(registry));
    }

    private PgClient client(PgClientObserver observer) {
        PgClient built = PgClient.builder(vertx)
                .dsn(database.dsn())
                .parameter("search_path", "shop, public")
                .poolMaxSize(1)
                .poolAcquireTimeout(Duration.ofSeconds(20))
                .queryObserver(observer)
                .build();
        client = built;
        return built;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private PgQueryContext next() {
        PgQueryContext next = stopped.poll();
        assertThat(next).as("no observation has stopped").isNotNull();
        return Objects.requireNonNull(next);
    }

    private static String low(Observation.Context context, String key) {
        return Objects.requireNonNull(context.getLowCardinalityKeyValue(key), key)
                .getValue();
    }

    private static String high(Observation.Context context, String key) {
        return Objects.requireNonNull(context.getHighCardinalityKeyValue(key), key)
                .getValue();
    }

    @Test
    @DisplayName("B51: name, keys (constant set), error type")
    void followsTheConventions() {
        record();
        PgClient pg = client();
        await(pg.execute("create schema shop; create table shop.item(id int primary key, note text)"));
        next();
        await(pg.execute("insert into item values ($1, '" + CANARY + "'), (2, $2)", 1, CANARY));
        PgQueryContext insert = next();
        assertThat(insert.getName()).isEqualTo("db.client.operation.duration");
        assertThat(insert.getContextualName()).isEqualTo("INSERT item");
        assertThat(low(insert, "db.system.name")).isEqualTo("postgresql");
        assertThat(low(insert, "db.namespace")).isEqualTo(database.database() + "|shop");
        assertThat(low(insert, "db.operation.name")).isEqualTo("none");
        assertThat(low(insert, "db.collection.name")).isEqualTo("none");
        assertThat(low(insert, "db.query.summary")).isEqualTo("INSERT item");
        assertThat(low(insert, "db.response.status_code")).isEqualTo("none");
        assertThat(low(insert, "error.type")).isEqualTo("none");
        assertThat(low(insert, "server.address")).isEqualTo(database.host());
        assertThat(low(insert, "server.port")).isEqualTo(Integer.toString(database.port()));
        assertThat(insert.getHighCardinalityKeyValues())
                .extracting(KeyValue::getKey)
                .containsExactly("db.query.text", "pgnative.pid", "pgnative.wait");
        assertThat(high(insert, "db.query.text")).isEqualTo("insert into item values ($1, ?), (?, $2)");
        assertThat(high(insert, "pgnative.pid"))
                .isEqualTo(String.valueOf(await(pg.connections()).get(0).processId()));
        assertThat(high(insert, "pgnative.wait")).matches("\\d+\\.\\d+ms");
        assertThat(insert.getRemoteServiceName()).isEqualTo("postgresql/" + database.database());
        assertThat(insert.getRemoteServiceAddress())
                .isEqualTo("postgresql://" + database.host() + ":" + database.port());

        assertThatThrownBy(() -> await(pg.execute("insert into item values (1, '" + CANARY + "')")))
                .isInstanceOf(PgServerException.class);
        PgQueryContext failed = next();
        assertThat(low(failed, "db.response.status_code")).isEqualTo("23505");
        assertThat(low(failed, "error.type")).isEqualTo("23505");
        assertThat(failed.getError()).hasMessage("PgServerException 23505 unique_violation");
        assertThat(failed.getFailure()).isInstanceOf(PgServerException.class);

        await(pg.executeMany("insert into item values ($1, null)", List.of(List.of(8), List.of(9))));
        PgQueryContext batch = next();
        assertThat(batch.getContextualName()).isEqualTo("BATCH INSERT item");
        assertThat(low(batch, "db.operation.name")).isEqualTo("BATCH");
        assertThat(batch.getHighCardinalityKeyValue("db.operation.batch.size"))
                .isEqualTo(KeyValue.of("db.operation.batch.size", "2"));
        await(pg.executeMany("insert into item values ($1, null)", List.of(List.of(10))));
        assertThat(next().getHighCardinalityKeyValue("db.operation.batch.size")).isNull();

        await(pg.copyIn("shop.item").columns("id").rows(List.of(List.of(20))));
        PgQueryContext copy = next();
        assertThat(copy.getContextualName()).isEqualTo("COPY shop.item");
        assertThat(low(copy, "db.operation.name")).isEqualTo("COPY");
        assertThat(low(copy, "db.collection.name")).isEqualTo("shop.item");

        await(pg.inTransaction(tx -> tx.fetchOne("select count(*) from item")));
        PgQueryContext begin = next();
        assertThat(begin.getContextualName()).isEqualTo("BEGIN");
        assertThat(low(begin, "db.operation.name")).isEqualTo("BEGIN");
        PgQueryContext select = next();
        PgQueryContext commit = next();
        assertThat(commit.getContextualName()).isEqualTo("COMMIT");

        PgConnection only = await(pg.acquire());
        assertThatThrownBy(() ->
                        await(pg.sql("select 1").timeout(Duration.ofMillis(50)).fetch()))
                .isInstanceOf(PgTimeoutException.class);
        PgQueryContext refused = next();
        assertThat(low(refused, "error.type")).isEqualTo(PgTimeoutException.class.getName());
        assertThat(low(refused, "db.response.status_code")).isEqualTo("none");
        assertThat(low(refused, "server.address")).isEqualTo(database.host());
        assertThat(refused.getHighCardinalityKeyValue("pgnative.pid")).isNull();
        assertThat(refused.getWait()).isNull();
        await(only.close());

        // The reader of a stream who has enough has not failed.
        try (Stream<Row> rows = pg.blocking().stream("select * from generate_series(1, 5000)")) {
            assertThat(rows.limit(3).count()).isEqualTo(3);
        }
        PgQueryContext cut = next();
        assertThat(low(cut, "error.type")).isEqualTo("none");
        assertThat(cut.getError()).isNull();

        for (PgQueryContext any : List.of(insert, failed, batch, copy, begin, select, commit, refused, cut)) {
            assertThat(any.getLowCardinalityKeyValues().stream()
                            .map(KeyValue::getKey)
                            .collect(Collectors.toSet()))
                    .isEqualTo(LOW_KEYS);
            assertThat(any.getAllKeyValues().toString() + any.getContextualName() + any.getError())
                    .doesNotContain(CANARY)
                    .doesNotContain(database.password());
        }
        assertThat(stopped).isEmpty();
    }

    @Test
    @DisplayName("B51: parent in a thread that serves a request, with futures and without")
    void theParentIsWhatIsCurrentOnTheThreadOfTheCaller() {
        record();
        PgClient pg = client();
        Observation request = Observation.start("request", registry);
        request.scoped(() -> pg.blocking().fetch("select 1"));
        assertThat(next().getParentObservation()).isSameAs(request);
        Future<?> later = request.scoped(
                () -> pg.inTransaction(tx -> tx.fetchOne("select 1").compose(one -> tx.fetchOne("select 2"))));
        await(later);
        for (String name : List.of("BEGIN", "SELECT", "SELECT", "COMMIT")) {
            PgQueryContext context = next();
            assertThat(context.getContextualName()).isEqualTo(name);
            assertThat(context.getParentObservation()).isSameAs(request);
        }
        await(pg.fetch("select 3"));
        assertThat(next().getParentObservation()).isNull();
        assertThat(registry.getCurrentObservation()).isNull();
        request.stop();
    }

    @Test
    @OnVirtualThreads
    @DisplayName("B51: parent in a virtual thread")
    void theParentOfACallOnAVirtualThread() throws Exception {
        record();
        BlockingPgClient pg = client().blocking();
        Observation request = Observation.start("request", registry);
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Runnable work = () -> request.scoped(() -> pg.fetch("select 1"));
        ((Thread) start.invoke(null, work)).join(20_000);
        assertThat(next().getParentObservation()).isSameAs(request);
    }

    @Test
    @DisplayName("B51: parent in a chain of Reactor")
    void withReactorTheParentIsInTheContextOfTheSubscriber() {
        record();
        ReactivePgClient pg = client().reactive();
        Observation request = Observation.start("request", registry);
        Observation other = Observation.start("other", registry);
        Mono<?> chain = pg.fetchOne("select 1")
                .flatMap(one -> pg.stream("select * from generate_series(1, 3)").count())
                .flatMap(count -> pg.inTransaction(tx -> tx.fetchOne("select 2")))
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, request));
        // Another one is current on the thread that subscribes.
        other.scoped(() -> chain.block(Duration.ofSeconds(20)));
        for (String name : List.of("SELECT", "SELECT", "BEGIN", "SELECT", "COMMIT")) {
            PgQueryContext context = next();
            assertThat(context.getContextualName()).isEqualTo(name);
            assertThat(context.getParentObservation()).isSameAs(request);
        }
        // Where the context says nothing, the thread does.
        other.scoped(() -> pg.fetchOne("select 3").block(Duration.ofSeconds(20)));
        assertThat(next().getParentObservation()).isSameAs(other);
    }

    @Test
    void tellsArgumentsOnlyWhereTheyAreAskedFor() {
        record();
        PgClient pg = client(new PgClientObserver(registry).includeParameters(true));
        await(pg.fetch("select $1::text, $2::int", "x".repeat(200), null));
        KeyValues told = next().getHighCardinalityKeyValues();
        assertThat(told)
                .contains(
                        KeyValue.of("db.query.parameter.0", "x".repeat(100) + " ..."),
                        KeyValue.of("db.query.parameter.1", "null"));
        await(pg.executeMany("select $1::int", List.of(List.of(1), List.of(2))));
        assertThat(next().getHighCardinalityKeyValues().toString()).doesNotContain("parameter");
    }

    @Test
    void leavesOutTheTextOfStatementsAndTakesConventionsOfTheApplication() {
        record();
        registry.observationConfig().observationConvention(new Global());
        PgClient pg = client(new PgClientObserver(registry).includeQueryText(false));
        await(pg.fetch("select 1"));
        PgQueryContext context = next();
        assertThat(context.getName()).isEqualTo("global");
        assertThat(context.getHighCardinalityKeyValue("db.query.text")).isNull();
        await(pg.close());
        pg = client(new PgClientObserver(registry).convention(new DefaultPgClientObservationConvention(true)));
        await(pg.fetch("select 1"));
        assertThat(next().getName()).as("that of a bean wins").isEqualTo("db.client.operation.duration");
    }

    private static final class Global extends DefaultPgClientObservationConvention
            implements GlobalObservationConvention<PgQueryContext> {

        Global() {
            super(false);
        }

        @Override
        public String getName() {
            return "global";
        }
    }

    @Test
    void handlersThatComeLaterAreTold() {
        PgClient pg = client();
        await(pg.fetch("select 1"));
        record();
        assertThat(stopped).isEmpty();
        await(pg.fetch("select 2"));
        assertThat(next().getContextualName()).isEqualTo("SELECT");
    }

    @Test
    void aCallIsAClientSpanInTheTraceOfTheRequest() {
        SimpleTracer tracer = new SimpleTracer();
        registry.observationConfig()
                .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, Propagator.NOOP),
                        new DefaultTracingObservationHandler(tracer)));
        PgClient pg = client();
        Observation request = Observation.start("request", registry);
        request.scoped(() -> assertThatThrownBy(
                        () -> pg.blocking().fetch("select '" + CANARY + "'::int from pg_class where 1 = $1", 1))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining(CANARY));
        request.stop();
        SimpleSpan parent = tracer.getSpans().getFirst();
        SimpleSpan span = tracer.getSpans().getLast();
        assertThat(span.getName()).isEqualTo("SELECT pg_class");
        assertThat(span.getKind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(span.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(span.getParentId()).isEqualTo(parent.getSpanId());
        assertThat(span.getRemoteServiceName()).isEqualTo("postgresql/" + database.database());
        assertThat(span.getRemotePort()).isEqualTo(database.port());
        assertThat(span.getTags()).containsEntry("error.type", "22P02").containsKeys("pgnative.pid", "pgnative.wait");
        assertThat(span.getError()).hasMessage("PgServerException 22P02 invalid_text_representation");
        assertThat(span.getTags().toString() + span.getError())
                .doesNotContain(CANARY)
                .doesNotContain(database.password());
    }

    @Test
    void aTimerHasTheDurationsWithAConstantSetOfTags() {
        MeterRegistry meters = new SimpleMeterRegistry();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        PgClient pg = client();
        await(pg.fetch("select 1"));
        assertThatThrownBy(() -> await(pg.fetch("select 1/0"))).isInstanceOf(PgServerException.class);
        assertThat(meters.get("db.client.operation.duration").timers())
                .hasSize(2)
                .allSatisfy(timer -> assertThat(timer.getId().getTags().stream()
                                .map(tag -> tag.getKey())
                                .filter(key -> !key.equals("error")))
                        .containsExactlyInAnyOrderElementsOf(LOW_KEYS));
        assertThat(meters.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsOnly("db.client.operation.duration", "db.client.operation.duration.active");
        Timer failed = meters.get("db.client.operation.duration")
                .tag("db.response.status_code", "22012")
                .timer();
        assertThat(failed.count()).isEqualTo(1);
    }
}
