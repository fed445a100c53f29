package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.encode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.JsonNull;
import io.pgnative.client.Numeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A073: values that do not fit are refused with a reason, before anything is sent")
class RefusedValuesTest {

    private static final String INTEGER = "an integer such as a Long or a BigInteger";
    private static final String NUMERIC = "a BigDecimal, another number or a Numeric";
    private static final String FLOAT = "a Double, a Float or another number";
    private static final String BYTES = "a byte[], a Buffer or a ByteBuffer";
    private static final String TIMESTAMP = "a LocalDateTime, as timestamp has no time zone";
    private static final String TIMESTAMPTZ = "an OffsetDateTime, an Instant or a ZonedDateTime";

    static Stream<Arguments> wrongClasses() {
        return Stream.of(
                Arguments.of("bool", 1, "a Boolean"),
                Arguments.of("bool", "true", "a Boolean"),
                Arguments.of("int2", "2", INTEGER),
                Arguments.of("int4", "2", INTEGER),
                Arguments.of("int8", "2", INTEGER),
                Arguments.of("oid", "2", INTEGER),
                Arguments.of("int4", true, INTEGER),
                Arguments.of("int4", 2.0, INTEGER),
                Arguments.of("int4", 2f, INTEGER),
                Arguments.of("int4", 'a', INTEGER),
                Arguments.of("int4", new AtomicInteger(), INTEGER),
                Arguments.of("float4", "1", FLOAT),
                Arguments.of("float8", true, FLOAT),
                Arguments.of("numeric", "1", NUMERIC),
                Arguments.of("numeric", true, NUMERIC),
                Arguments.of("text", 5, "a String"),
                Arguments.of("text", JsonNull.INSTANCE, "a String"),
                Arguments.of("varchar", new byte[] {65}, "a String"),
                Arguments.of("name", List.of("a"), "a String"),
                Arguments.of("bytea", 5, BYTES),
                Arguments.of("bytea", "abc", BYTES),
                Arguments.of("bytea", new int[] {1}, BYTES),
                Arguments.of("uuid", 5, "a UUID or its text"),
                Arguments.of("char", 5, "a String of at most one ASCII character, a Character or a Byte"),
                Arguments.of("date", "2000-01-01", "a LocalDate"),
                Arguments.of("date", LocalDateTime.MAX, "a LocalDate"),
                Arguments.of("time", OffsetTime.MAX, "a LocalTime"),
                Arguments.of("timetz", LocalTime.MAX, "an OffsetTime"),
                Arguments.of("timestamp", "2000-01-01 00:00", TIMESTAMP),
                Arguments.of("timestamp", OffsetDateTime.MAX, TIMESTAMP),
                Arguments.of("timestamp", Instant.MAX, TIMESTAMP),
                Arguments.of("timestamptz", LocalDateTime.MAX, TIMESTAMPTZ),
                Arguments.of("timestamptz", LocalDate.MAX, TIMESTAMPTZ),
                Arguments.of("interval", "1 day", "an Interval, a Duration or a Period"),
                Arguments.of("interval", 5L, "an Interval, a Duration or a Period"),
                Arguments.of(
                        "jsonb",
                        new Object(),
                        "a JsonObject, a JsonArray, a Map, a List, a Number, a Boolean or JSON text as a String, set a JSON mapper"));
    }

    @ParameterizedTest
    @MethodSource("wrongClasses")
    void namesTheClassAndWhatToGive(String type, Object value, String give) {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode(type, value))
                .withMessage(
                        "does not take a " + value.getClass().getTypeName() + "; give " + give + ", or cast in SQL");
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                Arguments.of("int2", 32768),
                Arguments.of("int2", -32769L),
                Arguments.of("int4", 2147483648L),
                Arguments.of("int4", -2147483649L),
                Arguments.of("int4", BigInteger.TWO.pow(32)),
                Arguments.of("int8", BigInteger.TWO.pow(63)),
                Arguments.of("int8", BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE)),
                Arguments.of("int8", BigInteger.TWO.pow(5000)),
                Arguments.of("int8", new BigDecimal("9223372036854775808")),
                Arguments.of("int8", new BigDecimal("1E400")),
                Arguments.of("int8", Numeric.NAN),
                Arguments.of("oid", -1),
                Arguments.of("oid", 1L << 32),
                Arguments.of("float4", 3.5e38),
                Arguments.of("float4", -1e300),
                Arguments.of("float4", new BigDecimal("1E400")),
                Arguments.of("float8", BigInteger.TEN.pow(400)),
                Arguments.of("float8", new BigDecimal("-1E400")));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void saysThatANumberIsOutOfRange(String type, Object value) {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode(type, value))
                .withMessage("out of range for " + type);
    }

    @Test
    void saysThatAnIntegerTypeHoldsNoFraction() {
        for (String fraction : new String[] {"0.5", "1.01", "-123456789012345678.9"}) {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("int8", new BigDecimal(fraction)))
                    .withMessage("has a fraction, which int8 cannot hold");
        }
    }
}
