package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** pgvector, on servers that have it, such as one that {@code -Dpgnative.test.dsn} names. */
@ExtendWith(PostgresExtension.class)
class PgVectorTest {

    private final PgClient client;
    private final BlockingPgClient pg;

    PgVectorTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).build();
        pg = client.blocking();
    }

    @BeforeEach
    void create() {
        assumeTrue(
                pg.fetchRow("select from pg_available_extensions where name = 'vector'")
                        .isPresent(),
                "the server has no pgvector");
        pg.execute("create extension if not exists vector");
    }

    @AfterEach
    void close() throws Exception {
        client.close(Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
    }

    @Test
    void readsAndWritesVectors() {
        float[] vector = {1, -2.5f, 0, 1e-20f};
        Row row = pg.fetchOne("select $1::vector, $1::vector::text", (Object) vector);
        assertThat(row.get(0)).isEqualTo(vector);
        assertThat(row.getString(0)).isEqualTo(row.getString(1));
    }
}
