package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.bytes;
import static io.pgnative.client.type.Codecs.decode;
import static io.pgnative.client.type.Codecs.encode;
import static io.pgnative.client.type.Codecs.encodeHex;
import static io.pgnative.client.type.Codecs.roundTrip;
import static io.pgnative.client.type.Codecs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateTimeTypesTest {

    @ParameterizedTest
    @CsvSource({
        "2000-01-01, 00000000",
        "1999-12-31, ffffffff",
        "9999-12-31, 002c95d3",
        "+10000-01-01, 002c95d4",
        "-0043-03-15, fff49d7b",
        "0001-01-01, fff4dbf9",
        "-4713-11-24, ffda97a7",
        "+5874897-12-31, 7fda970c",
    })
    @DisplayName("A066, A126: dates on the wire")
    void writesAndReadsDates(String date, String hex) {
        assertThat(encodeHex("date", LocalDate.parse(date))).isEqualTo(hex);
        assertThat(decode("date", hex)).isEqualTo(LocalDate.parse(date));
        assertThat(text("date", bytes(hex))).isEqualTo(date);
    }

    @Test
    @DisplayName("A066: infinities")
    void keepsInfinities() {
        assertThat(encodeHex("date", LocalDate.MAX)).isEqualTo("7fffffff");
        assertThat(encodeHex("date", LocalDate.MIN)).isEqualTo("80000000");
        assertThat(encodeHex("timestamp", LocalDateTime.MAX)).isEqualTo("7fffffffffffffff");
        assertThat(encodeHex("timestamp", LocalDateTime.MIN)).isEqualTo("8000000000000000");
        for (Object value : new Object[] {OffsetDateTime.MAX, Instant.MAX}) {
            assertThat(encodeHex("timestamptz", value)).isEqualTo("7fffffffffffffff");
            assertThat(roundTrip("timestamptz", value, value.getClass())).isEqualTo(value);
        }
        for (Object value : new Object[] {OffsetDateTime.MIN, Instant.MIN}) {
            assertThat(encodeHex("timestamptz", value)).isEqualTo("8000000000000000");
            assertThat(roundTrip("timestamptz", value, value.getClass())).isEqualTo(value);
        }
        assertThat(roundTrip("date", LocalDate.MAX)).isEqualTo(LocalDate.MAX);
        assertThat(roundTrip("date", LocalDate.MIN)).isEqualTo(LocalDate.MIN);
        assertThat(roundTrip("timestamp", LocalDateTime.MAX)).isEqualTo(LocalDateTime.MAX);
        assertThat(roundTrip("timestamp", LocalDateTime.MIN)).isEqualTo(LocalDateTime.MIN);
        assertThat(roundTrip("date", LocalDate.MIN, String.class)).isEqualTo("-infinity");
        assertThat(roundTrip("timestamp", LocalDateTime.MAX, String.class)).isEqualTo("infinity");
        assertThat(roundTrip("timestamptz", Instant.MIN, String.class)).isEqualTo("-infinity");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("timestamptz", Instant.MAX, ZonedDateTime.class))
                .withMessageContaining("infinite");
    }

    @ParameterizedTest
    @CsvSource({
        "00:00, 0000000000000000",
        "00:00:00.000001, 0000000000000001",
        "23:59:59.999999, 000000141dd75fff",
        "23:59:59.999999999, 000000141dd76000",
    })
    @DisplayName("A066, A126: times on the wire, 24:00 as LocalTime.MAX")
    void writesAndReadsTimes(String time, String hex) {
        assertThat(encodeHex("time", LocalTime.parse(time))).isEqualTo(hex);
        assertThat(decode("time", hex)).isEqualTo(LocalTime.parse(time));
    }

    @Test
    void printsTheEndOfTheDay() {
        assertThat(roundTrip("time", LocalTime.MAX, String.class)).isEqualTo("24:00:00");
        assertThat(roundTrip("timetz", LocalTime.MAX.atOffset(ZoneOffset.ofHours(2)), String.class))
                .isEqualTo("24:00:00+02:00");
        assertThat(roundTrip("timetz", OffsetTime.parse("01:02:03+05:30"), String.class))
                .isEqualTo("01:02:03+05:30");
    }

    @Test
    @DisplayName("A066, A126: the zone of timetz counts seconds west")
    void keepsOffsetsToTheSecond() {
        OffsetTime time = OffsetTime.parse("04:05:06.789+05:30:15");
        assertThat(encodeHex("timetz", time)).isEqualTo("000000036c97ca88ffffb299");
        assertThat(roundTrip("timetz", time)).isEqualTo(time);
        OffsetTime last = LocalTime.MAX.atOffset(ZoneOffset.ofHoursMinutesSeconds(-15, -59, -59));
        assertThat(roundTrip("timetz", last)).isEqualTo(last);
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("timetz", LocalTime.NOON.atOffset(ZoneOffset.ofHours(16))))
                .withMessage("out of range for timetz: the offset must be less than 16 hours");
    }

    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00, 0000000000000000",
        "1999-12-31T23:59:59.999999, ffffffffffffffff",
        "1999-12-31T23:59:58.5, ffffffffffe91ca0",
        "-4713-11-24T00:00, fd0f7cc1411fa000",
        "+294276-12-31T23:59:59.999999, 7fffff5bb3b29fff",
    })
    @DisplayName("A066, A126: timestamps on the wire")
    void writesAndReadsTimestamps(String text, String hex) {
        LocalDateTime dateTime = LocalDateTime.parse(text);
        assertThat(encodeHex("timestamp", dateTime)).isEqualTo(hex);
        assertThat(decode("timestamp", hex)).isEqualTo(dateTime);
        assertThat(encodeHex("timestamptz", dateTime.atOffset(ZoneOffset.UTC))).isEqualTo(hex);
        assertThat(decode("timestamptz", hex)).isEqualTo(dateTime.atOffset(ZoneOffset.UTC));
        assertThat(decode("timestamptz", bytes(hex), Instant.class)).isEqualTo(dateTime.toInstant(ZoneOffset.UTC));
    }

    @Test
    @DisplayName("A066: timestamptz is UTC, whatever the offset was")
    void bringsTimestampsToUtc() {
        OffsetDateTime odd = OffsetDateTime.parse("2024-02-29T23:45:06.123456+05:30:15");
        OffsetDateTime utc = odd.withOffsetSameInstant(ZoneOffset.UTC);
        assertThat(roundTrip("timestamptz", odd)).isEqualTo(utc);
        assertThat(roundTrip("timestamptz", odd.toInstant())).isEqualTo(utc);
        ZonedDateTime zoned = odd.atZoneSameInstant(java.time.ZoneId.of("Europe/Lisbon"));
        assertThat(roundTrip("timestamptz", zoned)).isEqualTo(utc);
        assertThat(roundTrip("timestamptz", zoned, ZonedDateTime.class))
                .isEqualTo(utc.atZoneSameInstant(ZoneOffset.UTC));
        assertThat(roundTrip("timestamptz", zoned, String.class)).isEqualTo(utc.toString());
    }

    @Test
    void roundsToTheNearestMicrosecond() {
        LocalDateTime base = LocalDateTime.parse("1999-12-31T23:59:59.999999");
        assertThat(roundTrip("timestamp", base.plusNanos(499))).isEqualTo(base);
        assertThat(roundTrip("timestamp", base.plusNanos(500))).isEqualTo(base.plusNanos(1000));
        assertThat(roundTrip("time", LocalTime.parse("00:00:00.000001499")))
                .isEqualTo(LocalTime.parse("00:00:00.000001"));
        assertThat(roundTrip("time", LocalTime.parse("00:00:00.999999500"))).isEqualTo(LocalTime.parse("00:00:01"));
    }

    @Test
    void refusesWhatTheServerCannotHold() {
        LocalDateTime first = LocalDateTime.parse("-4713-11-24T00:00");
        LocalDateTime last = LocalDateTime.parse("+294276-12-31T23:59:59.999999");
        for (LocalDateTime bad : new LocalDateTime[] {
            first.minusNanos(1000), last.plusNanos(500), LocalDateTime.MAX.minusNanos(1), LocalDateTime.MIN.plusNanos(1)
        }) {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("timestamp", bad))
                    .withMessageStartingWith("out of range for timestamp");
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("timestamptz", bad.toInstant(ZoneOffset.UTC)))
                    .withMessageStartingWith("out of range for timestamptz");
        }
        for (String bad : new String[] {"-4713-11-23", "+5874898-01-01", "+999999999-12-30"}) {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("date", LocalDate.parse(bad)))
                    .withMessageStartingWith("out of range for date");
        }
    }

    @Test
    @DisplayName("A067, A126: intervals keep their parts")
    void keepsThePartsOfIntervals() {
        Interval interval = new Interval(14, 3, 14706789000L);
        assertThat(encodeHex("interval", interval)).isEqualTo("000000036c97ca88" + "00000003" + "0000000e");
        assertThat(roundTrip("interval", interval)).isEqualTo(interval);
        assertThat(interval).hasToString("P1Y2M3DT4H5M6.789S");
        Random random = new Random(67);
        for (int i = 0; i < 1000; i++) {
            Interval any = new Interval(random.nextInt(), random.nextInt(), random.nextLong());
            assertThat(roundTrip("interval", any)).isEqualTo(any);
        }
        for (Interval special : new Interval[] {Interval.INFINITY, Interval.NEGATIVE_INFINITY, Interval.ZERO}) {
            assertThat(roundTrip("interval", special)).isEqualTo(special);
        }
        assertThat(encodeHex("interval", Interval.INFINITY)).isEqualTo("7fffffffffffffff7fffffff7fffffff");
        assertThat(encodeHex("interval", Interval.NEGATIVE_INFINITY))
                .isEqualTo("8".concat("0".repeat(15)) + "8000000080000000");
    }

    @Test
    void takesAndGivesDurationsAndPeriods() {
        Duration duration = Duration.ofSeconds(-1, 500_000_499);
        assertThat(roundTrip("interval", duration)).isEqualTo(new Interval(0, 0, -500_000));
        assertThat(roundTrip("interval", duration, Duration.class)).isEqualTo(Duration.ofMillis(-500));
        assertThat(roundTrip("interval", new Interval(0, -1, 1), Duration.class))
                .isEqualTo(Duration.ofDays(-1).plusNanos(1000));
        Period period = Period.of(5, -1, 3);
        assertThat(roundTrip("interval", period)).isEqualTo(new Interval(59, 3, 0));
        assertThat(roundTrip("interval", period, Period.class)).isEqualTo(Period.of(4, 11, 3));
        for (long micros : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            Interval longest = new Interval(0, 0, micros);
            assertThat(Interval.of(longest.toDuration())).isEqualTo(longest);
        }
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("interval", Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessage("out of range for interval");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("interval", Period.ofYears(Integer.MAX_VALUE)))
                .withMessage("out of range for interval");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("interval", Period.ofMonths(1), Duration.class))
                .withMessage("an interval with months cannot be read as Duration; ask for Interval");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("interval", Duration.ofDays(1), Period.class))
                .withMessage("an interval with time cannot be read as Period; ask for Interval");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, PT0S",
        "-14, 3, -1, P-1Y-2M3DT-0.000001S",
        "0, 0, 3600000000, PT1H",
        "0, 0, -3661500000, PT-1H-1M-1.5S",
        "1, 0, 60000000, P1MT1M",
        "2147483647, 2147483647, 9223372036854775807, infinity",
        "-2147483648, -2147483648, -9223372036854775808, -infinity",
        "0, 0, -9223372036854775808, PT-2562047788H-54.775808S",
    })
    void printsIntervals(int months, int days, long micros, String text) {
        assertThat(new Interval(months, days, micros)).hasToString(text);
    }
}
