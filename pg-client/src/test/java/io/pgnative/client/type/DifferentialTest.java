package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.Composite;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that the server makes are read, sent back, and compared by the server with what it made: by their text and by
 * their bytes. {@code -Dpgnative.differential.values=100000} tries more than the default of 2,000 random values of each
 * type, {@code -Dpgnative.differential.seed=0.7} others. Which types there are the server tells.
 */
@ExtendWith(PostgresExtension.class)
class DifferentialTest {

    private static final int VALUES = Integer.getInteger("pgnative.differential.values", 2000);
    private static final double SEED = Double.parseDouble(System.getProperty("pgnative.differential.seed", "0.25"));
    private static final int BATCH = 500;

    /** How many of the random values go back one by one, and not in an array. */
    private static final int SINGLES = 25;

    private static final String READ_ONLY = "the server takes no values of it";

    /** Types of which no values can go both ways, and why. */
    private static final Map<String, String> EXCLUDED = Map.of(
            "void", "has no values",
            "unknown", "the server takes a parameter of this type for text",
            "cstring", "is no type of columns",
            "gtsvector", READ_ONLY,
            "pg_node_tree", READ_ONLY,
            "pg_ndistinct", READ_ONLY,
            "pg_dependencies", READ_ONLY,
            "pg_mcv_list", READ_ONLY,
            "pg_brin_bloom_summary", READ_ONLY,
            "pg_brin_minmax_multi_summary", READ_ONLY);

    /**
     * Pseudo-types that are no scalars: of {@code record} and {@code anyarray} there are values, all others stand in
     * declarations of functions only.
     */
    private static final Set<String> NO_SCALARS = Set.of(
            "record",
            "_record",
            "_cstring",
            "any",
            "anyarray",
            "anyelement",
            "anynonarray",
            "anyenum",
            "anyrange",
            "anymultirange",
            "anycompatible",
            "anycompatiblearray",
            "anycompatiblenonarray",
            "anycompatiblerange",
            "anycompatiblemultirange",
            "trigger",
            "event_trigger",
            "internal",
            "language_handler",
            "fdw_handler",
            "index_am_handler",
            "table_am_handler",
            "tsm_handler",
            "pg_ddl_command");

