package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.bytes;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericTypeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0000 0000 0000 0000",
        "0.000, 0000 0000 0000 0003",
        "1, 0001 0000 0000 0000 0001",
        "-1, 0001 0000 4000 0000 0001",
        "1.00000, 0001 0000 0000 0005 0001",
        "20000, 0001 0001 0000 0000 0002",
        "10000000000, 0001 0002 0000 0000 0064",
        "12345.678, 0003 0001 0000 0003 0001 0929 1a7c",
        "0.05, 0001 ffff 0000 0002 01f4",
        "0.00000005, 0001 fffe 0000 0008 0005",
        "-9223372036854775808, 0005 0004 4000 0000 039a 0d2c 0170 1565 16b0",
        "18446744073709551616, 0005 0004 0000 0000 0734 1a58 02e1 03bb 0650",
    })
    @DisplayName("A064, A126: known bytes, scale as displayed")
    void writesAndReadsTheBytesOfTheServer(String text, String hex) {
        BigDecimal value = new BigDecimal(text);
        assertThat(encodeHex("numeric", value)).isEqualTo(hex.replace(" ", ""));
        assertThat(decode("numeric", hex)).isEqualTo(value);
        assertThat(Codecs.text("numeric", bytes(hex))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616",
                "-18446744073709551616",
                "340282366920938463463374607431768211456",
                "-340282366920938463463374607431768211456",
                "3.1415926535897932384626433832795028841971693993751058209749445923078164062",
                "-0.00000000000000000000000000000000000000000000000000000000000000000000012345",
                "1.0E-1000",
                "9999999999999999.9999",
                "100000000000000000000.00000000000000000000",
                "999999999999999999",
                "0.999999999999999999"
            })
    @DisplayName("A064: exact digits and scale")
    void keepsDigitsAndScale(String text) {
        assertThat(roundTrip("numeric", new BigDecimal(text))).isEqualTo(new BigDecimal(text));
    }

    @Test
    @DisplayName("A064: 1E1000 is written out; 117 and 161 digits")
    void keepsVeryLongNumbers() {
        assertThat(roundTrip("numeric", new BigDecimal("1E1000"))).isEqualTo(new BigDecimal("1E1000").setScale(0));
        BigDecimal wide = new BigDecimal("7".repeat(117) + "." + "3".repeat(161));
        assertThat(roundTrip("numeric", wide)).isEqualTo(wide);
        BigDecimal widest = new BigDecimal("9".repeat(131072) + "." + "8".repeat(16383));
        assertThat(roundTrip("numeric", widest)).isEqualTo(widest);
    }

    @Test
    void keepsRandomNumbers() {
        Random random = new Random(64);
        for (int i = 0; i < 20_000; i++) {
            BigInteger unscaled = new BigInteger(random.nextInt(200), random);
            BigDecimal value =
                    new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(80) - 20);
            BigDecimal expected = value.scale() < 0 ? value.setScale(0) : value;
            assertThat(roundTrip("numeric", value)).isEqualTo(expected);
            assertThat(roundTrip("numeric", value, double.class)).isEqualTo(value.doubleValue());
        }
    }

    @Test
    void readsDoublesWithoutDetourExactlyAsTheDecimalGives() {
        Random random = new Random(65);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal value = BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(19));
            assertThat(roundTrip("numeric", value, double.class)).isEqualTo(Double.parseDouble(value.toString()) + 0.0);
        }
    }

    @Test
    void takesEveryNumber() {
        for (Object value : new Object[] {
            (byte) 5, (short) 5, 5, 5L, BigInteger.valueOf(5), new BigDecimal("5"), Numeric.of(new BigDecimal("5"))
        }) {
            assertThat(roundTrip("numeric", value)).isEqualTo(new BigDecimal("5"));
        }
        assertThat(roundTrip("numeric", 1.1)).isEqualTo(new BigDecimal("1.1"));
        assertThat(roundTrip("numeric", 1.1f)).isEqualTo(new BigDecimal("1.1"));
        assertThat(roundTrip("numeric", 1e22)).isEqualTo(new BigDecimal("10000000000000000000000"));
        assertThat(roundTrip("numeric", -0.0)).isEqualTo(new BigDecimal("0.0"));
        assertThat(roundTrip("numeric", Long.MIN_VALUE)).isEqualTo(BigDecimal.valueOf(Long.MIN_VALUE));
        assertThat(roundTrip("numeric", 0L)).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void keepsNotANumberAndInfinities() {
        assertThat(encodeHex("numeric", Double.NaN)).isEqualTo("00000000c0000000");
        assertThat(encodeHex("numeric", Float.POSITIVE_INFINITY)).isEqualTo("00000000d0000000");
        assertThat(encodeHex("numeric", Numeric.NEGATIVE_INFINITY)).isEqualTo("00000000f0000000");
        for (Numeric special :
                new Numeric[] {Numeric.NAN, Numeric.POSITIVE_INFINITY, Numeric.NEGATIVE_INFINITY, Numeric.of(1.5)}) {
            assertThat(roundTrip("numeric", special, Numeric.class)).isEqualTo(special);
            assertThat(roundTrip("numeric", special, Double.class)).isEqualTo(Double.valueOf(special.doubleValue()));
            assertThat(roundTrip("numeric", special, Float.class)).isEqualTo(Float.valueOf(special.floatValue()));
            assertThat(roundTrip("numeric", special, String.class)).isEqualTo(special.toString());
        }
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("numeric", "00000000c0000000"))
                .withMessage("NaN cannot be read as BigDecimal; ask for Numeric or Double");
    }

    @Test
    void readsIntegersThatFit() {
        assertThat(roundTrip("numeric", new BigDecimal("42.000"), long.class)).isEqualTo(42);
        assertThat(roundTrip("numeric", new BigDecimal("42.000"), int.class)).isEqualTo(42);
        assertThat(roundTrip("numeric", new BigDecimal("9223372036854775807"), long.class))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(roundTrip("numeric", new BigDecimal("1E30"), BigInteger.class))
                .isEqualTo(BigInteger.TEN.pow(30));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("numeric", new BigDecimal("42.5"), long.class))
                .withMessage("the numeric does not fit long exactly");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("numeric", new BigDecimal("9223372036854775808"), long.class));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("numeric", new BigDecimal("0.5"), BigInteger.class));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("numeric", new BigDecimal("1E400"), double.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E131072", "1E2000000000", "1E-16384", "1E-2000000000", "0E-16384"})
    void refusesNumbersThatTheServerCannotHold(String text) {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("numeric", new BigDecimal(text)))
                .withMessageStartingWith("out of range for numeric");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E2000000000", "1E-2000000000", "0.5", "1E19"})
    @Timeout(5)
    void refusesDecimalsThatAreNoIntegersWithoutWritingThemOut(String text) {
        assertThatExceptionOfType(EncodeException.class).isThrownBy(() -> encode("int8", new BigDecimal(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "00, its header is cut off",
        "0001 0000 0000 0000, its length does not agree with its number of digits",
        "ffff 0000 0000 0000 0001, its length does not agree with its number of digits",
        "0001 0000 0000 0000 0001 0001, its length does not agree with its number of digits",
        "0001 0000 0000 ffff 0001, its scale is out of range",
        "0001 0000 0000 4000 0001, its scale is out of range",
        "0001 0000 1000 0000 0001, its sign is unknown",
        "0001 0000 c000 0000 0001, it has digits but is no number",
        "0001 0000 0000 0000 2710, a digit is out of range",
        "0001 0000 0000 0000 ffff, a digit is out of range",
        "0001 ffff 0000 0002 0001, it has digits beyond its scale",
        "0001 8000 0000 0000 0001, it has digits beyond its scale",
    })
    @DisplayName("S23: malformed numerics")
    void refusesMalformedBytes(String hex, String reason) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("numeric", hex))
                .withMessage("malformed numeric: " + reason);
    }

    @Test
    @Timeout(10)
    void readsTheLongestNumberInBoundedTime() {
        BigDecimal longest = new BigDecimal("9".repeat(131072));
        byte[] encoded = encode("numeric", longest);
        for (int i = 0; i < 20; i++) {
            assertThat(decode("numeric", encoded)).isEqualTo(longest);
        }
    }

    @Test
    void ordersLikeTheServer() {
        Numeric one = Numeric.of(BigDecimal.ONE);
        assertThat(new Numeric[] {Numeric.NEGATIVE_INFINITY, one, Numeric.POSITIVE_INFINITY, Numeric.NAN})
                .isSorted();
        assertThat(Numeric.NAN.compareTo(Numeric.of(Double.NaN))).isZero();
        assertThat(one.compareTo(Numeric.of(new BigDecimal("1.0")))).isZero();
        assertThat(one).isNotEqualTo(Numeric.of(new BigDecimal("1.0")));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(Numeric.NAN::bigDecimalValue);
    }
}
