package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Execute;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Rows as a Flux. */
@ExtendWith(PostgresExtension.class)
class ReactiveStreamTest {

    record Item(int id, String name) {}

    private static final String SERIES = "select i as id, 'item ' || i as name from generate_series(1, $1::int) i";

    private final RecordingProxy proxy;
    private final PgClient client;
    private final ReactivePgClient pg;

    ReactiveStreamTest(Vertx vertx, TestDatabase database) {
        this.proxy = RecordingProxy.start(database.host(), database.port());
        this.client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .poolMaxSize(1)
                .poolAcquireTimeout(Duration.ofSeconds(30))
                .build();
        this.pg = client.reactive();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    private void assertFree() {
        assertThat(pg.fetchValue(Integer.class, "select 1").block()).isEqualTo(1);
        assertThat(client.statistics().busy()).isZero();
    }

    @Test
    void honoursDemand() {
        StepVerifier.create(pg.sql(SERIES).args(10).fetchSize(3).stream(Item.class), 2)
                .expectNext(new Item(1, "item 1"), new Item(2, "item 2"))
                .thenRequest(1)
                .expectNext(new Item(3, "item 3"))
                .thenRequest(100)
                .expectNextCount(7)
                .verifyComplete();
        assertFree();
    }

    @Test
    void asksTheServerNoFasterThanTheLimitedRate() {
        StepVerifier.create(pg.sql(SERIES).args(100_000).fetchSize(100).stream().limitRate(50), 120)
                .expectNextCount(120)
                .thenCancel()
                .verify();
        assertFree();
        assertThat(proxy.frontend().stream().filter(Execute.class::isInstance)).hasSizeLessThan(6);
    }

    @Test
    void endsWithTake() {
        assertThat(pg.stream(SERIES, 1_000_000)
                        .take(5)
                        .map(row -> row.getInt(0))
                        .collectList()
                        .block())
                .containsExactly(1, 2, 3, 4, 5);
        assertFree();
        assertThat(pg.inTransaction(tx -> tx.stream(SERIES, 1_000_000)
                                .take(500)
                                .concatMap(row -> tx.fetchValue(Integer.class, "select $1::int", row.getInt(0)), 1)
                                .count())
                        .block())
                .isEqualTo(500);
        assertFree();
    }

    @Test
    void failsInTheMiddle() {
        StepVerifier.create(pg.stream(Integer.class, "select 10 / (100 - i) from generate_series(1, 200) i"))
                .expectNextCount(99)
                .verifyError(PgServerException.class);
        assertFree();
    }

    @Test
    void showsTheContextOfTheSubscriber() {
        StepVerifier.create(pg.stream(SERIES, 3)
                        .transformDeferredContextual(
                                (rows, context) -> rows.map(row -> context.get("key") + "-" + row.getInt(0)))
                        .contextWrite(Context.of("key", "value")))
                .expectNext("value-1", "value-2", "value-3")
                .verifyComplete();
    }

    @Test
    void runsAnewForEachSubscriber() {
        pg.execute("create table counted(n int)").block();
        var stream = pg.stream(Integer.class, "insert into counted select count(*) from counted returning n");
        assertThat(stream.blockLast()).isZero();
        assertThat(stream.repeat(2).collectList().block()).containsExactly(1, 2, 3);
    }

    @Test
    void canBeTimedOutByItsSubscriber() {
        StepVerifier.create(pg.stream("select pg_sleep(600)").cast(Row.class).timeout(Duration.ofMillis(300)))
                .verifyError(java.util.concurrent.TimeoutException.class);
        assertFree();
    }
}