    /** The server takes them for arrays themselves. */
    private static final Set<String> MADE_BY_NO_AGGREGATE = Set.of("int2vector", "oidvector");

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
            "jsonb",
            "xid",
            "cid",
            "xid8",
            "tid",
            "pg_lsn",
            "pg_snapshot",
            "txid_snapshot",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "bit",
            "varbit",
            "tsvector",
            "tsquery",
            "jsonpath",
            "xml",
            "refcursor",
            "int2vector",
            "oidvector",
            "regclass",
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regtype",
            "regcollation",
            "regconfig",
            "regdictionary",
            "regnamespace",
            "regrole",
            "aclitem");

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
        pg.execute("set timezone = 'Asia/Kathmandu'; set intervalstyle = 'iso_8601'; set client_min_messages = error;"
                + " create schema if not exists regs; create table if not exists regs.\"a \"\"b\"();"
                + " create or replace function regs.f(text, int[]) returns int language sql as 'select 1'");
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
    @DisplayName("A063, A064, A066, A067, A069, A087, A126: what the server made comes back the same")
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
            mismatches.addAll(
                    Codecs.codec(type).isBinary()
                            ? mismatches(type, values, from)
                            : mismatches(type, "text", values, numbers(from, to)));
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

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from + 1, to).boxed().toList();
    }

    /** Values that the server does not find at their places, after so many others. */
    private List<String> mismatches(String type, List<? extends @Nullable Object> values, int from) {
        String sql = "select " + text(type, "r.v") + ", " + text(type, "u.v") + " from unnest($1::" + sql(type)
                + "[]) with ordinality u(v, i) join made r on r.n = u.i + $2 where " + differ(type, "u.v", "r.v");
        return pg.fetch(sql, values, from).stream()
                .map(row -> row.getString(0) + " came back as " + row.getString(1))
                .toList();
    }

    @Test
    @DisplayName("A070: every type that the server has is known by its name, and so is its array type")
    void knowsEveryTypeOfTheCatalog() {
        List<String> known = scalars().toList();
        Rows types = pg.fetch(
                "select oid, typname::text, typarray from pg_type t where oid < 16384 and (typtype = 'p' or"
                        + " typtype = 'b' and not exists (select from pg_type e where e.typarray = t.oid)) order by oid");
        assertThat(types.size()).isGreaterThan(80);
        for (Row type : types) {
            String name = type.getString(1);
            if (!NO_SCALARS.contains(name)) {
                int oid = (int) type.getLong(0);
                assertThat(TypeRegistry.byOid(oid).typeName()).isEqualTo(name);
                assertThat(TypeRegistry.arrayOid(oid)).as("array of " + name).isEqualTo((int) type.getLong(2));
                assertThat(known.contains(name) || EXCLUDED.containsKey(name))
                        .as("values of " + name)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scalars")
    @DisplayName("A063, A064, A066, A067: the text form is read and written as the server does")
    void readsAndWritesTheTextForm(String type) {
        int edges = make(type);
        ScalarCodec codec = (ScalarCodec) Codecs.codec(type);
        Rows made = pg.fetch("select n, v, format('%s', v) from made where v is not null and not (" + refused(type)
                + ") order by n");
        assertThat(made.size()).isGreaterThan(VALUES / 3);
        assertThat(edges).isPositive();

        List<String> texts = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<String> mismatches = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Row row = made.get(i);
            numbers.add(row.getInt(0));
            values.add(parsed(codec, Objects.requireNonNull(row.getString(2))));
            texts.add(
                    type.equals("money")
                            ? row.getString(2)
                            : codec.formatText(Objects.requireNonNull(value(type, row))));
            if (texts.size() == BATCH || i + 1 == made.size()) {
                mismatches.addAll(mismatches(type, "text", texts, numbers));
                if (codec.isBinary()) {
                    mismatches.addAll(mismatches(type, sql(type), values, numbers));
                } else {
                    mismatches.addAll(mismatches(type, "text", values, numbers));
                }
                texts.clear();
                values.clear();
                numbers.clear();
            }
        }
        assertThat(mismatches).isEmpty();
    }

    /** What servers before version 16 print of a "char" is no UTF-8 and so cannot travel as text. */
    private String refused(String type) {
        return type.equals("char") && version < 16 ? "v::int4 < 0" : "false";
    }

    private static Object parsed(ScalarCodec codec, String text) {
        Class<?> as = READ_AS.get(codec.typeName());
        if (as == null && !text.equals("NaN") && !text.endsWith("Infinity")) {
            return Objects.requireNonNull(codec.parseText(text));
        }
        byte[] bytes = codec.parse(text);
        Class<?> given = as != null ? as : codec.typeName().equals("numeric") ? Numeric.class : Object.class;
        return Objects.requireNonNull(codec.decode(bytes, 0, bytes.length, given));
    }

    /** Values, of the type or as text, that are not those of these numbers. */
    private List<String> mismatches(
            String type, String given, List<? extends @Nullable Object> values, List<Integer> numbers) {
        // The cast of a text to regclass is not its input function.
        String back = Codecs.codec(type).isBinary() ? "u.v::" + sql(type) : type + "in(textout(u.v))";
        return pg
                .fetch(
                        "select " + text(type, "r.v") + ", " + text(type, back) + " from unnest($1::" + given
                                + "[], $2::int[]) u(v, n) join made r on r.n = u.n where " + differ(type, back, "r.v"),
                        values,
                        numbers)
                .stream()
                .map(row -> row.getString(0) + " came back by its text as " + row.getString(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"})
    @DisplayName("A067: intervals are read from the text of every IntervalStyle")
    void readsIntervalsOfEveryStyle(String style) {
        make("interval");
        pg.execute("set intervalstyle = '" + style + "'");
        // Servers before version 15 write this one with a sign too many.
        String sound = version < 15 ? "extract(day from v) <> -2147483648" : "true";
        for (Row row : pg.fetch("select v, v::text from made where v is not null and " + sound)) {
            assertThat(Codecs.codec("interval").parseText(Objects.requireNonNull(row.getString(1))))
                    .as(row.getString(1))
                    .isEqualTo(row.get(0));
        }
    }

    @Test
    void readsBytesOfEveryOutputStyle() {
        make("bytea");
        pg.execute("set bytea_output = 'escape'");
        for (Row row : pg.fetch("select v, v::text from made where v is not null")) {
            assertThat(Codecs.codec("bytea").parseText(Objects.requireNonNull(row.getString(1))))
                    .isEqualTo(row.get(0));
        }
    }

    @Test
    @DisplayName("A070: what the server alone makes is read as its text, and refused as a parameter")
    void readsWhatTheServerAloneMakes() {
        pg.execute("drop table if exists statistics_of; create table statistics_of as select g % 7 as a, g % 7 as b,"
                + " g % 3 as c, g as d from generate_series(1, 1000) g;"
                + " create statistics statistics_of_all (ndistinct, dependencies, mcv) on a, b, c from statistics_of;"
                + " analyze statistics_of; create or replace view a_view as select 1 as one");
        for (String[] made : new String[][] {
            {"pg_ndistinct", "stxdndistinct", "pg_statistic_ext_data"},
            {"pg_dependencies", "stxddependencies", "pg_statistic_ext_data"},
            {"pg_mcv_list", "stxdmcv", "pg_statistic_ext_data"},
            {"pg_node_tree", "ev_action", "pg_rewrite"},
        }) {
            Rows rows = pg.fetch("select " + made[1] + ", " + made[1] + "::text from " + made[2]);
            assertThat(rows.size()).isPositive();
            assertThat(rows.columns().get(0).typeName()).isEqualTo(made[0]);
            for (Row row : rows) {
                assertThat(row.get(0)).isEqualTo(row.getString(1));
                assertThat(Codecs.codec(made[0]).parseText(Objects.requireNonNull(row.getString(1))))
                        .isEqualTo(row.getString(1));
            }
        }
        EXCLUDED.forEach((type, why) -> {
            if (why.equals(READ_ONLY)) {
                assertThatExceptionOfType(EncodeException.class)
                        .isThrownBy(() -> Codecs.encode(type, "x"))
                        .withMessage(type + " is made by the server alone, which takes no values of it");
            }
        });
    }

    @Test
    void refusesTheEmptyValuesThatTheServerWritesAndDoesNotRead() {
        Row row = pg.fetchOne("select ''::tsquery, ''::int2vector, ''::oidvector");
        assertThat(row.get(0)).isEqualTo("");
        assertThat(row.get(1)).isEqualTo(new short[0]);
        assertThat(row.get(2)).isEqualTo(new long[0]);
        for (int i = 0; i < 3; i++) {
            String type = row.columns().get(i).typeName();
            Object empty = Objects.requireNonNull(row.get(i));
            assertThat(Codecs.codec(type).parseText("")).isEqualTo(empty);
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.fetch("select $1::" + type, empty))
                    .withMessageContaining("is empty, which the server does not take of a " + type);
        }
    }

    @Test
    void readsAndSendsCstrings() {
        assertThat(pg.fetchValue(String.class, "select textout($1)", "\u20ac \ud83d\ude00"))
                .contains("\u20ac \ud83d\ude00");
        assertThat(pg.fetchValue(String.class, "select textin($1)", "\u20ac")).contains("\u20ac");
    }

    /** The types whose arrays are exchanged in binary. */
    static Stream<String> arrays() {
        return scalars().filter(type -> Codecs.codec(type).isBinary() && !MADE_BY_NO_AGGREGATE.contains(type));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    @DisplayName("A063, A064, A066, A067: arrays with NULLs, and empty ones")
    void sendsBackArraysAsRead(String type) {
        int edges = make(type);
        String array = sql(type) + "[]";
        // All the edges, then ever other numbers of elements.
        pg.execute("create temp table arrays(n int primary key, v " + array + ");"
                + " insert into arrays values (0, '{}'), (1, '{null}');"
                + " insert into arrays select 2, array_agg(v order by n) from made where n <= " + edges + ";"
                + " insert into arrays select g, array_agg(v order by n) from (select n, case n % 11 when 0 then null"
                + " else v end v, 3 + n / 40 + n / 130 g from made where n > " + edges + ") s group by g");
        Rows made = pg.fetch("select n, v, v::text from arrays order by n");
        assertThat(made.size()).isGreaterThan(VALUES / 40);

        Class<?> as = READ_AS.getOrDefault(type, Object.class);
        List<String> mismatches = new ArrayList<>();
        for (Row row : made) {
            Object value = array(row, as);
            if (PRINTED_ALIKE.contains(type) && !type.equals("bool")) {
                assertThat(row.getString(1)).isEqualTo(row.getString(2));
            }
            pg.fetch(
                            "select ($1::" + array + ")::text from arrays where n = $2 and" + " not "
                                    + alike(type, "$1::" + array, "v"),
                            value,
                            row.getInt(0))
                    .forEach(back -> mismatches.add(row.getString(2) + " came back as " + back.getString(0)));
        }
        assertThat(mismatches).isEmpty();
    }

    /** Types of which composites can be compared as a whole: as text, in which equal values are printed alike. */
    static Stream<String> parts() {
        return arrays().filter(type -> !type.equals("char"));
    }

    @ParameterizedTest
    @MethodSource("parts")
    @DisplayName("A076: fields of composites, domains and arrays of them")
    void sendsBackFieldsAndDomainsAsRead(String type) {
        make(type);
        pg.execute("drop type if exists pair; drop domain if exists likewise; create domain likewise as " + sql(type)
                + "; create type pair as (plain " + sql(type) + ", likewise likewise, others likewise[])");
        String pairs = "(select array_agg(row(v, v, array[v, null])::pair order by n) from made where n / 100 = $1)";
        Class<?> as = type.equals("numeric") ? Numeric.class : READ_AS.getOrDefault(type, Object.class);
        for (Row group : pg.fetch("select distinct n / 100 from made")) {
            Row made = pg.fetchOne("select " + pairs, group.getInt(0));
            List<Map<String, @Nullable Object>> values = new ArrayList<>();
            for (Composite pair : Objects.requireNonNull(made.get(0, Composite[].class))) {
                Map<String, @Nullable Object> fields = new HashMap<>();
                fields.put("plain", pair.get(0, as));
                fields.put("likewise", pair.get(1, as));
                fields.put("others", as == Object.class ? pair.get(2) : pair.get(2, as.arrayType()));
                values.add(fields);
            }
            assertThat(pg.fetchValue(
                            Boolean.class, "select ($2::pair[])::text = " + pairs + "::text", group.getInt(0), values))
                    .contains(true);
        }
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
        // Unquoted, these two are other types, or are taken for one bit.
        return type.equals("char") || type.equals("bit") ? '"' + type + '"' : type;
    }

    /** Servers before version 16 print bytes above 127 of a "char" as they are, which is no UTF-8. */
    private static String text(String type, String value) {
        return switch (type) {
            case "char" -> "(" + value + ")::int4::text";
            // The cast to text shows a prefix of all bits too.
            case "inet" -> "textin(inet_out(" + value + "))";
            default -> "(" + value + ")::text";
        };
    }

    private static String differ(String type, String one, String other) {
        return "(" + text(type, one) + " is distinct from " + text(type, other) + " or not " + alike(type, one, other)
                + ")";
    }

    /** The bytes are the same. Those of tsquery depend on who made it; its text tells all. */
    private static String alike(String type, String one, String other) {
        return type.equals("tsquery")
                ? "(" + one + ")::text is not distinct from (" + other + ")::text"
                : "record_image_eq(row(" + one + "), row(" + other + "))";
    }
}
