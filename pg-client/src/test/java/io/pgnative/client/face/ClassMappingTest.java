package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;

@ExtendWith(PostgresExtension.class)
class ClassMappingTest {

    record Primitives(
            boolean yes,
            byte tiny,
            short small,
            int medium,
            long large,
            float approximate,
            double exact,
            char letter) {}

    record Sets(Set<Long> numbers, Set<DayOfWeek> days, Optional<List<String>> names, Optional<Integer> age) {}

    record Lenient(
            int id,
            @Nullable String name,
            Optional<String> nick,
            @Nullable List<String> tags) {}

    public static final class Point {
        private final int left;
        private final @Nullable BigDecimal topEdge;

        public Point(int left, @Nullable BigDecimal topEdge) {
            this.left = left;
            this.topEdge = topEdge;
        }
    }

    public static class Bean {
        private long id = -1;
        private @Nullable String firstName = "nobody";
        private List<String> tags = List.of("untouched");

        public void setId(long id) {
            this.id = id;
        }

        public void setFirstName(@Nullable String firstName) {
            this.firstName = firstName;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }
    }

    public static final class Ambiguous {
        public Ambiguous(int a) {
            this(a, a);
        }

        public Ambiguous(int a, int b) {
            if (a != b) {
                throw new IllegalArgumentException();
            }
        }
    }

    private final PgClient client;
    private final BlockingPgClient pg;

    ClassMappingTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    private void fails(Class<?> type, String sql, String message) {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne(type, sql))
                .withMessage(message);
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    private static final Map<String, String> PRIMITIVES = new TreeMap<>(Map.of(
            "yes", "true",
            "tiny", "1::int2",
            "small", "2::int2",
            "medium", "3",
            "large", "4::int8",
            "approximate", "1.5::float4",
            "exact", "2.5::float8",
            "letter", "'x'::text"));

    private static String primitives(String nullColumn) {
        return PRIMITIVES.entrySet().stream()
                .map(column -> (column.getKey().equals(nullColumn)
                                ? "nullif(" + column.getValue() + ", " + column.getValue() + ")"
                                : column.getValue())
                        + " as " + column.getKey())
                .collect(Collectors.joining(", ", "select ", ""));
    }

    @Test
    void readsPrimitivesOfAllKinds() {
        assertThat(pg.fetchOne(Primitives.class, primitives("none")))
                .isEqualTo(new Primitives(true, (byte) 1, (short) 2, 3, 4, 1.5f, 2.5, 'x'));
    }

