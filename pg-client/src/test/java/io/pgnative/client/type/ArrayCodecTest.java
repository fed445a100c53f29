package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.bytes;
import static io.pgnative.client.type.Codecs.decode;
import static io.pgnative.client.type.Codecs.encode;
import static io.pgnative.client.type.Codecs.encodeHex;
import static io.pgnative.client.type.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayCodecTest {

    private static final String ONE_NULL_THREE =
            "00000001 00000001 00000017 00000003 00000001" + "00000004 00000001 ffffffff 00000004 00000003";

    private static final String ONE_TWO =
            "00000001 00000000 00000017 00000002 00000001 00000004 00000001 00000004 00000002";

    @Test
    void writesTheBytesOfTheServer() {
        assertThat(encodeHex("int4[]", new Integer[] {1, null, 3})).isEqualTo(ONE_NULL_THREE.replace(" ", ""));
        assertThat(encodeHex("int4[]", new int[] {1, 2})).isEqualTo(ONE_TWO.replace(" ", ""));
        assertThat(encodeHex("int4[]", List.of())).isEqualTo("000000000000000000000017");
        assertThat(encodeHex("text[]", new String[] {"", "\u20ac"}))
                .isEqualTo("0000000100000000000000190000000200000001" + "00000000" + "00000003e282ac");
    }

    @Test
    void readsTheDefaultClass() {
        assertThat(decode("int4[]", ONE_NULL_THREE)).isEqualTo(new Integer[] {1, null, 3});
        assertThat(roundTrip("text[]", List.of("a", "NULL"))).isEqualTo(new String[] {"a", "NULL"});
        assertThat(roundTrip("bool[]", new boolean[] {true, false})).isEqualTo(new Boolean[] {true, false});
        assertThat(roundTrip("numeric[]", new BigDecimal[] {BigDecimal.ONE}))
                .isEqualTo(new BigDecimal[] {BigDecimal.ONE});
        assertThat(roundTrip("jsonb[]", Arrays.asList("{}", null, "null"))).isInstanceOf(Object[].class);
        assertThat(decode("int4[]", "000000000000000000000017")).isEqualTo(new Integer[0]);
        assertThat(decode("int4[]", "00000001 00000000 00000017 00000000 00000001"))
                .isEqualTo(new Integer[0]);
        for (Codec codec : TypeRegistry.builtins()) {
            if (codec instanceof ArrayCodec) {
                assertThat(roundTrip(codec.typeName(), List.of())).isInstanceOf(codec.javaType());
            }
        }
    }

    @Test
    void readsWhatIsAskedFor() {
        assertThat(decode("int4[]", ONE_TWO, int[].class)).containsExactly(1, 2);
        assertThat(decode("int4[]", ONE_TWO, long[].class)).containsExactly(1L, 2L);
        assertThat(decode("int4[]", ONE_TWO, short[].class)).containsExactly((short) 1, (short) 2);
        assertThat(decode("int4[]", ONE_TWO, double[].class)).containsExactly(1, 2);
        assertThat(decode("int4[]", ONE_TWO, float[].class)).containsExactly(1, 2);
        assertThat(decode("int4[]", ONE_TWO, Long[].class)).containsExactly(1L, 2L);
        assertThat(decode("int4[]", ONE_TWO, String[].class)).containsExactly("1", "2");
        assertThat(decode("int4[]", ONE_TWO, Object[].class)).containsExactly(1, 2);
        assertThat(decode("int4[]", ONE_TWO, Number[].class)).containsExactly(1, 2);
        assertThat((Object) decode("int4[]", ONE_TWO, List.class)).isEqualTo(List.of(1, 2));
        assertThat((Object) decode("int4[]", ONE_NULL_THREE, List.class)).isEqualTo(Arrays.asList(1, null, 3));
        assertThat(decode("int4[]", ONE_TWO, Object.class)).isEqualTo(new Integer[] {1, 2});
        assertThat(roundTrip("bool[]", List.of(true), boolean[].class)).containsExactly(true);
        assertThat(roundTrip("bytea[]", new byte[][] {{1}, {}}, byte[][].class)).isDeepEqualTo(new byte[][] {{1}, {}});
        Instant instant = Instant.parse("2024-01-02T03:04:05Z");
        assertThat(roundTrip("timestamptz[]", List.of(instant), Instant[].class))
                .containsExactly(instant);
        assertThat(roundTrip("timestamptz[]", List.of(instant)))
                .isEqualTo(new OffsetDateTime[] {instant.atOffset(ZoneOffset.UTC)});
    }

    @Test
    void readsTextAsTheServerWritesIt() {
        String[] values = {"a", null, "null", "", "b c", "d\"e", "f\\g", "h,i", "{j}", "k\nl", "\u20ac"};
        assertThat(roundTrip("text[]", values, String.class))
                .isEqualTo("{a,NULL,\"null\",\"\",\"b c\",\"d\\\"e\",\"f\\\\g\",\"h,i\",\"{j}\",\"k\nl\",\u20ac}");
        assertThat(decode("int4[]", ONE_NULL_THREE, String.class)).isEqualTo("{1,NULL,3}");
        assertThat(roundTrip("bytea[]", List.of(Buffer.buffer("a")), String.class))
                .isEqualTo("{\"\\\\x61\"}");
    }

    @Test
    void takesEveryArrayAndCollection() {
        Integer[] expected = {1, 2};
        for (Object value : new Object[] {
            new int[] {1, 2},
            new long[] {1, 2},
            new short[] {1, 2},
            new Integer[] {1, 2},
            new Object[] {1L, (short) 2},
            List.of(1, 2),
            new ArrayDeque<>(List.of(1, 2)),
        }) {
            assertThat(roundTrip("int4[]", value)).isEqualTo(expected);
        }
        assertThat(roundTrip("int4[]", Set.of(7))).isEqualTo(new Integer[] {7});
        assertThat(roundTrip("float8[]", new double[] {1.5})).isEqualTo(new Double[] {1.5});
        assertThat(roundTrip("float4[]", new float[] {1.5f})).isEqualTo(new Float[] {1.5f});
        assertThat(roundTrip("numeric[]", new double[] {1.5})).isEqualTo(new BigDecimal[] {new BigDecimal("1.5")});
        assertThat(roundTrip("numeric[]", new int[] {0, 3}))
                .isEqualTo(new BigDecimal[] {BigDecimal.ZERO, new BigDecimal("3")});
        assertThat(roundTrip("char[]", new char[] {'x'})).isEqualTo(new String[] {"x"});
        assertThat(roundTrip("uuid[]", List.of(new UUID(1, 2)))).isEqualTo(new UUID[] {new UUID(1, 2)});
        assertThat(roundTrip("date[]", new LocalDate[] {LocalDate.MAX})).isEqualTo(new LocalDate[] {LocalDate.MAX});
    }

    @Test
    @DisplayName("A073: arrays from what is none, and bad elements")
    void refusesWhatIsNoArray() {
        for (Object bad : new Object[] {"{1}", new byte[] {1}, Map.of(), 1, Stream.of(1)}) {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("int4[]", bad))
                    .withMessage("does not take a " + bad.getClass().getTypeName()
                            + "; give a Java array or a Collection, or cast in SQL");
        }
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("int4[]", new Object[] {1, null, 2, "3"}))
                .withMessageStartingWith("element 3: does not take a java.lang.String;");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("int2[]", new int[] {1, 1 << 15}))
                .withMessage("element 1: out of range for int2");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("int4[]", new byte[][] {{1}}))
                .withMessageStartingWith("element 0: does not take a byte[];");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("int4[]", new double[] {1}))
                .withMessageStartingWith("element 0: does not take a java.lang.Double;");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("text[]", List.of("a", "b\0")))
                .withMessageStartingWith("element 1: holds the character U+0000");
    }

    @Test
    void namesTheElementThatCannotBeRead() {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("int4[]", ONE_NULL_THREE, int[].class))
                .withMessage("element 1: NULL cannot be read as int");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("int8[]", new long[] {1, 1L << 40}, int[].class))
                .withMessage("element 1: the int8 does not fit int exactly");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("int4[]", ONE_TWO, UUID[].class))
                .withMessage("element 0: int4 cannot be read as UUID");
        for (Class<?> bad : new Class<?>[] {byte[].class, char[].class, Integer.class, Map.class}) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> decode("int4[]", ONE_TWO, bad))
                    .withMessage("int4[] cannot be read as " + bad.getSimpleName());
        }
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.codec("int4[]").getInt(bytes(ONE_TWO.replace(" ", "")), 0, 36))
                .withMessage("int4[] cannot be read as int");
    }

    @Test
    void saysThatSeveralDimensionsCannotBeReadAsOne() {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(
                        "int4[]",
                        "00000002 00000000 00000017 00000001 00000001 00000001 00000001 00000004 00000007",
                        int[].class))
                .withMessage("an array of 2 dimensions cannot be read as int[];"
                        + " ask for a class of as many, for List or for PgArray");
    }

    @ParameterizedTest
    @CsvSource({
        "00000001, its header is cut off",
        "00000007 00000000 00000017, the number of dimensions is out of range",
        "ffffffff 00000000 00000017, the number of dimensions is out of range",
        "7fffffff 00000000 00000017, the number of dimensions is out of range",
        "00000001 00000002 00000017 00000000 00000001, its flags are unknown",
        "00000001 00000000 00000019 00000000 00000001, its elements are of another type",
        "00000001 00000000 00000017 00000000, its dimensions are cut off",
        "00000002 00000000 00000017 7fffffff 00000001 7fffffff, its dimensions are cut off",
        "00000000 00000000 00000017 00000000, there are elements without a dimension",
        "00000001 00000000 00000017 ffffffff 00000001, its length does not agree with its number of elements",
        "00000001 00000000 00000017 7fffffff 00000001, its length does not agree with its number of elements",
        "00000001 00000000 00000017 00000002 00000001 ffffffff 0000,"
                + " its length does not agree with its number of elements",
        "00000001 00000000 00000017 00000001 00000001 fffffffe, the length of an element is out of range",
        "00000001 00000000 00000017 00000001 00000001 80000000, the length of an element is out of range",
        "00000001 00000000 00000017 00000001 00000001 7fffffff, the length of an element is out of range",
        "00000001 00000000 00000017 00000001 00000001 00000004 000000, the length of an element is out of range",
        "00000001 00000000 00000017 00000002 00000001 00000004 00000001, an element is cut off",
        "00000001 00000000 00000017 00000001 00000001 ffffffff 00, there is more than its elements",
        "00000001 00000000 00000017 00000000 00000001 00, there is more than its elements",
    })
    @DisplayName("S23: malformed arrays")
    void refusesMalformedBytes(String hex, String reason) {
        for (Class<?> as : new Class<?>[] {Object.class, String.class, List.class, long[].class, Long[].class}) {
            if (hex.contains("ffffffff 00") && as == long[].class) {
                continue; // a NULL comes before the fault
            }
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> decode("int4[]", hex, as))
                    .withMessage("malformed array: " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 0})
    @DisplayName("S22: elements of a wrong length")
    void refusesElementsOfAWrongLength(int length) {
        String hex =
                "00000001 00000000 00000017 00000001 00000001" + String.format("%08x", length) + "00".repeat(length);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("int4[]", hex, int[].class))
                .withMessage("element 0: malformed int4: " + length + " bytes, expected 4");
    }
}
