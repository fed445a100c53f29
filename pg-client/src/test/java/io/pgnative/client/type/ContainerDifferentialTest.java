package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Composite;
import io.pgnative.client.Multirange;
import io.pgnative.client.PgArray;
import io.pgnative.client.PgClient;
import io.pgnative.client.Range;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.type.CompositeCodec.Field;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Containers that the server sends and prints are read and written again, in both formats: the bytes must be the same,
 * and the text must be the same value to the server. Everything is done again with parts that are exchanged as text.
 */
@ExtendWith(PostgresExtension.class)
class ContainerDifferentialTest {

    /** What is easily misread, as elements of a text array. */
    private static final String TORTURE = "array['', ' ', 'a b', 'NULL', 'null', 'nUlL', '\"', '\"\"', '\\', '\\\\\"',"
            + " ',', ';', '{', '}', '{}', '{a,b}', '(', ')', '(a,\"b\")', '[', ']', '[1,2)', 'empty', '''', E'\\t\\n\\r',"
            + " ' x ', 'caf\u00e9 \u20ac \ud83d\ude00', '=', '[0:1]={}', null, 'end']";

    private final PgClient client;
    private final ServerTypes server;
    private final int version;

    ContainerDifferentialTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .parameter("search_path", "t, public")
                .poolMaxSize(1)
                .build();
        server = new ServerTypes(client.blocking());
        version = Integer.parseInt(database.query("select current_setting('server_version_num')::int / 10000"));
    }

    @BeforeEach
    void types() {
        client.blocking().execute("""
                drop schema if exists t cascade; create schema t;
                create type mood as enum ('happy', 'so so', '"quoted"', 'a,b', '', 'NULL', 'back\\slash');
                create domain positive as int4 check (value > 0);
                create domain row3 as int4[];
                create type address as (street text, zip int4, tags text[]);
                create domain home as address;
                create type nothing as ();
                create type person as (name text, home address, others address[], moods mood[], amounts numeric[]);
                create type textrange as range (subtype = text, collation = "C");
                create type span as (id int8, during textrange, days daterange);
                create table book (id int8, gone text, title text, price numeric, also_gone int4, moods mood[]);
                alter table book drop column gone;
                alter table book drop column also_gone;
                """);
    }

    @AfterEach
    void close() throws TimeoutException {
        client.close(Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
    }

    private static Codec builtin(String name) {
        return Codecs.codec(name);
    }

    private static byte[] encode(Codec codec, Object value) {
        ByteBuf out = Unpooled.buffer();
        try {
            codec.encode(value, out);
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }

    private static <T> T decode(Codec codec, byte[] bytes, Class<T> as) {
        return Objects.requireNonNull(codec.decode(Codecs.framed(bytes), Codecs.offset(), bytes.length, as));
    }

    /** Makes a codec twice: of parts as they are, and of parts that are exchanged as text. */
    private interface Maker {
        Codec make(UnaryOperator<Codec> part);
    }

    private void check(String type, Class<?> as, Maker maker, String... expressions) {
        Codec codec = maker.make(part -> part);
        Codec textual = maker.make(TextOnlyCodec::new);
        assertThat(codec.isBinary()).isTrue();
        assertThat(textual.isBinary()).as("text of %s", type).isFalse();
        for (String expression : expressions) {
            byte[] binary = server.binary(type, expression);
            String text = server.text(type, expression);
            byte[] textBytes = text.getBytes(StandardCharsets.UTF_8);

            Object value = decode(codec, binary, as);
            assertThat(encode(codec, value)).as("bytes of %s", text).isEqualTo(binary);
            ByteBuf converted = Unpooled.buffer();
            codec.encodeText(text, converted);
            assertThat(ByteBufUtil.getBytes(converted))
                    .as("bytes by the text %s", text)
                    .isEqualTo(binary);
            assertThat(server.isSame(type, codec.formatText(value), expression))
                    .as("%s as text: %s", text, codec.formatText(value))
                    .isTrue();
            assertThat(codec.parseText(text)).isEqualTo(decode(codec, binary, Object.class));

            Object read = decode(textual, textBytes, as);
            assertThat(read).as(text).isEqualTo(value);
            String written = new String(encode(textual, read), StandardCharsets.UTF_8);
            assertThat(server.isSame(type, written, expression))
                    .as("%s written as %s", text, written)
                    .isTrue();
            assertThat(textual.getString(textBytes, 0, textBytes.length)).isEqualTo(text);
            assertThat(decode(textual, textBytes, Object.class))
                    .as(text)
                    .isEqualTo(decode(codec, binary, Object.class));
        }
    }

    @Test
    void readsAndWritesArraysOfEveryShape() {
        check(
                "int4[]",
                PgArray.class,
                part -> server.array("int4", part.apply(builtin("int4"))),
                "'{}'",
                "'{1,null,3}'",
                "'[0:1]={1,2}'",
                "'[-5:-5]={7}'",
                "'{{1,2,3},{4,5,6}}'",
                "'[1:2][-1:0]={{1,2},{null,4}}'",
                "'{{{{{{1},{2}},{{3},{4}}}}}}'",
                "'[2147483646:2147483646]={1}'");
        check(
                "text[]",
                PgArray.class,
                part -> server.array("text", part.apply(builtin("text"))),
                TORTURE,
                "array[" + TORTURE + "," + TORTURE + "]",
                "'{\"\"}'",
                "'{null,null}'");
    }

    @Test
    void delimitsBoxesBySemicolons() {
        check(
                "box[]",
                PgArray.class,
                part -> new ArrayCodec(1020, "box[]", part.apply(builtin("box")), ';'),
                "'{(1,2),(3,4);(5,6),(7,8)}'",
                "'[0:0]={(1,2),(3,4)}'");
        byte[] boxes = server.binary("box[]", "'{(3,4),(1,2);null}'");
        assertThat(builtin("box[]").getString(boxes, 0, boxes.length)).isEqualTo("{(3.0,4.0),(1.0,2.0);NULL}");
    }

    @Test
    @DisplayName("A085: enums alone and in arrays, labels of every kind")
    void readsAndWritesEnums() {
        EnumCodec mood = mood();
        for (String label : mood.labels()) {
            String literal = "'" + label.replace("'", "''") + "'";
            assertThat(encode(mood, label)).isEqualTo(server.binary("mood", literal));
        }
        check(
                "mood[]",
                PgArray.class,
                part -> server.array("mood", part.apply(mood())),
                "enum_range(null::mood)",
                "array['happy', null]::mood[]");
    }

    private EnumCodec mood() {
        return new EnumCodec(
                server.oid("mood"), "mood", List.of("happy", "so so", "\"quoted\"", "a,b", "", "NULL", "back\\slash"));
    }

    @Test
    void readsAndWritesDomains() {
        check(
                "positive[]",
                PgArray.class,
                part -> server.array(
                        "positive", new DomainCodec(server.oid("positive"), "positive", part.apply(builtin("int4")))),
                "array[1, 2, null]::positive[]");
        check(
                "row3[]",
                PgArray.class,
                part -> server.array("row3", new DomainCodec(server.oid("row3"), "row3", ints(part))),
                "array['{1,2}'::row3, '{}'::row3, null, '{{3},{4}}'::row3]");
        check(
                "home[]",
                Object.class,
                part -> server.array("home", new DomainCodec(server.oid("home"), "home", address(part))),
                "array[row('a', 1, null)::home, null]");
    }

    private static ArrayCodec ints(UnaryOperator<Codec> part) {
        return new ArrayCodec(1007, "int4[]", part.apply(builtin("int4")), ',');
    }

    private static ArrayCodec texts(UnaryOperator<Codec> part) {
        return new ArrayCodec(1009, "text[]", part.apply(builtin("text")), ',');
    }

    private CompositeCodec address(UnaryOperator<Codec> part) {
        return new CompositeCodec(
                server.oid("address"),
                "address",
                List.of(
                        new Field("street", part.apply(builtin("text"))),
                        new Field("zip", builtin("int4")),
                        new Field("tags", texts(UnaryOperator.identity()))));
    }

    private CompositeCodec person(UnaryOperator<Codec> part) {
        return new CompositeCodec(
                server.oid("person"),
                "person",
                List.of(
                        new Field("name", builtin("text")),
                        new Field("home", address(part)),
                        new Field("others", server.array("address", address(part))),
                        new Field("moods", server.array("mood", mood())),
                        new Field("amounts", builtin("numeric[]"))));
    }

    @Test
    @DisplayName("A076: composites with NULL and array fields, nested in each other and in arrays")
    void readsAndWritesComposites() {
        check(
                "address",
                Composite.class,
                this::address,
                "row('Main Street', 12345, '{a,b}')",
                "row(null, null, null)",
                "row('', 0, '{}')",
                "row('x', 1, " + TORTURE + ")");
        List<String> streets =
                client
                        .blocking()
                        .fetch("select quote_literal(s) from unnest(" + TORTURE + ") s where s is not null")
                        .stream()
                        .map(row -> "row(" + row.getString(0) + ", 1, null)")
                        .toList();
        assertThat(streets).hasSizeGreaterThan(25);
        check("address", Composite.class, this::address, streets.toArray(new String[0]));
        check(
                "person",
                Composite.class,
                this::person,
                "row('Ada', row('St \"James\"', 1, '{\"a b\"}'), array[row('x,y', 2, null), null]::address[],"
                        + " enum_range(null::mood), '{1.50,NaN,null}')",
                "row('Ada', row(null, null, null), '{}', null, null)",
                "row('Ada', null, null, null, null)");
        check(
                "person[]",
                Object.class,
                part -> server.array("person", person(part)),
                "array[row('a\\b', row('\"', 1, " + TORTURE + "), null, null, null)]::person[]",
                "array[array[row('a', null, null, null, null)::person, null]]");
    }

    @Test
    void readsCompositesWithoutFields() {
        CompositeCodec nothing = new CompositeCodec(server.oid("nothing"), "nothing", List.of());
        byte[] bytes = server.binary("nothing", "row()");
        assertThat(decode(nothing, bytes, Composite.class).size()).isZero();
        assertThat(encode(nothing, List.of())).isEqualTo(bytes);
        assertThat(((Composite) nothing.parseText("()")).size()).isZero();
    }

    @Test
    void leavesDroppedColumnsOut() {
        check(
                "book",
                Composite.class,
                part -> new CompositeCodec(
                        server.oid("book"),
                        "book",
                        List.of(
                                new Field("id", builtin("int8")),
                                new Field("title", part.apply(builtin("text"))),
                                new Field("price", builtin("numeric")),
                                new Field("moods", server.array("mood", mood())))),
                "row(1, 'The \"Dispossessed\"', 9.90, '{happy}')");
    }

    @Test
    @DisplayName("A078: ranges of all kinds, also of text and within composites")
    void readsAndWritesRanges() {
        check(
                "int4range",
                Range.class,
                part -> new RangeCodec(3904, "int4range", part.apply(builtin("int4"))),
                "'[1,9]'",
                "'(1,9)'",
                "'empty'",
                "'(,)'",
                "'[5,)'",
                "'(,5]'");
        check(
                "numrange",
                Range.class,
                part -> new RangeCodec(3906, "numrange", part.apply(builtin("numeric"))),
                "'(1.50,2.50]'",
                "'[1,1]'");
        check(
                "daterange",
                Range.class,
                part -> new RangeCodec(3912, "daterange", part.apply(builtin("date"))),
                "'[2024-01-01,infinity]'",
                "'(-infinity,2024-02-29)'");
        check(
                "textrange",
                Range.class,
                part -> textrange(part),
                "textrange('', 'z')",
                "textrange(' \"', E'}\\\\', '[]')",
                "textrange('(a,b)', '[c,d]', '(]')",
                "textrange('empty', null)",
                "textrange(null, E'\\t\u20ac')");
        check(
                "span",
                Composite.class,
                part -> new CompositeCodec(
                        server.oid("span"),
                        "span",
                        List.of(
                                new Field("id", builtin("int8")),
                                new Field("during", textrange(part)),
                                new Field("days", builtin("daterange")))),
                "row(1, textrange('a,\"b\"', 'c\\d'), '[2024-01-01,2024-02-01)')",
                "row(1, 'empty', null)");
        check(
                "textrange[]",
                PgArray.class,
                part -> server.array("textrange", textrange(part)),
                "array[textrange('a,\"b\"', 'c\\d'), null, 'empty', textrange(null, null)]");
    }

    private RangeCodec textrange(UnaryOperator<Codec> part) {
        return new RangeCodec(server.oid("textrange"), "textrange", part.apply(builtin("text")));
    }

    @Test
    @DisplayName("A079: multiranges, also of text and in arrays")
    void readsAndWritesMultiranges() {
        if (version < 14) {
            return;
        }
        check(
                "int8multirange",
                Multirange.class,
                part -> new MultirangeCodec(
                        4536, "int8multirange", new RangeCodec(3926, "int8range", part.apply(builtin("int8")))),
                "'{}'",
                "'{[1,3),[5,)}'",
                "'{empty,[1,2),[2,4)}'",
                "'{(,)}'");
        check(
                "textmultirange",
                Multirange.class,
                part -> textmultirange(part),
                "textmultirange(textrange('a,\"b\"', 'c}'), textrange('x\\', 'y'))",
                "textmultirange(textrange('empty', 'f'))");
        check(
                "textmultirange[]",
                PgArray.class,
                part -> server.array("textmultirange", textmultirange(part)),
                "array[textmultirange(textrange('a,\"b\"', 'c}')), textmultirange()]");
    }

    private MultirangeCodec textmultirange(UnaryOperator<Codec> part) {
        return new MultirangeCodec(server.oid("textmultirange"), "textmultirange", textrange(part));
    }
}
