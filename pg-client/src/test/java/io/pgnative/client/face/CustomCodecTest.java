package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.composite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.Composite;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgCodec;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codecs that the user has written, in all forms and within all containers. */
@ExtendWith(PostgresExtension.class)
class CustomCodecTest {

    record Word(String text) {}

    record Complex(double re, double im) {}

    record Pair(Word word, Integer n) {}

    enum Color {
        RED,
        DARK_BLUE
    }

    private static final PgCodec<Word> TEXT = PgCodec.text(Word.class, Word::text, Word::new);
    private static final PgCodec<Word> BINARY = PgCodec.binary(
            Word.class,
            word -> word.text().getBytes(StandardCharsets.UTF_8),
            bytes -> new Word(new String(bytes, StandardCharsets.UTF_8)));
    private static final PgCodec<Complex> COMPLEX = PgCodec.tuple(
            Complex.class,
            complex -> List.of(complex.re(), complex.im()),
            parts -> new Complex((Double) part(parts, 0), (Double) part(parts, 1)));
    private static final PgCodec<Word> BROKEN = PgCodec.text(
            Word.class,
            word -> {
                throw new IllegalStateException("secret " + word);
            },
            text -> {
                throw new IllegalStateException("secret " + text);
            });

    private final Vertx vertx;
    private final TestDatabase database;
    private @Nullable PgClient opened;

    CustomCodecTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @BeforeAll
    static void types(TestDatabase database) {
        database.execute("""
                create extension hstore; create extension isn;
                create type color as enum ('red', 'DARK_BLUE');
                create type complex as (re float8, im float8);
                create type pair as (word uuid, n int);
                create type "Mixed" as enum ('a');
                create domain uuid2 as uuid;
                create domain pos as int check (value > 0);
                create type uuidrange as range (subtype = uuid);
                """);
    }

    private PgClient client(UnaryOperator<PgClientBuilder> configured) {
        PgClient client = configured
                .apply(PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(2))
                .build();
        opened = client;
        return client;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
    }

    private static Object part(List<@Nullable Object> parts, int index) {
        return Objects.requireNonNull(parts.get(index));
    }

    private static Row one(PgClient pg, String sql, @Nullable Object... args) {
        return await(pg.fetchOne(sql, args));
    }

