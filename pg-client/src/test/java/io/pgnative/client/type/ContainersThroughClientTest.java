package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.Composite;
import io.pgnative.client.Multirange;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgArray;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Range;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The containers that every server has, as columns and parameters. */
@ExtendWith(PostgresExtension.class)
class ContainersThroughClientTest {

    record Pair(int number, @Nullable String text) {}

    private final PgClient client;
    private final BlockingPgClient pg;
    private final TestDatabase database;

    ContainersThroughClientTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking();
    }

    @AfterEach
    void close() throws TimeoutException {
        client.close(Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
    }

    private int version() {
        return Integer.parseInt(database.query("select current_setting('server_version_num')::int / 10000"));
    }

    @Test
    void knowsTheContainersOfTheServer() {
        for (Codec codec : TypeRegistry.builtins()) {
            boolean here = !(codec instanceof MultirangeCodec) || version() >= 14;
            if (here && !(codec instanceof ScalarCodec) && !(codec instanceof ArrayCodec)) {
                assertThat(pg.fetchOne("select typname, typarray from pg_type where oid = $1", codec.oid()))
                        .satisfies(row -> {
                            assertThat(row.getString(0)).isEqualTo(codec.typeName());
                            assertThat(TypeRegistry.arrayOid(codec.oid())).isEqualTo((int) row.getLong(1));
                        });
            }
        }
        assertThat(TypeRegistry.builtins().stream().filter(RangeCodec.class::isInstance))
                .hasSize(6);
        assertThat(TypeRegistry.builtins().stream().filter(MultirangeCodec.class::isInstance))
                .hasSize(6);
    }

    @Test
    void exchangesArraysOfSeveralDimensions() {
        assertThat(pg.fetchOne("select '{{1,2},{3,null}}'::int4[], '[2:3]={a,b}'::text[]"))
                .satisfies(row -> {
                    assertThat(row.get(0)).isEqualTo(new Integer[][] {{1, 2}, {3, null}});
                    assertThat((Object) row.get(0, List.class))
                            .isEqualTo(List.of(List.of(1, 2), Arrays.asList(3, null)));
                    assertThat(row.get(1)).isEqualTo(new String[] {"a", "b"});
                    assertThat(row.getString(1)).isEqualTo("[2:3]={a,b}");
                });
        assertThat(pg.fetchValue(String.class, "select ($1::int4[])::text", (Object) new int[][] {{1, 2}, {3, 4}}))
                .contains("{{1,2},{3,4}}");
        assertThat(pg.fetchValue(String.class, "select ($1::text[])::text", List.of(List.of("a"), List.of("b"))))
                .contains("{{a},{b}}");
        PgArray<String> bounds = PgArray.of(new int[] {1, 2}, new int[] {0, -1}, List.of("x", "y"));
        assertThat(pg.fetchValue(String.class, "select ($1::text[])::text", bounds))
                .contains("[0:0][-1:0]={{x,y}}");
        assertThat(pg.fetchOne("select $1::text[]", bounds).get(0, PgArray.class))
                .isEqualTo(bounds);
    }

    @Test
    @DisplayName("A075: anonymous records, nested ones too, by position; as a parameter a clear error")
    void readsAnonymousRecords() {
        Composite record = pg.fetchValue(Composite.class, "select row(1, 'a', null::text, row(2.5, '{3}'::int4[]))")
                .orElseThrow();
        assertThat(record.names()).containsExactly("f1", "f2", "f3", "f4");
        assertThat(record.get(0)).isEqualTo(1);
        assertThat(record.get("f2")).isEqualTo("a");
        assertThat(record.isNull("f3")).isTrue();
        assertThat(record.get(0, long.class)).isEqualTo(1L);
        Composite inner = (Composite) record.get(3);
        assertThat(inner).isNotNull();
        assertThat(inner.get(0)).isEqualTo(new BigDecimal("2.5"));
        assertThat(inner.get(1, int[].class)).containsExactly(3);
        assertThat(record).hasToString("Composite{f1=1, f2=a, f3=null, f4=(2.5,{3})}");

        assertThat(pg.fetchOne("select row(1, 'a b', null::text)").getString(0)).isEqualTo("(1,\"a b\",)");
        assertThat(pg.fetchOne("select row(7, 'x'::text)").get(0, Pair.class)).isEqualTo(new Pair(7, "x"));
        assertThat(pg.fetchOne("select array_agg(r) from (values (1, 'a'), (2, null)) r")
                        .get(0, Pair[].class))
                .containsExactly(new Pair(1, "a"), new Pair(2, null));
        assertThat((Object) pg.fetchOne("select row(1, 'x'::text)").get(0, Map.class))
                .isEqualTo(Map.of("f1", 1, "f2", "x"));
        assertThat((Object) pg.fetchOne("select row(1, 'x'::text)").get(0, List.class))
                .isEqualTo(List.of(1, "x"));

        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne("select $1::record", List.of(1)))
                .withMessageContaining("argument 1")
                .withMessageContaining("record, which PostgreSQL does not take; give a composite type in SQL");
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    @Test
    void readsRecordsWithFieldsThatNobodyKnowsYet() {
        pg.execute("drop type if exists mystery cascade; create type mystery as enum ('x')");
        Composite record =
                pg.fetchValue(Composite.class, "select row(1, 'x'::mystery)").orElseThrow();
        assertThat(record.get(0)).isEqualTo(1);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> record.get(1))
                .withMessageContaining("field \"f2\": the binary format of oid:")
                .withMessageContaining("cast the field to text in SQL");
        assertThat(record).hasToString("Composite{f1=1, f2=\\x78}");
        // The type is looked up with the next statement.
        assertThat(pg.fetchValue(Composite.class, "select row(1, 'x'::mystery)")
                        .orElseThrow()
                        .get(1))
                .isEqualTo("x");
    }

    @Test
    @DisplayName("A078: ranges as columns and parameters, canonical as the server makes them")
    void exchangesRanges() {
        assertThat(pg.fetchValue(Range.class, "select $1::int4range", Range.closed(1, 9)))
                .contains(Range.closedOpen(1, 10));
        assertThat(pg.fetchValue(Range.class, "select $1::int4range", Range.open(1, 2)))
                .contains(Range.empty());
        assertThat(pg.fetchValue(Range.class, "select $1::int8range", Range.unbounded()))
                .contains(Range.unbounded());
        assertThat(pg.fetchValue(Range.class, "select $1::numrange", Range.openClosed(new BigDecimal("1.5"), 2)))
                .contains(Range.openClosed(new BigDecimal("1.5"), new BigDecimal("2")));
        assertThat(pg.fetchValue(Range.class, "select $1::daterange", Range.atLeast(LocalDate.MIN)))
                .contains(Range.atLeast(LocalDate.MIN));
        assertThat(pg.fetchOne("select $1::int4range[]", List.of(Range.atLeast(1), Range.lessThan(5)))
                        .get(0))
                .isEqualTo(new Range<?>[] {Range.atLeast(1), Range.lessThan(5)});
        assertThat(pg.fetchOne("select '[2024-01-01 00:00,)'::tsrange").getString(0))
                .isEqualTo("[2024-01-01T00:00,)");

        assertThatExceptionOfType(PgServerException.class)
                .isThrownBy(() -> pg.fetchOne("select $1::int4range", Range.closed(2, 1)))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("22000"));
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne("select $1::int4range", Range.closed(1, "2")))
                .withMessageContaining("the upper bound: does not take a java.lang.String");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne("select $1::int4range", List.of(1, 2)))
                .withMessageContaining("give a Range");
    }

    @Test
    @DisplayName("A079: multiranges as columns and parameters, merged by the server")
    void exchangesMultiranges() {
        Assumptions.assumeTrue(version() >= 14);
        String sql = "select $1::int4multirange";
        assertThat(pg.fetchValue(Multirange.class, sql, List.of())).contains(Multirange.of());
        assertThat(pg.fetchValue(
                        Multirange.class, sql, Multirange.of(Range.empty(), Range.closed(1, 2), Range.closed(3, 4))))
                .contains(Multirange.of(Range.closedOpen(1, 5)));
        assertThat(pg.fetchValue(Multirange.class, sql, Range.atLeast(3))).contains(Multirange.of(Range.atLeast(3)));
        assertThat(pg.fetchOne(sql, List.of(Range.atMost(3))).getString(0)).isEqualTo("{(,4)}");
        assertThat(pg.fetchOne("select $1::int4multirange[]", List.of(List.of(Range.atMost(3)), Multirange.of()))
                        .get(0))
                .isEqualTo(new Multirange<?>[] {Multirange.of(Range.lessThan(4)), Multirange.of()});
        for (Object bad : new Object[] {"{}", 1, Arrays.asList(Range.empty(), null), List.of(1)}) {
            assertThatExceptionOfType(PgDataException.class).isThrownBy(() -> pg.fetchOne(sql, bad));
        }
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    @Test
    @DisplayName("A084: arrays of access rights with quotes, braces, commas and backslashes in role names")
    void readsArraysThatAreExchangedAsText() {
        String role = "we\"ird, {na}me\\ ";
        String quoted = '"' + role.replace("\"", "\"\"") + '"';
        pg.execute("create table if not exists secret(); drop role if exists " + quoted + "; create role " + quoted
                + "; grant select on secret to " + quoted);
        try {
            assertThat(pg.fetchOne("select relacl, relacl::text[] from pg_class where relname = 'secret'"))
                    .satisfies(row -> {
                        assertThat(row.get(0, String[].class)).hasSize(2).isEqualTo(row.get(1, String[].class));
                        assertThat(row.get(0)).isEqualTo(row.get(1));
                    });
        } finally {
            pg.execute("drop table secret; drop role " + quoted);
        }
    }

    @Test
    void readsColumnsOfAnyArray() {
        pg.execute("drop table if exists numbers; create table numbers as select g::int8 n, 'w' || g w,"
                + " case when g < 10 then 'NaN'::numeric else g end x from generate_series(1, 300) g; analyze numbers");
        assertThat(
                        pg.fetchOne(
                                "select (select histogram_bounds from pg_stats where tablename = 'numbers' and attname = 'n')"
                                        + ", (select histogram_bounds from pg_stats where tablename = 'numbers' and attname = 'w')"
                                        + ", (select histogram_bounds from pg_stats where tablename = 'numbers' and attname = 'x')"))
                .satisfies(row -> {
                    assertThat(row.get(0)).isInstanceOf(Long[].class);
                    assertThat(row.get(0, long[].class)).startsWith(1L).endsWith(300L);
                    assertThat(row.get(1, String[].class)).contains("w1");
                    assertThat(row.get(2, Numeric[].class)).contains(Numeric.of(new BigDecimal("300")));
                    assertThat(row.getString(0)).startsWith("{1,");
                });
    }
}