    @Test
    void namesThePrimitiveThatNullIsFor() {
        for (String column : PRIMITIVES.keySet()) {
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.fetchOne(Primitives.class, primitives(column)))
                    .withMessageStartingWith("column \"" + column + "\" of type ")
                    .withMessageContaining(" is NULL, which the component \"" + column + "\" of record "
                            + Primitives.class.getName() + " cannot hold; declare it ");
        }
    }

    @Test
    void readsArraysAsSetsAndOptionals() {
        Sets sets = pg.fetchOne(
                Sets.class,
                "select '{2,1,2,NULL}'::int4[] as numbers, '{FRIDAY}'::text[] as days, '{a,b}'::text[] as names,"
                        + " null::int as age");
        assertThat(sets.numbers()).isEqualTo(new LinkedHashSet<>(Arrays.asList(2L, 1L, null)));
        assertThat(sets.days()).containsExactly(DayOfWeek.FRIDAY);
        assertThat(sets.names()).contains(List.of("a", "b"));
        assertThat(sets.age()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> sets.numbers().add(5L));
    }

    @Test
    void usesTheOnlyPublicConstructorOfAClass() {
        Point point = pg.fetchOne(Point.class, "select 1.5 as top_edge, 7 as left");
        assertThat(point.left).isEqualTo(7);
        assertThat(point.topEdge).isEqualTo("1.5");
        fails(
                Point.class,
                "select 1 as left",
                "class " + Point.class.getName() + ": no column for its component \"topEdge\"; there are [left]");
    }

    @Test
    void fillsBeans() {
        List<Bean> beans = pg.fetch(
                Bean.class,
                "select * from (values (1, 'Ada', '{a}'::text[]), (2, null, null)) bean(id, first_name, tags)");
        assertThat(beans).extracting(bean -> bean.id).containsExactly(1L, 2L);
        assertThat(beans).extracting(bean -> bean.firstName).containsExactly("Ada", null);
        assertThat(beans).extracting(bean -> bean.tags).containsExactly(List.of("a"), null);
        fails(
                Bean.class,
                "select 1 as id, 'x' as first_name",
                "class " + Bean.class.getName() + ": no column for its component \"tags\"; there are [id, first_name]");
        fails(
                Bean.class,
                "select null::int as id, '' as first_name, '{}'::text[] as tags",
                "column \"id\" of type int4 is NULL, which the component \"id\" of class " + Bean.class.getName()
                        + " cannot hold; declare it Long");
    }

    @Test
    void refusesClassesThatCanBeMadeInSeveralWays() {
        fails(
                Ambiguous.class,
                "select 1 as a, 1 as b",
                "class " + Ambiguous.class.getName()
                        + " has neither one public constructor nor one without parameters; give a record");
    }

    @Test
    void readsAClassThatTheOnlyColumnCanBeReadAsFromThat() {
        assertThat(pg.fetch(Numeric.class, "select 5 as id")).containsExactly(Numeric.of(BigDecimal.valueOf(5)));
    }

    @Test
    void isStrictUnlessAskedToBeLenient() {
        String sql = "select 1 as id, 'surplus' as other";
        fails(
                Lenient.class,
                sql,
                "record " + Lenient.class.getName() + ": no column for its component \"name\"; there are [id, other]");
        Lenient expected = new Lenient(1, null, Optional.empty(), null);
        assertThat(pg.sql(sql).lenient().fetch(Lenient.class)).containsExactly(expected);
        assertThat(pg.sql(sql).lenient().fetchRow(Lenient.class)).contains(expected);
        assertThat(pg.sql(sql).lenient().fetchOne(Lenient.class)).isEqualTo(expected);
        assertThat(await(client.sql(sql).lenient().fetch(Lenient.class))).containsExactly(expected);
        StepVerifier.create(client.reactive().sql(sql).lenient().fetchOne(Lenient.class))
                .expectNext(expected)
                .verifyComplete();
        Rows rows = pg.fetch(sql);
        assertThat(rows.lenient().as(Lenient.class)).containsExactly(expected);
        assertThat(rows.lenient().lenient().get(0).as(Lenient.class)).isEqualTo(expected);
        Row row = rows.get(0);
        assertThat(row.lenient().as(Lenient.class)).isEqualTo(expected);
        assertThat(row.lenient()).isEqualTo(row);
        assertThatExceptionOfType(PgDataException.class).isThrownBy(() -> row.as(Lenient.class));
    }

    @Test
    void leavesWhatABeanOrAPrimitiveHasWithoutAColumn() {
        Bean bean = pg.sql("select 5 as id, 1 as other").lenient().fetchOne(Bean.class);
        assertThat(bean.id).isEqualTo(5);
        assertThat(bean.firstName).isEqualTo("nobody");
        assertThat(bean.tags).containsExactly("untouched");
        assertThat(pg.sql("select 5 as medium").lenient().fetchOne(Primitives.class))
                .isEqualTo(new Primitives(false, (byte) 0, (short) 0, 5, 0, 0, 0, '\0'));
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql("select null::int as medium").lenient().fetchOne(Primitives.class))
                .withMessageContaining("is NULL, which the component \"medium\"");
    }

    @Test
    @DisplayName("S13: names of columns reach the components of the class alone")
    void reachesNothingButComponentsByTheNamesOfColumns() {
        for (String name : List.of("__proto__", "class", "getClass", "a\"; drop table x; --", "hash_code", "x\ny")) {
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.fetchOne(
                            Bean.class,
                            "select 1 as id, '' as first_name, '{}'::text[] as tags, 1 as \""
                                    + name.replace("\"", "\"\"") + "\""))
                    .withMessage("class " + Bean.class.getName() + ": no component for the column \"" + name + "\"");
        }
    }
}
