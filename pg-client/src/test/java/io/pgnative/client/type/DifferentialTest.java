package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values that the server makes are read, sent back, and compared by the server with what it made: by their text and by
 * their bytes. {@code -Dpgnative.test.values=100000} tries more than the default of 2,000 random values of each type,
 * {@code -Dpgnative.test.seed=0.7} others.
 */
@ExtendWith(PostgresExtension.class)
class DifferentialTest {

    private static final int VALUES = Integer.getInteger("pgnative.test.values", 2000);
    private static final double SEED = Double.parseDouble(System.getProperty("pgnative.test.seed", "0.25"));
    private static final int BATCH = 500;

    /** How many of the random values go back one by one, and not in an array. */
    private static final int SINGLES = 100;

    /** Types of which no values can go both ways, and why. */
    private static final Map<String, String> EXCLUDED = Map.of(
            "void", "has no values",
            "unknown", "the server takes a parameter of this type for text");

    /** Types that are read as another class than their default. */
    private static final Map<String, Class<?>> READ_AS = Map.of(
            // The default is what the document means: its numbers are doubles, and a String is given as JSON text.
            "json", String.class,
            "jsonb", String.class);

    /** Types whose class prints what the server prints, with intervalstyle = iso_8601. */
    private static final Set<String> PRINTED_ALIKE = Set.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "oid",
            "numeric",
            "text",
            "varchar",
            "name",
            "bytea",
            "uuid",
            "interval",
            "json",
            "jsonb");

    private final PgClient client;
    private final BlockingPgConnection pg;
    private final int version;

    DifferentialTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking().acquire();
        version = pg.fetchValue(Integer.class, "select current_setting('server_version_num')::int / 10000")
                .orElseThrow();
    }

    static Stream<String> scalars() {
        return TypeRegistry.builtins().stream()
                .filter(ScalarCodec.class::isInstance)
                .map(Codec::typeName)
                .filter(type -> !EXCLUDED.containsKey(type));
    }

    @BeforeEach
    void settings() {
        pg.execute("set timezone = 'Asia/Kathmandu'; set intervalstyle = 'iso_8601'");
    }

    @AfterEach
    void close() throws TimeoutException {
        pg.close();
        client.close(Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
    }

    @Test
    void knowsWhyATypeIsLeftOut() {
        assertThat(scalars())
                .hasSize((int) TypeRegistry.builtins().stream()
                                .filter(ScalarCodec.class::isInstance)
                                .count()
                        - EXCLUDED.size());
    }

    @ParameterizedTest
    @MethodSource("scalars")
    @DisplayName("A063, A064, A066, A067, A126: what the server made comes back the same")
    void sendsBackWhatWasRead(String type) {
        int edges = make(type);
        Rows made = pg.fetch("select n, v, " + text(type, "v") + " from made order by n");
        assertThat(made.size()).isEqualTo(edges + VALUES);

        List<String> mismatches = new ArrayList<>();
        for (int from = 0; from < made.size(); from += BATCH) {
            int to = Math.min(made.size(), from + BATCH);
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = from; i < to; i++) {
                Row row = made.get(i);
                values.add(value(type, row));
                if (PRINTED_ALIKE.contains(type)) {
                    assertThat(row.getString(1)).isEqualTo(row.getString(2));
                }
            }
            mismatches.addAll(mismatches(type, values, from));
        }
        int step = Math.max(1, VALUES / SINGLES);
        for (int i = 0; i < made.size(); i += i < edges ? 1 : step) {
            Row row = made.get(i);
            pg.fetch(
                            "select " + text(type, "$1::" + sql(type)) + " from made r where n = $2 and "
                                    + differ(type, "$1::" + sql(type), "r.v"),
                            value(type, row),
                            row.getInt(0))
                    .forEach(back -> mismatches.add(row.getString(2) + " came back alone as " + back.getString(0)));
        }
        assertThat(mismatches).isEmpty();
    }

    /** What the others rely on: the comparison sees what differs. */
    @Test
    void noticesWhatIsNotTheSame() {
        make("float8");
        List<Object> values = pg.fetch("select v from made order by n").stream()
                .limit(BATCH)
                .map(row -> row.isNull(0) ? 0.0 : Math.nextUp(row.getDouble(0)))
                .collect(Collectors.toCollection(ArrayList::new));
        // The only ones that nothing comes after.
        assertThat(mismatches("float8", values, 0)).hasSize(BATCH - 2);
    }

    /** Values that the server does not find at their places, after so many others. */
    private List<String> mismatches(String type, List<? extends @Nullable Object> values, int from) {
        String sql = "select " + text(type, "r.v") + ", " + text(type, "u.v") + " from unnest($1::" + sql(type)
                + "[]) with ordinality u(v, i) join made r on r.n = u.i + $2 where " + differ(type, "u.v", "r.v");
        return pg.fetch(sql, values, from).stream()
                .map(row -> row.getString(0) + " came back as " + row.getString(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scalars")
    @DisplayName("A063, A064, A066, A067: arrays with NULLs, and empty ones")
    void sendsBackArraysAsRead(String type) {
        int edges = make(type);
        String array = sql(type) + "[]";
        // All the edges, then ever other numbers of elements.
        pg.execute("create temp table arrays(n int primary key, v " + array + ");"
                + " insert into arrays values (0, '{}'), (1, '{null}');"
                + " insert into arrays select 2, array_agg(v order by n) from made where n <= " + edges + ";"
                + " insert into arrays select g, array_agg(v order by n) from (select n, case n % 11 when 0 then null"
                + " else v end v, 3 + n / 7 + n / 13 g from made where n > " + edges + ") s group by g");
        Rows made = pg.fetch("select n, v, v::text from arrays order by n");
        assertThat(made.size()).isGreaterThan(VALUES / 7);

        Class<?> as = READ_AS.getOrDefault(type, Object.class);
        List<String> mismatches = new ArrayList<>();
        for (Row row : made) {
            Object value = array(row, as);
            if (PRINTED_ALIKE.contains(type) && !type.equals("bool")) {
                assertThat(row.getString(1)).isEqualTo(row.getString(2));
            }
            pg.fetch(
                            "select ($1::" + array + ")::text from arrays where n = $2 and"
                                    + " not record_image_eq(row($1::" + array + "), row(v))",
                            value,
                            row.getInt(0))
                    .forEach(back -> mismatches.add(row.getString(2) + " came back as " + back.getString(0)));
        }
        assertThat(mismatches).isEmpty();
    }

    /** Makes edges and random values, and gives the number of the former. */
    private int make(String type) {
        pg.execute("drop table if exists made, arrays; create temp table made(n int primary key, v " + sql(type) + ")");
        List<String> edges = TypeSamples.edges(type, version);
        for (int i = 0; i < edges.size(); i++) {
            pg.execute("insert into made values (" + (i + 1) + ", " + edges.get(i) + ")");
        }
        pg.fetch("select setseed($1)", SEED);
        pg.execute("insert into made select n, " + TypeSamples.random(type) + " from generate_series("
                + (edges.size() + 1) + ", " + (edges.size() + VALUES) + ") n");
        return edges.size();
    }

    private static @Nullable Object value(String type, Row row) {
        Class<?> as = READ_AS.get(type);
        if (as != null) {
            return row.get(1, as);
        }
        try {
            return row.get(1);
        } catch (PgDataException e) {
            // The one class that cannot hold all that its type can.
            assertThat(type).isEqualTo("numeric");
            assertThat(row.getString(2)).isIn("NaN", "Infinity", "-Infinity");
            return row.get(1, Numeric.class);
        }
    }

    private static @Nullable Object array(Row row, Class<?> as) {
        if (as != Object.class) {
            return row.get(1, as.arrayType());
        }
        return row.columns().get(1).typeName().equals("numeric[]") ? row.get(1, Numeric[].class) : row.get(1);
    }

    private static String sql(String type) {
        return type.equals("char") ? "\"char\"" : type;
    }

    /** Servers before version 16 print bytes above 127 of a "char" as they are, which is no UTF-8. */
    private static String text(String type, String value) {
        return type.equals("char") ? "(" + value + ")::int4::text" : "(" + value + ")::text";
    }

    private static String differ(String type, String one, String other) {
        return "(" + text(type, one) + " is distinct from " + text(type, other) + " or not record_image_eq(row(" + one
                + "), row(" + other + ")))";
    }
}