    @ParameterizedTest
    @DisplayName("A082: text and binary codecs replace the built-in one, alone and in each container")
    @ValueSource(booleans = {false, true})
    void appliesEverywhere(boolean binary) {
        String id = "00000000-0000-0000-0000-000000000001";
        PgCodec<Word> uuidText = TEXT;
        PgCodec<Word> uuidBinary = PgCodec.binary(
                Word.class,
                word -> java.util.HexFormat.of().parseHex(word.text().replace("-", "")),
                bytes -> new Word(java.util.HexFormat.of()
                        .formatHex(bytes)
                        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")));
        PgClient pg = client(builder -> builder.codec("uuid", binary ? uuidBinary : uuidText));
        Word word = new Word(id);
        Row row = one(
                pg,
                "select $1::uuid, $2::uuid[], $3::uuid2, $4::pair, $5::uuidrange, $6::pair[], null::uuid, $7::uuid2[]",
                word,
                List.of(word, word),
                word,
                Map.of("word", word, "n", 3),
                null,
                List.of(Map.of("word", word)),
                List.of(word));
        assertThat(row.get(0)).isEqualTo(word);
        assertThat(row.get(0, Word.class)).isEqualTo(word);
        assertThat(row.get(1)).isEqualTo(new Word[] {word, word});
        assertThat(row.get(2)).isEqualTo(word);
        assertThat(composite(row, 3).get("word")).isEqualTo(word);
        assertThat(composite(row, 3).get("n")).isEqualTo(3);
        assertThat(row.isNull(4)).isTrue();
        assertThat(Objects.requireNonNull(row.get(5, Composite[].class))[0].get("word"))
                .isEqualTo(word);
        assertThat(row.get(6)).isNull();
        assertThat(row.get(7)).isEqualTo(new Word[] {word});
        assertThat(one(pg, "select uuidrange($1, null)::text", word).getString(0))
                .isEqualTo("[" + id + ",)");
        assertThat(one(pg, "select uuidrange($1, null)", word).getString(0)).contains(id);
    }

    @Test
    void mapsJsonAsTextWithNullsInArrays() {
        PgClient pg = client(builder -> builder.codec("json", TEXT));
        Row row = one(pg, "select $1::json[], 'null'::json, null::json", java.util.Arrays.asList(new Word("1"), null));
        assertThat(row.get(0)).isEqualTo(new Word[] {new Word("1"), null});
        assertThat(row.get(1)).isEqualTo(new Word("null"));
        assertThat(row.get(2)).isNull();
    }

    @ParameterizedTest
    @DisplayName("A081: SQL's spellings, schemas and quoted names find the type")
    @CsvSource({
        "pg_catalog.text, text",
        "character varying, varchar",
        "CHARACTER, bpchar",
        "\"Mixed\", \"Mixed\"",
        "public.color, color",
        "pg_catalog.\"char\", \"char\""
    })
    void findsTypesByTheirNames(String name, String type) {
        PgClient pg = client(builder -> builder.codec(name, BINARY));
        String label = type.equals("color") ? "red" : "a";
        assertThat(one(pg, "select $1::" + type + ", array[$1::" + type + "]", new Word(label))
                        .get(1))
                .isEqualTo(new Word[] {new Word(label)});
    }

    @Test
    void takesTheBinaryFormOfATypeThatIsTextOtherwise() {
        PgClient pg = client(
                builder -> builder.codec("hstore", PgCodec.binary(byte[].class, bytes -> bytes, bytes -> bytes)));
        byte[] raw = one(pg, "select 'a=>1'::hstore").get(0, byte[].class);
        assertThat(raw).hasSize(4 + 4 + 1 + 4 + 1).startsWith(0, 0, 0, 1);
        assertThat(one(pg, "select $1::hstore::text", (Object) raw).getString(0))
                .isEqualTo("\"a\"=>\"1\"");
    }

    @Test
    void readsDatesAndTimesByTheirParts() {
        PgCodec<List<?>> parts = parts();
        PgClient pg = client(builder -> builder.codec("interval", parts)
                .codec("date", parts)
                .codec("time", parts)
                .codec("timetz", parts)
                .codec("timestamp", parts)
                .codec("timestamp with time zone", parts));
        Row row = one(
                pg,
                "select '1 mon 2 days 00:00:00.000003'::interval, '2000-01-02'::date, '00:00:01'::time,"
                        + " '00:00:01+01'::timetz, '2000-01-01 00:00:01'::timestamp, '2000-01-01 00:00:01+00'::timestamptz,"
                        + " 'infinity'::date, '-infinity'::timestamp");
        assertThat(row.get(0)).isEqualTo(List.of(1, 2, 3L));
        assertThat(row.get(1)).isEqualTo(List.of(1));
        assertThat(row.get(2)).isEqualTo(List.of(1_000_000L));
        assertThat(row.get(3)).isEqualTo(List.of(1_000_000L, -3600));
        assertThat(row.get(4)).isEqualTo(List.of(1_000_000L));
        assertThat(row.get(5)).isEqualTo(List.of(1_000_000L));
        assertThat(row.get(6)).isEqualTo(List.of(Integer.MAX_VALUE));
        assertThat(row.get(7)).isEqualTo(List.of(Long.MIN_VALUE));
        assertThat(one(pg, "select $1::interval::text, $2::timetz::text", List.of(1, 2L, 3), List.of(0, 3600))
                        .getString(0))
                .isEqualTo("1 mon 2 days 00:00:00.000003");
        assertThatThrownBy(() -> one(pg, "select $1::interval", List.of(1, 2)))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1 of type interval")
                .hasMessageContaining("2 parts");
        assertThatThrownBy(() -> one(pg, "select $1::date", List.of(1L << 40))).hasMessageContaining("32 bits");
        assertThatThrownBy(() -> one(pg, "select $1::date", List.of("x"))).hasMessageContaining("no number");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static PgCodec<List<?>> parts() {
        return (PgCodec) PgCodec.tuple(List.class, list -> (List<Object>) list, list -> list);
    }

    @Test
    void readsACompositeByItsParts() {
        PgClient pg = client(builder -> builder.codec("complex", COMPLEX));
        Complex value = new Complex(1.5, -2);
        Row row = one(pg, "select $1::complex, $2::complex[], ($1::complex).im", value, new Complex[] {value});
        assertThat(row.get(0)).isEqualTo(value);
        assertThat(row.get(1)).isEqualTo(new Complex[] {value});
        assertThat(row.getDouble(2)).isEqualTo(-2);
    }

    @Test
    void mapsEnumsAndComposites() {
        PgClient pg = client(builder -> builder.mapEnum(Color.class, "color")
                .mapComposite(Pair.class, "pair")
                .codec("uuid", TEXT));
        Row row = one(
                pg,
                "select $1::color, $2::color[], row('00000000-0000-0000-0000-000000000001', 2)::pair",
                Color.RED,
                List.of(Color.DARK_BLUE, Color.RED));
        assertThat(row.get(0, Color.class)).isEqualTo(Color.RED);
        assertThat(row.getString(0)).isEqualTo("red");
        assertThat(row.get(1, Color[].class)).containsExactly(Color.DARK_BLUE, Color.RED);
        assertThat(row.get(2)).isEqualTo(new Pair(new Word("00000000-0000-0000-0000-000000000001"), 2));
        assertThat(one(pg, "select ($1::pair).n", new Pair(new Word("00000000-0000-0000-0000-000000000001"), 4))
                        .getInt(0))
                .isEqualTo(4);
    }

    @Test
    void mapsEnumsByLabelsOfTheUsersOwn() {
        PgClient pg = client(
                builder -> builder.mapEnum(Color.class, "color", color -> color == Color.RED ? "red" : color.name()));
        assertThat(one(pg, "select $1::color", Color.RED).get(0, Color.class)).isEqualTo(Color.RED);
    }

    @Test
    void exchangesATypeAsAnother() {
        PgClient pg = client(builder -> builder.builtinCodec("regclass", "oid")
                .builtinCodec("isbn13", "text")
                .builtinCodec("pos", "bigint"));
        Row row = one(pg, "select 'pg_class'::regclass, array['pg_class'::regclass], '978-0-306-40615-7'::isbn13");
        assertThat(row.get(0)).isEqualTo(1259L);
        assertThat(row.get(1)).isEqualTo(new Long[] {1259L});
        assertThat(row.get(2)).isEqualTo("978-0-306-40615-7");
        PgClient other = client(builder -> builder.builtinCodec("isbn13", "nothing"));
        assertThatThrownBy(() -> one(other, "select 1"))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("no built-in codec for \"nothing\"");
        await(pg.close());
    }

    @ParameterizedTest
    @DisplayName("A081: types that can have no codec of their own are refused by name")
    @CsvSource({
        "int[], it is an array",
        "int4range, it is a range",
        "int4multirange, it is a multirange",
        "uuid2, it is a domain",
        "record, it is a pseudo-type",
        "complex, takes a PgCodec.Tuple only",
    })
    void refusesTypesThatCannotHaveOne(String type, String why) {
        PgClient pg = client(builder -> builder.codec(type, TEXT));
        assertThatThrownBy(() -> one(pg, "select 1"))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("no codec can be set for the type")
                .hasMessageContaining(why);
    }

    @Test
    void refusesATupleCodecWhereThereAreNoParts() {
        PgClient pg = client(builder -> builder.codec("int4", parts()));
        assertThatThrownBy(() -> one(pg, "select 1")).hasMessageContaining("has no tuple form");
    }

    @Test
    void saysAtTheFirstUseThatATypeDoesNotExistAndTakesItOnceItDoes() {
        PgClient pg = client(builder -> builder.codec("late", TEXT));
        assertThatThrownBy(() -> one(pg, "select 1"))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("there is no type \"late\"");
        await(pg.execute("create type late as enum ('a')"));
        assertThat(one(pg, "select 'a'::late").get(0)).isEqualTo(new Word("a"));
        await(pg.execute("drop type late"));
    }

    @Test
    void failsItsOwnCallOnlyAndTellsNothingOfTheValue() {
        PgClient pg = client(builder -> builder.codec("uuid", BROKEN));
        Row row = one(pg, "select '00000000-0000-0000-0000-000000000001'::uuid as id, array[gen_random_uuid()]");
        assertThatThrownBy(() -> row.get("id"))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("column \"id\" of type uuid")
                .hasMessageContaining("IllegalStateException")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"))
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> row.get(1)).hasMessageContaining("IllegalStateException");
        assertThat(row.getString("id")).startsWith("00000000");
        assertThatThrownBy(() -> one(pg, "select $1::int, $2::uuid", 1, new Word("x")))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 2 of type uuid")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThatThrownBy(() -> one(pg, "select $1::uuid", "text"))
                .hasMessageContaining("argument 1 of type uuid does not take a java.lang.String");
        assertThat(one(pg, "select null::uuid").get(0)).isNull();
    }

    @Test
    void aBrokenCodecForTheCatalogsOwnTypesDoesNotHarmTheLookup() {
        PgClient pg = client(builder -> builder.codec("oid", BROKEN)
                .codec("text", BROKEN)
                .codec("name", BROKEN)
                .codec("bool", BROKEN));
        assertThat(composite(one(pg, "select row(1, 2)::complex"), 0).get(0)).isEqualTo(1.0);
    }

    @Test
    void setsCodecsForOneConnectionUntilItIsGivenBack() {
        PgClient pg = client(builder -> builder.poolMaxSize(1));
        String sql = "select '00000000-0000-0000-0000-000000000001'::uuid, '{}'::uuid[]";
        Class<?> before = Objects.requireNonNull(one(pg, sql).get(0)).getClass();
        await(pg.withConnection((PgConnection c) -> {
            // Not waited for: what follows uses it nevertheless.
            Future<Void> set = c.setTypeCodec("uuid", TEXT);
            Future<Row> row = c.fetchOne(sql);
            return set.compose(done -> row).map(read -> {
                assertThat(read.get(0)).isInstanceOf(Word.class);
                assertThat(read.get(1)).isEqualTo(new Word[0]);
                return read;
            });
        }));
        assertThat(one(pg, sql).get(0)).isInstanceOf(before);
        await(pg.withConnection(c -> c.setTypeCodec("uuid", TEXT)
                .compose(set -> c.resetTypeCodec("pg_catalog.uuid"))
                .compose(reset -> c.fetchOne(sql))
                .map(row -> {
                    assertThat(row.get(0)).isInstanceOf(before);
                    return row;
                })));
    }

    @Test
    void setsCodecsOnTheOtherFaces() {
        PgClient pg = client(builder -> builder);
        pg.blocking().withConnection(c -> {
            c.setTypeCodec("uuid", TEXT);
            assertThat(c.fetchOne("select gen_random_uuid()").get(0)).isInstanceOf(Word.class);
            c.resetTypeCodec("uuid");
            c.setBuiltinTypeCodec("regclass", "oid");
            assertThat(c.fetchOne("select 'pg_class'::regclass").get(0)).isEqualTo(1259L);
            assertThatThrownBy(() -> c.setTypeCodec("int[]", TEXT)).isInstanceOf(PgMisuseException.class);
            assertThatThrownBy(() -> c.setTypeCodec("nothing", TEXT)).hasMessageContaining("no type \"nothing\"");
            return c.fetchOne("select 1");
        });
        Row row = pg.reactive()
                .withConnection(c -> c.setTypeCodec("uuid", TEXT).then(c.fetchOne("select gen_random_uuid()")))
                .block();
        assertThat(Objects.requireNonNull(row).get(0)).isInstanceOf(Word.class);
    }

    @Test
    void keepsTheClientsCodecBelowThatOfAConnection() {
        PgClient pg = client(builder -> builder.codec("uuid", TEXT));
        await(pg.withConnection(c -> c.setTypeCodec("uuid", PgCodec.text(String.class, s -> s, s -> "own " + s))
                .compose(set -> c.fetchOne("select gen_random_uuid()"))
                .map(row -> {
                    assertThat(row.getString(0)).isNotNull();
                    assertThat(row.get(0)).isInstanceOf(String.class);
                    return row;
                })
                .compose(row -> c.resetTypeCodec("uuid"))
                .compose(reset -> c.fetchOne("select gen_random_uuid()"))
                .map(row -> {
                    assertThat(row.get(0)).isInstanceOf(Word.class);
                    return row;
                })));
    }
}
