package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.Column;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class RowTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps results alive, so that reads are not optimised away. */
    private static long sink;

    private final PgClient client;
    private final BlockingPgClient pg;

    RowTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("A042: of columns with one name all are there by position, the last one by name")
    void givesTheLastOfColumnsWithTheSameName() {
        Row row = pg.fetchOne("select 1 as a, 2 as b, 3 as a");
        assertThat(row.size()).isEqualTo(3);
        assertThat(row.columns()).extracting(Column::name).containsExactly("a", "b", "a");
        assertThat(row.getInt(0)).isEqualTo(1);
        assertThat(row.getInt("a")).isEqualTo(3);
        assertThat(row.indexOf("a")).isEqualTo(2);
        assertThat(row).hasToString("Row{a=1, b=2, a=3}");
    }

    @Test
    @DisplayName("A088: rows are equal by position and value, whatever the names")
    void comparesByPositionAndValue() {
        Row row = pg.fetchOne("select 1 as a, 'x'::text as b, null::int as c, '{1,2}'::int[] as d");
        Row same = pg.fetchOne("select 1 as q, 'x'::varchar as r, null::int as s, '{1,2}'::int[] as t");
        assertThat(row).isEqualTo(same).hasSameHashCodeAs(same).isEqualTo(row.copy());
        for (String other : List.of(
                "select 2, 'x', null::int, '{1,2}'::int[]",
                "select 'x', 1, null::int, '{1,2}'::int[]",
                "select 1, 'x', 0, '{1,2}'::int[]",
                "select 1, 'x', null::int, '{1,3}'::int[]",
                "select 1, 'x', null::int")) {
            assertThat(row).isNotEqualTo(pg.fetchOne(other));
        }
        assertThat(row).isNotEqualTo(List.of(1, "x"));
    }

    @Test
    @DisplayName("A088: values that the default class cannot hold compare too")
    void comparesNumbersThatAreNone() {
        String sql = "select $1::numeric, array[$1::numeric], '{\"a\": 1}'::json";
        Row nan = pg.fetchOne(sql, Double.NaN);
        Row again = pg.fetchOne(sql, Double.NaN);
        assertThat(nan)
                .isEqualTo(again)
                .hasSameHashCodeAs(again)
                .hasToString("Row{numeric=NaN, array={NaN}, json={\"a\": 1}}");
        assertThat(nan)
                .isNotEqualTo(pg.fetchOne(sql, Numeric.POSITIVE_INFINITY))
                .isNotEqualTo(pg.fetchOne(sql, 1));
    }

    @Test
    @DisplayName("A089: a row tells whether it has a name, and gives all values or some, unmodifiable")
    void givesValuesAndNames() {
        Row row = pg.fetchOne("select 1 as a, null::text as b, 'x'::text as a");
        assertThat(row.has("a")).isTrue();
        assertThat(row.has("A")).isFalse();
        assertThat(row.values()).containsExactly(1, null, "x");
        assertThat(row.values(1, 3)).containsExactly(null, "x");
        assertThat(row.values(3, 3)).isEmpty();
        assertThat(pg.fetchOne("select").values()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.values(1, 4))
                .withMessage("no columns 1 to 4; there are 3");
        List<Object> values = row.values();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> values.set(0, 2));
    }

    @Test
    void hasAnEmptyRowOfNoColumns() {
        Row row = pg.fetchOne("select");
        assertThat(row.size()).isZero();
        assertThat(row.columns()).isEmpty();
        assertThat(row).hasToString("Row{}").isEqualTo(row.copy()).isEqualTo(pg.fetchOne("select"));
        assertThatIllegalArgumentException().isThrownBy(() -> row.get(0)).withMessage("no column 0; there are 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.get("a"))
                .withMessage("no column \"a\"; there are []");
    }

    @Test
    void namesTheColumnThatCannotBeReadAsAsked() {
        Row row = pg.fetchOne("select 70000 as n, null::int as nothing, 'x'::text as t");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> row.getShort("n"))
                .withMessage("column \"n\" of type int4: the int4 does not fit short exactly");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> row.getInt("nothing"))
                .withMessage("column \"nothing\" of type int4 is NULL; use isNull, or get with a boxed class");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> row.getInt("t"))
                .withMessage("column \"t\" of type text: text cannot be read as int");
        assertThat(row.get("nothing", Integer.class)).isNull();
        assertThat(row.getString("nothing")).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.getInt("N"))
                .withMessage("no column \"N\"; there are [n, nothing, t]");
    }

    @Test
    void readsForwardsAndBackwards() {
        Row row = pg.fetchOne("select i as a, repeat('x', i) as b, null as c, i * 2 as d from generate_series(5, 5) i");
        for (int column : new int[] {3, 0, 1, 3, 2, 1, 0, 3}) {
            assertThat(row.getString(column)).isEqualTo(new String[] {"5", "xxxxx", null, "10"}[column]);
        }
    }

    private static long bytesPerRound(int rounds, Runnable read) {
        long least = Long.MAX_VALUE;
        // The first attempts warm up; later ones may still meet a compiler that is at work.
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                read.run();
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / rounds);
        }
        return least;
    }

    @Test
    void readsSixPrimitiveColumnsWithoutAllocation() {
        Row row = pg.fetchOne("select 1::int2, 2::int4, 3::int8, 4.5::float8, true, 6.75::numeric");
        long bytes = bytesPerRound(
                20_000,
                () -> sink += row.getShort(0)
                        + row.getInt(1)
                        + row.getLong(2)
                        + (long) row.getDouble(3)
                        + (row.getBoolean(4) ? 1 : 0)
                        + (long) row.getDouble(5));
        assertThat(bytes).isZero();
        assertThat(sink % 17).isNotNegative();
    }

    @Test
    void readsByNameWithoutAllocation() {
        Row row = pg.fetchOne("select 1 as a, 2 as b, 3 as c");
        assertThat(bytesPerRound(20_000, () -> sink += row.getInt("c") + row.getInt("a")))
                .isZero();
    }

    @Test
    void readsAnArrayOfIntsIntoNothingButTheArray() {
        Rows rows = pg.fetch("select array_agg(i) from generate_series(1, 1000) i");
        Row row = rows.get(0);
        long bytes = bytesPerRound(5_000, () -> {
            int[] numbers = row.get(0, int[].class);
            sink += numbers == null ? 0 : numbers.length;
        });
        assertThat(bytes).isBetween(4000L, 4064L);
    }
}
