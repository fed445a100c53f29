package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Composite;
import io.pgnative.client.PgArray;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Range;
import io.pgnative.client.type.CompositeCodec.Field;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerCodecsTest {

    record Address(String street, @Nullable Integer zipCode, List<String> tags) {}

    record Person(long id, @Nullable Address home) {}

    record PrimitiveZip(String street, int zipCode, List<String> tags) {}

    record Unlike(String street) {}

    private static final CompositeCodec ADDRESS = new CompositeCodec(
            100_001,
            "address",
            List.of(
                    new Field("street", Codecs.codec("text")),
                    new Field("zip_code", Codecs.codec("int4")),
                    new Field("tags", Codecs.codec("text[]"))));

    private static final CompositeCodec PERSON = new CompositeCodec(
            100_002, "person", List.of(new Field("id", Codecs.codec("int8")), new Field("home", ADDRESS)));

    private static final ArrayCodec PEOPLE = new ArrayCodec(100_003, "person[]", PERSON, ',');

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

    private static void refuses(Codec codec, Object value, String message) {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode(codec, value))
                .withMessageContaining(message);
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> codec.formatText(value))
                .withMessageContaining(message);
    }

    // Composites.

    @Test
    @DisplayName("A076: a composite is given by name and by position, and read as all that it can be given as")
    void takesAndGivesComposites() {
        byte[] bytes = Codecs.bytes("00000003" + "00000019 00000004 4d61696e" + "00000017 00000004 00003039"
                + "000003f1 00000019 00000001 00000000 00000019 00000001 00000001 00000001 78");
        Address address = new Address("Main", 12345, List.of("x"));
        Map<String, Object> map = Map.of("street", "Main", "zip_code", 12345, "tags", List.of("x"));
        for (Object given : new Object[] {
            address,
            map,
            Composite.of(map),
            List.of("Main", 12345, List.of("x")),
            new Object[] {"Main", 12345, new String[] {"x"}},
        }) {
            assertThat(encode(ADDRESS, given)).isEqualTo(bytes);
            assertThat(ADDRESS.formatText(given)).isEqualTo("(Main,12345,{x})");
        }
        Composite composite = decode(ADDRESS, bytes, Composite.class);
        assertThat(composite.names()).containsExactly("street", "zip_code", "tags");
        assertThat(composite.get("zip_code")).isEqualTo(12345);
        assertThat(composite.get("zip_code", long.class)).isEqualTo(12345L);
        assertThat(composite.get(2)).isEqualTo(new String[] {"x"});
        assertThat(composite)
                .isEqualTo(decode(ADDRESS, bytes, Object.class))
                .hasSameHashCodeAs(decode(ADDRESS, bytes, Object.class));
        assertThat(composite).hasToString("Composite{street=Main, zip_code=12345, tags={x}}");
        assertThat(encode(ADDRESS, composite)).isEqualTo(bytes);
        assertThat(decode(ADDRESS, bytes, Address.class)).isEqualTo(address);
        assertThat(decode(ADDRESS, bytes, Object[].class)).isEqualTo(new Object[] {"Main", 12345, new String[] {"x"}});
        assertThat(decode(ADDRESS, bytes, Map.class).get("street")).isEqualTo("Main");
        assertThat(decode(ADDRESS, bytes, String.class)).isEqualTo("(Main,12345,{x})");
    }

    @Test
    @DisplayName("A076: missing fields of a map are NULL, unknown ones are refused")
    void fillsMissingFieldsAndRefusesUnknownOnes() {
        Composite composite = decode(ADDRESS, encode(ADDRESS, Map.of("street", "a")), Composite.class);
        assertThat(composite.isNull("zip_code")).isTrue();
        assertThat(composite.get("tags")).isNull();
        refuses(
                ADDRESS,
                Map.of("zip", 1),
                "has a value for \"zip\", which is no field of address; there are" + " [street, zip_code, tags]");
        refuses(ADDRESS, List.of(1), "has 1 values for the 3 fields of address");
        refuses(ADDRESS, new Unlike("a"), "no component for the field \"zip_code\"");
        refuses(ADDRESS, "(a,1,)", "does not take a java.lang.String; give a Composite");
        refuses(ADDRESS, Arrays.asList("a", "b", null), "field \"zip_code\": does not take a java.lang.String");
    }

    @Test
    void namesThePlaceOfWhatIsWrong() {
        Person good = new Person(1, new Address("a", 1, List.of()));
        refuses(
                PEOPLE,
                Arrays.asList(good, null, Map.of("home", Map.of("tags", List.of("a", 5)))),
                "element 2: field \"home\": field \"tags\": element 1: does not take a java.lang.Integer");
        byte[] bytes = encode(PEOPLE, List.of(Map.of("id", 1, "home", Map.of("street", "a", "tags", List.of()))));
        assertThat(decode(PEOPLE, bytes, Person[].class))
                .containsExactly(new Person(1, new Address("a", null, List.of())));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(ADDRESS, encode(ADDRESS, Map.of()), PrimitiveZip.class))
                .withMessage("field \"zip_code\" is NULL; use a component of type Integer");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(ADDRESS, encode(ADDRESS, Map.of()), Unlike.class))
                .withMessageContaining("no component for the field \"zip_code\"");
        Composite composite = decode(ADDRESS, encode(ADDRESS, List.of("a", 1, List.of())), Composite.class);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> composite.get(0, int.class))
                .withMessage("field \"street\": text cannot be read as int");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> composite.get(3));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> composite.get("zip"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 | malformed composite: its header is cut off",
                "ffffffff | malformed composite: its length does not agree with its number of fields",
                "7fffffff | malformed composite: its length does not agree with its number of fields",
                "00000001 00000014 ffffffff | person has 1 fields, expected 2: the type was altered",
                "00000002 00000014 ffffffff 000186a1 fffffffe | the length of a field is out of range",
                "00000002 00000014 ffffffff 000186a1 00000001 | the length of a field is out of range",
                "00000002 00000014 00000008 000186a1 ffffffff | a field is cut off",
                "00000002 00000014 ffffffff 000186a1 ffffffff 00 | there is more than its fields",
                "00000002 00000017 ffffffff 000186a1 ffffffff | field \"id\" of person is of the type with the OID 23,"
                        + " expected int8: the type was altered",
            })
    @DisplayName("S23: malformed composites")
    void refusesMalformedComposites(String hex, String reason) {
        for (Class<?> as : List.of(Composite.class, String.class, Person.class, Map.class)) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> decode(PERSON, Codecs.bytes(hex), as))
                    .withMessageContaining(reason);
        }
    }

    // Arrays.

    @Test
    void refusesRaggedArraysSayingWhere() {
        Codec ints = Codecs.codec("int4[]");
        refuses(ints, new int[][] {{1, 2}, {3}}, "element [1] has 1 elements, where those before have 2");
        refuses(ints, List.of(List.of(1), 2), "element [1] is no array, where those before are");
        refuses(ints, Arrays.asList(List.of(1), null), "element [1] is no array, where those before are");
        refuses(ints, Arrays.asList(1, List.of(2)), "element 1 is an array, where those before are elements");
        refuses(ints, List.of(List.of(List.of(1)), List.of(2)), "element [1][0] is no array");
        refuses(ints, List.of(List.of(), List.of(1)), "element [1] has 1 elements, where those before have 0");
        refuses(ints, new Object[][] {{1, 2}, {3, "4"}}, "element [1][1]: does not take a java.lang.String");
        refuses(ints, new long[][] {{1, 2}, {3, 1L << 40}}, "element [1][1]: out of range for int4");
        refuses(ints, new int[1][1][1][1][1][1][1], "has more than 6 dimensions");
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        refuses(ints, endless, "has more than 6 dimensions");
        assertThat(encode(ints, new int[0][0])).isEqualTo(encode(ints, new int[0]));
        assertThat(encode(ints, List.of(List.of(), List.of()))).isEqualTo(encode(ints, new int[0]));
        assertThat(ints.formatText(List.of(List.of()))).isEqualTo("{}");
    }

    @Test
    void readsDimensionsAsAskedFor() {
        Codec ints = Codecs.codec("int4[]");
        byte[] bytes = encode(ints, new int[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(decode(ints, bytes, Object.class)).isEqualTo(new Integer[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(decode(ints, bytes, int[][].class)).isDeepEqualTo(new int[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(decode(ints, bytes, long[][].class)).isDeepEqualTo(new long[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(decode(ints, bytes, String[][].class)[2][1]).isEqualTo("6");
        assertThat((Object) decode(ints, bytes, Object[].class)).isEqualTo(new Object[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat((Object) decode(ints, bytes, List.class))
                .isEqualTo(List.of(List.of(1, 2), List.of(3, 4), List.of(5, 6)));
        assertThat(decode(ints, bytes, String.class)).isEqualTo("{{1,2},{3,4},{5,6}}");
        assertThat(decode(ints, encode(ints, List.of()), int[][].class)).isEmpty();
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(ints, encode(ints, new Object[][] {{1, null}}), int[][].class))
                .withMessage("element [0][1]: NULL cannot be read as int");
        PgArray<?> array = decode(ints, bytes, PgArray.class);
        assertThat(array.dimensions()).isEqualTo(2);
        assertThat(array.get(3, 2)).isEqualTo(6);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(0, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{}}",
                "{1,}",
                "{,1}",
                "{1 2",
                "{{1},{1,2}}",
                "{{1},2}",
                "{1,{2}}",
                "{{},1}",
                "[0:1]={1}",
                "[1:0]={}",
                "[a:b]={1}",
                "[1:1]{1}",
                "{\"1}",
                "{1}x",
                "{{{{{{{1}}}}}}}",
                "[2147483647:-5]={1}",
                "{a{b}",
                "[-2147483648:2147483647]={1}",
                "{\\",
            })
    void refusesMalformedTextOfArrays(String text) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.codec("text[]").parseText(text))
                .withMessageStartingWith("malformed array: ");
    }

    @Test
    void readsTextOfArraysAsTheServerTakesIt() {
        assertThat(Codecs.codec("text[]").parseText(" { a b , \"\" , null,\\N, \"null\" , \\  } "))
                .isEqualTo(new @Nullable String[] {"a b", "", null, "N", "null", " "});
        assertThat(Codecs.codec("int4[]").parseText("[3]={1,2,3}")).isEqualTo(new Integer[] {1, 2, 3});
    }

    @ParameterizedTest
    @CsvSource({
        "00000002 00000000 00000017 7fffffff 00000001 7fffffff 00000001 ffffffff, number of elements",
        "00000006 00000000 00000017 00010000 00000001 00010000 00000001 00010000 00000001 00010000 00000001"
                + " 00000001 00000001 00000001 00000001 ffffffff, number of elements",
        "00000002 00000000 00000017 ffffffff 00000001 ffffffff 00000001 ffffffff, number of elements",
        "00000001 00000001 00000017 00000001 7fffffff ffffffff 00, there is more",
        "00000002 00000001 00000017 00000001 7fffffff 00000002 7fffffff ffffffff ffffffff, subscripts are out of range",
        "00000001 00000001 00000017 00000002 7fffffff ffffffff ffffffff, subscripts are out of range",
    })
    @DisplayName("S23: dimensions that overflow")
    void refusesDimensionsThatOverflow(String hex, String reason) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.decode("int4[]", hex))
                .withMessageContaining(reason);
        assertThat(Codecs.decode("int4[]", "00000002 00000000 00000017 7fffffff 00000001 00000000 00000001"))
                .isEqualTo(new Integer[0]);
    }

    // Depth.

    @Test
    @DisplayName("S23: types and records nested a thousand deep")
    void refusesWhatIsNestedTooDeep() {
        Codec deep = Codecs.codec("int4");
        for (int i = 0; i < 1000; i++) {
            deep = new CompositeCodec(200_000 + i, "c" + i, List.of(new Field("f", deep)));
            deep = new ArrayCodec(300_000 + i, "c" + i + "[]", deep, ',');
        }
        Codec deepest = deep;
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> deepest.decode(new byte[12], 0, 12))
                .withMessage("nested deeper than 100 levels");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> deepest.parseText("{}"))
                .withMessage("nested deeper than 100 levels");
        refuses(deepest, List.of(), "nested deeper than 100 levels");

        byte[] record = Codecs.bytes("00000000");
        for (int i = 0; i < 2000; i++) {
            ByteBuf out = Unpooled.buffer();
            out.writeInt(1).writeInt(2249).writeInt(record.length).writeBytes(record);
            record = ByteBufUtil.getBytes(out);
            byte[] nested = record;
            if (i == 8) {
                assertThat(decode(Codecs.codec("record"), nested, String.class)).startsWith("(\"(");
            }
            if (i == 98) {
                assertThat(decode(Codecs.codec("record"), nested, Composite.class)
                                .size())
                        .isEqualTo(1);
                // Quotes double at each level.
                assertThatExceptionOfType(DecodeException.class)
                        .isThrownBy(() -> decode(Codecs.codec("record"), nested, String.class))
                        .withMessageContaining("64 times the memory");
            }
        }
        byte[] nested = record;
        for (Class<?> as : List.of(Object.class, String.class, List.class)) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> decode(Codecs.codec("record"), nested, as))
                    .withMessage("nested deeper than 100 levels");
        }
    }

    // Ranges.

    @Test
    @DisplayName("A078: bytes of ranges")
    void writesTheBytesOfRanges() {
        Codec range = Codecs.codec("int4range");
        assertThat(encode(range, Range.closedOpen(1, 10)))
                .isEqualTo(Codecs.bytes("02 00000004 00000001 00000004 0000000a"));
        assertThat(encode(range, Range.empty())).isEqualTo(Codecs.bytes("01"));
        assertThat(encode(range, Range.unbounded())).isEqualTo(Codecs.bytes("18"));
        assertThat(encode(range, Range.atMost(5L))).isEqualTo(Codecs.bytes("0c 00000004 00000005"));
        assertThat(encode(range, Range.greaterThan(5L))).isEqualTo(Codecs.bytes("10 00000004 00000005"));
        refuses(range, "[1,2)", "does not take a java.lang.String; give a Range");
        refuses(range, Range.atLeast("x"), "bound: does not take a java.lang.String");
    }

    @ParameterizedTest
    @CsvSource({
        "'', its flags are missing",
        "20, its flags are unknown",
        "81, its flags are unknown",
        "0100, there is more than its bounds",
        "02, a bound is cut off",
        "02 00000004 000001, the length of a bound is out of range",
        "02 ffffffff 00000001, the length of a bound is out of range",
        "02 00000004 00000001, a bound is cut off",
        "18 00, there is more than its bounds",
    })
    @DisplayName("S23: malformed ranges")
    void refusesMalformedRanges(String hex, String reason) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.decode("int4range", hex))
                .withMessage("malformed range: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, its header is cut off",
        "ffffffff, its length does not agree with its number of ranges",
        "00000001, its length does not agree with its number of ranges",
        "00000001 00000002 18, the length of a range is out of range",
        "00000001 ffffffff 18, the length of a range is out of range",
        "00000000 00, there is more than its ranges",
    })
    @DisplayName("S23: malformed multiranges")
    void refusesMalformedMultiranges(String hex, String reason) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.decode("int4multirange", hex))
                .withMessage("malformed multirange: " + reason);
    }

    @Test
    @DisplayName("S23: ranges of numbers that are short to send and long to hold")
    void refusesMultirangesThatExpandBeyondMeasure() {
        List<Range<java.math.BigDecimal>> ranges = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ranges.add(Range.atLeast(new java.math.BigDecimal("1E131071")));
        }
        byte[] bytes = Codecs.encode("nummultirange", ranges);
        for (Class<?> as : List.of(Object.class, String.class)) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> Codecs.decode("nummultirange", bytes, as))
                    .withMessageContaining("64 times the memory");
        }
    }

    // Enums.

    @Test
    void mapsEnumsByNameOrAsTold() {
        EnumCodec byName = new EnumCodec(100_009, "day", List.of("MONDAY", "someday"));
        assertThat(decode(byName, encode(byName, DayOfWeek.MONDAY), Object.class))
                .isEqualTo("MONDAY");
        assertThat(decode(byName, encode(byName, "MONDAY"), DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
        assertThat(decode(byName, encode(byName, "added since"), String.class)).isEqualTo("added since");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(byName, encode(byName, "someday"), DayOfWeek.class))
                .withMessage("a label of the enum day has no constant in DayOfWeek; the labels are [MONDAY, someday]");
        refuses(byName, 1, "give a String or a constant of an enum");

        EnumCodec mapped = new EnumCodec(100_009, "day", List.of("monday"), DayOfWeek.class, day -> day.name()
                .toLowerCase(Locale.ROOT));
        assertThat(decode(mapped, encode(mapped, DayOfWeek.MONDAY), String.class))
                .isEqualTo("monday");
        assertThat(decode(mapped, encode(mapped, "monday"), DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
        assertThat(mapped.formatText(DayOfWeek.MONDAY)).isEqualTo("monday");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new EnumCodec(1, "day", List.of(), DayOfWeek.class, day -> "x"))
                .withMessageContaining("have the same label \"x\"");
    }

    // All of them.

    @Test
    @DisplayName("S23: damaged bytes of every container give a decode error or a value, and nothing else")
    void throwsNothingButDecodeExceptions() {
        Random random = new Random(23);
        Codec mood = new EnumCodec(100_005, "mood", List.of("a"));
        Map<Codec, Object> values = Map.of(
                PEOPLE,
                List.of(new Person(1, new Address("a b", 7, List.of("x", ""))), Map.of("id", 4)),
                Codecs.codec("numrange[]"),
                List.of(Range.closed(1, 2), Range.empty()),
                Codecs.codec("nummultirange"),
                List.of(Range.closed(1, 2), Range.atLeast(4)),
                new ArrayCodec(100_006, "mood[]", mood, ','),
                List.of(List.of("a", "b"), List.of("c", "d")),
                Codecs.codec("int4[]"),
                new int[][][] {{{1}, {2}}, {{3}, {4}}});
        values.forEach((codec, value) -> {
            byte[] good = encode(codec, value);
            Codec record = Codecs.codec("record");
            for (int i = 0; i < 20_000; i++) {
                byte[] bad =
                        Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 4) : good.length);
                for (int n = random.nextInt(4); n >= 0 && bad.length > 0; n--) {
                    bad[random.nextInt(bad.length)] =
                            (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt(256));
                }
                tryToRead(
                        codec,
                        bad,
                        List.of(Object.class, String.class, PgArray.class, Person[].class)
                                .get(i % 4));
                tryToRead(record, bad, i % 2 == 0 ? List.class : String.class);
                tryToRead(Codecs.codec("anyarray"), bad, Object.class);
            }
            String text = codec.formatText(value);
            for (int i = 0; i < 5_000; i++) {
                StringBuilder bad = new StringBuilder(text);
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bad.setCharAt(random.nextInt(bad.length()), "{}()[],;\"\\ 1:=x".charAt(random.nextInt(15)));
                }
                try {
                    codec.parseText(bad.substring(0, bad.length() - random.nextInt(2)));
                } catch (DecodeException expected) {
                    assertThat(expected.getMessage()).isNotBlank();
                }
            }
        });
    }

    private static void tryToRead(Codec codec, byte[] bytes, Class<?> as) {
        try {
            Object read = codec.decode(Codecs.framed(bytes), Codecs.offset(), bytes.length, as);
            assertThat(String.valueOf(read)).isNotNull();
        } catch (DecodeException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
