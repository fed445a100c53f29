package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgOperations;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ResultLimitTest {

    private static final String SERIES = "select i from generate_series(1, $1::int) i";

    private final Vertx vertx;
    private final TestDatabase database;
    private @Nullable PgClient client;

    ResultLimitTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    private PgClientBuilder builder() {
        return PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).poolAcquireTimeout(Duration.ofSeconds(30));
    }

    private PgClient open(PgClientBuilder builder) {
        PgClient opened = builder.build();
        client = opened;
        return opened;
    }

    @AfterEach
    void close() {
        await(Objects.requireNonNull(client).close(Duration.ofSeconds(5)));
    }

    private static void assertRefused(PgOperations pg, int rows, String option) {
        assertThat(Futures.failureOf(pg.fetch(SERIES, rows)))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("stream()");
    }

    @Test
    @DisplayName("F64, S27: a collected result with more rows than the limit fails, and the connection stays usable")
    void refusesTooManyRows() {
        PgClient pg = open(builder().maxResultRows(1000));
        assertThat(await(pg.fetch(SERIES, 1000)).size()).isEqualTo(1000);
        assertRefused(pg, 1001, "max-result-rows");
        assertRefused(pg, 100_000, "max-result-rows");
        assertThat(await(pg.fetch(Integer.class, SERIES, 1000))).hasSize(1000);
        assertThat(Futures.failureOf(pg.fetch(Integer.class, SERIES, 100_000))).isInstanceOf(PgDataException.class);
        assertThat(Futures.failureOf(pg.fetchOne(SERIES, 100_000)))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("max-result-rows");
        assertThat(await(pg.execute("select * from generate_series(1, 100000) i where i > $1", 0))
                        .rowCount())
                .isEqualTo(100_000);
        Optional<Integer> five = await(pg.inTransaction(tx ->
                tx.fetch(SERIES, 2000).otherwiseEmpty().compose(refused -> tx.fetchValue(Integer.class, "select 5"))));
        assertThat(five).contains(5);
        assertThat(await(pg.fetchValue(Integer.class, "select 6"))).contains(6);
        assertThat(pg.statistics().opened()).isEqualTo(1);
    }

    @Test
    @DisplayName("F64: a collected result that is larger than the limit fails, too")
    void refusesTooManyBytes() {
        PgClient pg = open(builder().maxResultBytes(100_000));
        assertThat(await(pg.fetch("select repeat('x', 90000)")).size()).isEqualTo(1);
        assertThat(Futures.failureOf(pg.fetch("select repeat('x', 110000)")))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("max-result-size");
        assertThat(Futures.failureOf(pg.fetch("select repeat('x', 1000) from generate_series(1, 30000)")))
                .isInstanceOf(PgDataException.class);
        assertThat(await(pg.fetchValue(Integer.class, "select 6"))).contains(6);
    }

    @Test
    void leavesStreamsAndCursorsUnlimited() {
        PgClient pg = open(builder().maxResultRows(10).maxResultBytes(1000));
        assertThat(Collected.all(pg.stream(SERIES, 10_000)).completed())
                .hasSize(10_000)
                .extracting((Row row) -> row.getInt(0))
                .endsWith(10_000);
        assertThat(await(pg.inTransaction(tx -> tx.cursor(SERIES, 500).compose(cursor -> cursor.fetch(400))))
                        .size())
                .isEqualTo(400);
    }

    @Test
    void countsNothingByDefault() {
        PgClient pg = open(builder());
        assertThat(await(pg.fetch(SERIES, 200_000)).size()).isEqualTo(200_000);
    }
}
