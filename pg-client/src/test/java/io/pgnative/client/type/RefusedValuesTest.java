package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.encode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.Circle;
import io.pgnative.client.JsonNull;
import io.pgnative.client.Line;
import io.pgnative.client.Money;
import io.pgnative.client.Numeric;
import io.pgnative.client.Path;
import io.pgnative.client.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
                Arguments.of("money", 5, "a Money"),
                Arguments.of("money", new BigDecimal("5.00"), "a Money"),
                Arguments.of("xid8", "1", INTEGER),
                Arguments.of("xid8", 1.0, INTEGER),
                Arguments.of("tid", List.of(1, 2), "a Tid"),
                Arguments.of("pg_lsn", 5L, "a PgLsn or its text"),
                Arguments.of("inet", 5, "an Inet, an InetAddress or their text"),
                Arguments.of("cidr", 5, "a Cidr or its text"),
                Arguments.of("macaddr", new byte[6], "a MacAddress or its text"),
                Arguments.of("point", "(1,2)", "a Point"),
                Arguments.of("tsvector", 'a', "a String"),
                Arguments.of("int2vector", List.of(1), "a short[]"),
                Arguments.of("regclass", 1.5, "a name as a String, or an OID as a Long"),
                Arguments.of(
                        "bit",
                        new BitSet(),
                        "a BitString (of a BitSet: BitString.of(bits, length)), a boolean[], a Boolean or a String of 0"
                                + " and 1"),
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
                Arguments.of("xid8", -1),
                Arguments.of("xid8", BigInteger.TWO.pow(64)),
                Arguments.of("xid8", BigInteger.ONE.negate()),
                Arguments.of("xid", 1L << 32),
                Arguments.of("cid", -1),
                Arguments.of("oidvector", new long[] {1L << 32}),
                Arguments.of("regclass", -1),
                Arguments.of("regclass", 1L << 32),
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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "inet; 1.2.3; is no network address",
                "inet; 1.2.3.256; is no network address",
                "inet; localhost; is no network address",
                "inet; 1.2.3.4/33; the prefix must be 0 to 32 bits",
                "inet; 1.2.3.4/; is no network address",
                "inet; 1::2::3; is no network address",
                "inet; 1:2:3:4:5:6:7; is no network address",
                "inet; 1:2:3:4:5:6:7:8:9; is no network address",
                "inet; ::12345; is no network address",
                "inet; fe80::1%eth0; is no network address",
                "cidr; 10.0.0.1/8; the address of a network has only zeros behind its prefix",
                "macaddr; 08:00:2b:01:02; is no MAC address",
                "macaddr; 08:00-2b:01:02:03; is no MAC address",
                "macaddr; 08:00:2b:01:02:03:04:05; has 8 bytes; macaddr has 6",
                "macaddr8; 08:00:2b:01:02:03; has 6 bytes; macaddr8 has 8",
                "bit; 012; is no bit string",
                "pg_lsn; 1; is no pg_lsn",
                "pg_lsn; 123456789/0; is no pg_lsn",
                "tsvector; 'a; is no tsvector: a word is cut off",
                "tsvector; ''; is no tsvector: expected a word",
                "tsvector; a:0; is no tsvector: a position is 0",
                "tsvector; a:x; is no tsvector: expected a number",
                "tsvector; a:1x; is no tsvector: expected a comma or a blank",
                "tsquery; a b; is no tsquery: expected an operator",
                "tsquery; a &; is no tsquery: expected a word",
                "tsquery; (a; is no tsquery: expected )",
                "tsquery; a); is no tsquery: there is a ) without its (",
                "tsquery; a <16385> b; is no tsquery: a distance is above 16384",
                "tsquery; a <1 b; is no tsquery: expected >",
            })
    void saysWhatIsWrongWithAText(String type, String text, String reason) {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode(type, text))
                .withMessageStartingWith(reason);
    }

    @Test
    void refusesWhatTheServerRefusesOfGeometry() {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("circle", new Circle(new Point(0, 0), -1)))
                .withMessage("is no circle: the radius is negative");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("line", new Line(0, 0, 1)))
                .withMessage("is no line: a and b are both 0");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("path", Path.open()))
                .withMessage("is no path: it has no points");
    }

    @Test
    void saysThatMoneyHasNoTextFormOfItsOwn() {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> Codecs.codec("money").formatText(new Money(1)))
                .withMessageStartingWith("has no text form without the server's lc_monetary");
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
