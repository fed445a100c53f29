package io.pgnative.client;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/**
 * A value of the PostgreSQL type {@code interval}, without loss: months, days and time are kept apart, since a month
 * has no fixed number of days and a day no fixed number of hours. Each part has its own sign.
 *
 * <p>Equality is by parts: one month does not equal 30 days, although the server compares them so.
 *
 * @param months years count as 12
 * @param days the days
 * @param microseconds the time
 */
public record Interval(int months, int days, long microseconds) {

    /** Nothing. */
    public static final Interval ZERO = new Interval(0, 0, 0);

    /** Longer than every interval; server versions 17 and later. */
    public static final Interval INFINITY = new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Shorter than every interval; server versions 17 and later. */
    public static final Interval NEGATIVE_INFINITY = new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    /**
     * Time alone.
     *
     * @param duration rounded to the nearest microsecond, half upwards
     * @return with neither months nor days
     * @throws ArithmeticException when it is longer than about 292,000 years
     */
    public static Interval of(Duration duration) {
        long seconds = duration.getSeconds();
        long micros = (duration.getNano() + 500L) / 1000;
        if (seconds < 0 && micros > 0) {
            // Both of one sign, or the longest negative one would overflow on the way.
            seconds++;
            micros -= MICROS_PER_SECOND;
        }
        return new Interval(0, 0, Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), micros));
    }

    /**
     * Months and days.
     *
     * @param period years count as 12 months
     * @return without time
     * @throws ArithmeticException when the months do not fit an int
     */
    public static Interval of(Period period) {
        return new Interval(Math.toIntExact(period.toTotalMonths()), Math.toIntExact(period.get(ChronoUnit.DAYS)), 0);
    }

    /**
     * Whether this is one of the infinities.
     *
     * @return false for every length of time
     */
    public boolean isInfinite() {
        return equals(INFINITY) || equals(NEGATIVE_INFINITY);
    }

    /**
     * This as time alone.
     *
     * @return a day counted as 24 hours
     * @throws ArithmeticException when there are months, or when this is infinite
     */
    public Duration toDuration() {
        if (months != 0) {
            throw new ArithmeticException("an interval with months is no Duration");
        }
        return Duration.ofSeconds(days * SECONDS_PER_DAY)
                .plusSeconds(Math.floorDiv(microseconds, MICROS_PER_SECOND))
                .plusNanos(Math.floorMod(microseconds, MICROS_PER_SECOND) * 1000);
    }

    /**
     * This as years, months and days.
     *
     * @return 12 months counted as a year
     * @throws ArithmeticException when there is time, or when this is infinite
     */
    public Period toPeriod() {
        if (microseconds != 0) {
            throw new ArithmeticException("an interval with time is no Period");
        }
        return Period.of(months / 12, months % 12, days);
    }

    /**
     * ISO 8601 with a sign per part, as the server writes with {@code intervalstyle = iso_8601}.
     *
     * @return such as {@code P1Y2M3DT4H5M6.789S}; {@code infinity} or {@code -infinity}
     */
    @Override
    public String toString() {
        if (isInfinite()) {
            return months > 0 ? "infinity" : "-infinity";
        }
        StringBuilder text = new StringBuilder("P");
        append(text, months / 12, 'Y');
        append(text, months % 12, 'M');
        append(text, days, 'D');
        if (microseconds != 0) {
            text.append('T');
            long seconds = microseconds / MICROS_PER_SECOND;
            append(text, seconds / 3600, 'H');
            append(text, seconds / 60 % 60, 'M');
            appendSeconds(text, seconds % 60, microseconds % MICROS_PER_SECOND);
        }
        return text.length() == 1 ? "PT0S" : text.toString();
    }

    private static void append(StringBuilder text, long value, char unit) {
        if (value != 0) {
            text.append(value).append(unit);
        }
    }

    private static void appendSeconds(StringBuilder text, long seconds, long micros) {
        if (seconds == 0 && micros == 0) {
            return;
        }
        if (seconds < 0 || micros < 0) {
            text.append('-');
        }
        text.append(Math.abs(seconds));
        if (micros != 0) {
            String digits = Long.toString(MICROS_PER_SECOND + Math.abs(micros)).substring(1);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(digits, 0, end);
        }
        text.append('S');
    }
}
