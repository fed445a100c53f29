package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.Interval;
import io.pgnative.client.JsonNull;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(PostgresExtension.class)
class ArgumentsTest {

    private final PgClient client;
    private final BlockingPgClient pg;

    ArgumentsTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("bytea", 1, "does not take a java.lang.Integer; give a byte[], "),
                Arguments.of("bytea", "abc", "does not take a java.lang.String; give a byte[], "),
                Arguments.of("bool", 1, "does not take a java.lang.Integer; give a Boolean"),
                Arguments.of("int4", "2", "does not take a java.lang.String; give an integer"),
                Arguments.of("int2", 32768, "out of range for int2"),
                Arguments.of("int4", 1L << 31, "out of range for int4"),
                Arguments.of("int8", BigInteger.TWO.pow(500), "out of range for int8"),
                Arguments.of("int8", new BigDecimal("1E40"), "out of range for int8"),
                Arguments.of("int8", new BigDecimal("1.5"), "has a fraction, which int8 cannot hold"),
                Arguments.of("float4", 1e40, "out of range for float4"),
                Arguments.of("oid", -1, "out of range for oid"),
                Arguments.of("oid", 1L << 32, "out of range for oid"),
                Arguments.of("text", new byte[] {1}, "does not take a byte[]; give a String"),
                Arguments.of("text", List.of("a"), "does not take a java.util.ImmutableCollections$"),
                Arguments.of("text", "a\0b", "holds the character U+0000"),
                Arguments.of("timestamp", "2000-01-01", "does not take a java.lang.String; give a LocalDateTime"),
                Arguments.of("timestamptz", "2000-01-01", "does not take a java.lang.String; give an OffsetDateTime"),
                Arguments.of("date", LocalDate.of(-5000, 1, 1), "out of range for date: 4714-11-24 BC"),
                Arguments.of("uuid", "not-one", "is no uuid: "),
                Arguments.of("int4[]", Arrays.asList(1, "2"), "element 1: does not take a java.lang.String"),
                Arguments.of("int4[]", 5, "does not take a java.lang.Integer; give a Java array or a Collection"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    @DisplayName("A073: a refused argument is named; nothing is sent, the transaction goes on")
    void namesTheArgumentAndLeavesTheTransactionAsItWas(String type, Object value, String why) {
        try (BlockingPgConnection connection = pg.acquire()) {
            BlockingPgTransaction transaction = connection.begin();
            String sql = "select $1::int4, $2::" + type;
            String before = transactionId(transaction);
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> transaction.fetch(sql, 1, value))
                    .withMessageStartingWith("argument 2 of type " + type + " " + why)
                    .withMessageNotContaining("\0");
            // A transaction that had seen an error would refuse this.
            assertThat(transactionId(transaction)).isEqualTo(before);
            assertThat(transaction.fetchOne(sql, 1, null).isNull(1)).isTrue();
            transaction.commit();
            assertThatExceptionOfType(PgDataException.class).isThrownBy(() -> connection.fetch(sql, 1, value));
            assertThat(connection.fetchValue(Integer.class, "select 1")).contains(1);
        }
    }

    private static String transactionId(BlockingPgTransaction transaction) {
        return transaction
                .fetchValue(String.class, "select pg_current_xact_id()::text")
                .orElseThrow();
    }

