package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.bytes;
import static io.pgnative.client.type.Codecs.codec;
import static io.pgnative.client.type.Codecs.decode;
import static io.pgnative.client.type.Codecs.encode;
import static io.pgnative.client.type.Codecs.encodeHex;
import static io.pgnative.client.type.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.Numeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTypesTest {

    @ParameterizedTest
    @CsvSource({
        "bool, true, 01",
        "bool, false, 00",
        "int2, -32768, 8000",
        "int2, 32767, 7fff",
        "int4, -2147483648, 80000000",
        "int4, 2147483647, 7fffffff",
        "int4, -1, ffffffff",
        "int8, -9223372036854775808, 8000000000000000",
        "int8, 9223372036854775807, 7fffffffffffffff",
        "oid, 0, 00000000",
        "oid, 4294967295, ffffffff",
        "float4, 1.1, 3f8ccccd",
        "float8, 1.1, 3ff199999999999a",
    })
    @DisplayName("A063: limits on the wire")
    void writesAndReadsTheBytesOfTheServer(String type, String text, String hex) {
        Object value = type.equals("bool") ? Boolean.valueOf(text) : new BigDecimal(text);
        assertThat(encodeHex(type, value)).isEqualTo(hex);
        assertThat(Codecs.text(type, bytes(hex))).isEqualTo(text);
    }

    @Test
    void readsTheDefaultClasses() {
        assertThat(decode("bool", "01")).isEqualTo(true);
        assertThat(decode("int2", "0102")).isEqualTo((short) 0x102);
        assertThat(decode("int4", "00000102")).isEqualTo(0x102);
        assertThat(decode("int8", "0000000000000102")).isEqualTo(0x102L);
        assertThat(decode("oid", "ffffffff")).isEqualTo(4294967295L);
        assertThat(decode("float4", "3f8ccccd")).isEqualTo(1.1f);
        assertThat(decode("float8", "3ff199999999999a")).isEqualTo(1.1);
    }

    @Test
    void takesEveryExactNumberAsInteger() {
        for (Object value : new Object[] {
            (byte) 7, (short) 7, 7, 7L, BigInteger.valueOf(7), new BigDecimal("7.00"), Numeric.of(new BigDecimal("7"))
        }) {
            assertThat(encodeHex("int4", value)).isEqualTo("00000007");
        }
        assertThat(encodeHex("int4", new BigDecimal("7E2"))).isEqualTo("000002bc");
    }

    @Test
    void readsIntegersAsEachOtherWhenTheyFit() {
        byte[] seven = bytes("0000000000000007");
        assertThat(decode("int8", seven, int.class)).isEqualTo(7);
        assertThat(decode("int8", seven, Short.class)).isEqualTo((short) 7);
        assertThat(decode("int8", seven, byte.class)).isEqualTo((byte) 7);
        assertThat(decode("int8", seven, BigInteger.class)).isEqualTo(BigInteger.valueOf(7));
        assertThat(decode("int8", seven, BigDecimal.class)).isEqualTo(BigDecimal.valueOf(7));
        assertThat(decode("int8", seven, double.class)).isEqualTo(7.0);
        assertThat(decode("int8", seven, Number.class)).isEqualTo(7L);
        assertThat(decode("int8", seven, Object.class)).isEqualTo(7L);
        assertThat(decode("int2", "0007", Long.class)).isEqualTo(7L);
        assertThat(decode("oid", "00000007", Integer.class)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 0000000080000000, int",
        "int8, 0000000000008000, short",
        "oid, ffffffff, int",
        "int4, 00008000, short",
        "int8, 0020000000000001, double",
        "int8, 7fffffffffffffff, double",
        "int4, 01000001, float",
        "float8, 3ff8000000000000, long",
        "float8, 43e0000000000000, long",
        "float8, 7ff8000000000000, long",
        "float8, 3ff199999999999a, float",
    })
    void refusesToReadWhatDoesNotFit(String type, String hex, String as) {
        Class<?> wanted =
                switch (as) {
                    case "int" -> int.class;
                    case "short" -> short.class;
                    case "long" -> long.class;
                    case "float" -> float.class;
                    default -> double.class;
                };
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(type, hex, wanted))
                .withMessage("the %s does not fit %s exactly", type, as);
    }

    @Test
    void namesTypeAndClassThatDoNotGoTogether() {
        Codec text = codec("text");
        byte[] value = {'7'};
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> text.getInt(value, 0, 1))
                .withMessage("text cannot be read as int");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("int4", "00000001", boolean.class))
                .withMessage("int4 cannot be read as boolean");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> codec("bool").getLong(new byte[] {1}, 0, 1))
                .withMessage("bool cannot be read as long");
    }

    @Test
    void readsFloatsAsEachOtherAndAsTheShortestDecimal() {
        assertThat(decode("float4", "3f8ccccd", Double.class)).isEqualTo((double) 1.1f);
        assertThat(decode("float4", "3f8ccccd", BigDecimal.class)).isEqualTo(new BigDecimal("1.1"));
        assertThat(decode("float8", "3ff199999999999a", BigDecimal.class)).isEqualTo(new BigDecimal("1.1"));
        assertThat(decode("float8", "3ff8000000000000", float.class)).isEqualTo(1.5f);
        assertThat(decode("float8", "4008000000000000", int.class)).isEqualTo(3);
        assertThat(decode("float8", "44b52d02c7e14af6", BigInteger.class))
                .isEqualTo(new BigInteger("99999999999999991611392"));
    }

    @Test
    void keepsNotANumberInfinitiesAndNegativeZero() {
        for (double special :
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE}) {
            assertThat(roundTrip("float8", special)).isEqualTo(special);
        }
        for (float special :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.0f, Float.MAX_VALUE}) {
            assertThat(roundTrip("float4", special)).isEqualTo(special);
        }
        assertThat(roundTrip("float4", Double.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(decode("float8", "7ff8000000000000", float.class)).isNaN();
        assertThat(decode("float8", "7ff8000000000000", Numeric.class)).isEqualTo(Numeric.NAN);
        assertThat(roundTrip("float8", Numeric.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("float8", "7ff0000000000000", BigDecimal.class))
                .withMessage("Infinity cannot be read as BigDecimal; ask for Double or Numeric");
    }

    @Test
    void takesAnyNumberAsFloat() {
        for (Object value : new Object[] {
            (byte) 3, (short) 3, 3, 3L, 3f, 3d, BigInteger.valueOf(3), new BigDecimal("3.0"), Numeric.of(3.0)
        }) {
            assertThat(roundTrip("float8", value)).isEqualTo(3d);
            assertThat(roundTrip("float4", value)).isEqualTo(3f);
        }
    }

    @Test
    void keepsRandomNumbers() {
        Random random = new Random(63);
        for (int i = 0; i < 2000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(roundTrip("int8", number)).isEqualTo(number);
            assertThat(roundTrip("int4", (int) number)).isEqualTo((int) number);
            assertThat(roundTrip("int2", (short) number)).isEqualTo((short) number);
            assertThat(roundTrip("oid", number & 0xFFFFFFFFL)).isEqualTo(number & 0xFFFFFFFFL);
            double real = Double.longBitsToDouble(random.nextLong());
            assertThat(encode("float8", real)).isEqualTo(encode("float8", roundTrip("float8", real)));
        }
    }
}