    @Test
    @DisplayName("A073: a number of arguments that is not the statement's is told")
    void countsTheArguments() {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetch("select $1::int4", 1, 2))
                .withMessage("the statement takes 1 argument, but 2 were given");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetch("select $1::int4, $2::int4", 1))
                .withMessage("the statement takes 2 arguments, but 1 was given");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetch("select 1", 1))
                .withMessage("the statement takes no arguments, but 1 was given");
        assertThat(pg.fetchValue(Integer.class, "select $1::int4", 1)).contains(1);
    }

    @Test
    @DisplayName("A126: outlying dates, times, offsets and the scale of numbers come and go without loss")
    void keepsWhatIsOutOfTheOrdinary() {
        Row row = pg.fetchOne(
                "select $1::date = '0044-03-15 BC', $2::date = '10000-01-01', $3::date = '9999-12-31',"
                        + " $4::time = '24:00', ($5::timetz)::text = '12:00:00+05:30:15', $6::interval ="
                        + " '1 year 2 mons 3 days 04:05:06.789', ($7::numeric)::text = '20000', '0044-03-15 BC'::date,"
                        + " '24:00'::time, '12:00:00+05:30:15'::timetz, '1 year 2 mons 3 days 04:05:06.789'::interval,"
                        + " 20000::numeric",
                outOfTheOrdinary());
        for (int i = 0; i < 7; i++) {
            assertThat(row.getBoolean(i)).as("argument %d", i + 1).isTrue();
        }
        assertThat(row.get(7)).isEqualTo(outOfTheOrdinary()[0]);
        assertThat(row.get(8)).isEqualTo(LocalTime.MAX);
        assertThat(row.get(9)).isEqualTo(outOfTheOrdinary()[4]);
        assertThat(row.get(10)).isEqualTo(outOfTheOrdinary()[5]).hasToString("P1Y2M3DT4H5M6.789S");
        assertThat(row.get(11)).isEqualTo(new BigDecimal("20000"));
    }

    private static Object[] outOfTheOrdinary() {
        return new Object[] {
            LocalDate.of(-43, 3, 15),
            LocalDate.of(10000, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalTime.MAX,
            OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHoursMinutesSeconds(5, 30, 15)),
            new Interval(14, 3, 14_706_789_000L),
            new BigDecimal("2E4"),
        };
    }

    @Test
    @DisplayName("A067: justify_hours agrees with an interval of mixed signs")
    void leavesArithmeticOfIntervalsToTheServer() {
        assertThat(pg.fetchOne(
                                "select justify_hours($1), justify_hours('1 mon -3 days 50:00:00')",
                                new Interval(1, -3, 50 * 3_600_000_000L))
                        .get(0))
                .isEqualTo(new Interval(1, 0, -22 * 3_600_000_000L));
    }

    @Test
    void tellsJsonNullFromNull() {
        Row row =
                pg.fetchOne("select 'null'::jsonb, null::jsonb, $1::jsonb, $2::jsonb is null", JsonNull.INSTANCE, null);
        assertThat(row.get(0)).isEqualTo(JsonNull.INSTANCE);
        assertThat(row.isNull(1)).isTrue();
        assertThat(row.get(1)).isNull();
        assertThat(row.get(2)).isEqualTo(JsonNull.INSTANCE);
        assertThat(row.getBoolean(3)).isTrue();
    }

    @Test
    void readsScalarsAndDocumentsOfJson() {
        for (String type : List.of("json", "jsonb")) {
            Row row = pg.fetchOne(
                    "select '1'::T, '2.5'::T, 'true'::T, '\"x\"'::T, '[1, null]'::T, '{\"a\": {\"b\": []}}'::T"
                            .replace("T", type));
            assertThat(row.get(0)).isEqualTo(1);
            assertThat(row.get(1)).isEqualTo(2.5);
            assertThat(row.get(2)).isEqualTo(true);
            assertThat(row.get(3)).isEqualTo("x");
            assertThat(row.getString(3)).isEqualTo("\"x\"");
            assertThat(row.get(4)).isEqualTo(new JsonArray().add(1).addNull());
            assertThat(row.get(5, JsonObject.class))
                    .isEqualTo(new JsonObject().put("a", new JsonObject().put("b", new JsonArray())));
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> row.get(4, JsonObject.class))
                    .withMessage("column \"" + type + "\" of type " + type + ": " + type
                            + " holding a JsonArray cannot be read as JsonObject");
        }
    }

    @Test
    void keepsAllDigitsOfJsonNumbersAsText() {
        String number = "12345678901234567890123456789.123456789012345678901234567890";
        for (String type : List.of("json", "jsonb")) {
            String sql = "select $1::" + type + ", '" + number + "'::" + type + ", '123456789012345678901'::" + type;
            Row row = pg.fetchOne(sql, number);
            assertThat(row.getString(0)).isEqualTo(number);
            assertThat(row.getString(1)).isEqualTo(number);
            assertThat(row.get(2)).isEqualTo(new BigInteger("123456789012345678901"));
        }
    }

    @Test
    void sendsANumericAsAJsonNumberWithAllItsDigits() {
        BigDecimal number = new BigDecimal("12345678901234567890.12345678901234567890");
        assertThat(pg.fetchOne("select $1::jsonb", Numeric.of(number)).getString(0))
                .isEqualTo(number.toString());
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne("select $1::jsonb", Numeric.NAN))
                .withMessage("argument 1 of type jsonb is no number that JSON knows");
    }

    @Test
    void sendsDocumentsAsJson() {
        Row row = pg.fetchOne(
                "select ($1::jsonb)->>'a', ($2::jsonb)->1, ($3::jsonb)->>'k', $4::jsonb, ($5::jsonb)->>'t',"
                        + " jsonb_array_length($6::jsonb)",
                new JsonObject().put("a", "\u00e9\""),
                new JsonArray().add(1).add("two"),
                Map.of("k", "v"),
                42,
                "{\"t\": \"text\"}",
                List.of(1, 2, 3));
        assertThat(row.getString(0)).isEqualTo("\u00e9\"");
        assertThat(row.get(1)).isEqualTo("two");
        assertThat(row.getString(2)).isEqualTo("v");
        assertThat(row.get(3)).isEqualTo(42);
        assertThat(row.getString(4)).isEqualTo("text");
        assertThat(row.getInt(5)).isEqualTo(3);
    }
}
