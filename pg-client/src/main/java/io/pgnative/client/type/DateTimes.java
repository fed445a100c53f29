package io.pgnative.client.type;

import java.time.LocalTime;
import java.time.ZoneOffset;

/** What the date and time types share: the epoch, microseconds, limits. */
final class DateTimes {

    /** 2000-01-01 in days since 1970-01-01. */
    static final long EPOCH_DAY = 10_957;

    /** 2000-01-01T00:00Z in seconds since 1970. */
    static final long EPOCH_SECOND = EPOCH_DAY * 86_400;

    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    /** 4714-11-24 BC, the server's Julian day 0, in days since 2000. */
    static final long FIRST_DAY = -2_451_545;

    /** 5874897-12-31 in days since 2000. */
    static final long LAST_DAY = 2_145_031_948;

    /** 4714-11-24 BC in microseconds since 2000. */
    static final long FIRST_MICROS = FIRST_DAY * MICROS_PER_DAY;

    /** 294277-01-01, which is the first that is too late, in microseconds since 2000. */
    static final long END_MICROS = 106_751_983L * MICROS_PER_DAY;

    static final String INFINITY = "infinity";
    static final String NEGATIVE_INFINITY = "-infinity";

    private DateTimes() {}

    /**
     * Microseconds since 2000, to the nearest, half upwards. None of the infinities comes out, since those are outside
     * of the server's range.
     *
     * @throws EncodeException beyond the server's range
     */
    static long micros(long epochSecond, int nano, String typeName) {
        long seconds = epochSecond - EPOCH_SECOND;
        long fraction = (nano + 500L) / 1000;
        // A second more on either side, so that neither multiplication nor rounding can overflow.
        if (seconds >= FIRST_MICROS / MICROS_PER_SECOND - 1 && seconds <= END_MICROS / MICROS_PER_SECOND + 1) {
            return inRange(seconds * MICROS_PER_SECOND + fraction, typeName);
        }
        throw outOfRange(typeName);
    }

    /**
     * The same microseconds.
     *
     * @throws EncodeException beyond the server's range
     */
    static long inRange(long micros, String typeName) {
        if (micros >= FIRST_MICROS && micros < END_MICROS) {
            return micros;
        }
        throw outOfRange(typeName);
    }

    private static EncodeException outOfRange(String typeName) {
        return new EncodeException("out of range for " + typeName + ": 4714-11-24 BC to 294276-12-31");
    }

    static boolean isInfinite(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
    }

    static long epochSecond(long micros) {
        return Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECOND;
    }

    static int nanos(long micros) {
        return (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000;
    }

    /** What is nearer to the end of the day than half a microsecond becomes 24:00, as the server has it. */
    static long microsOfDay(LocalTime time) {
        return (time.toNanoOfDay() + 500) / 1000;
    }

    /** 24:00 becomes {@link LocalTime#MAX}. */
    static LocalTime time(long microsOfDay, String typeName) {
        if (microsOfDay < 0 || microsOfDay > MICROS_PER_DAY) {
            throw new DecodeException("malformed " + typeName + ": not within a day");
        }
        return microsOfDay == MICROS_PER_DAY ? LocalTime.MAX : LocalTime.ofNanoOfDay(microsOfDay * 1000);
    }

    /** Zones are sent in seconds west of Greenwich. */
    static ZoneOffset offset(int secondsWest, String typeName) {
        int limit = ZoneOffset.MAX.getTotalSeconds();
        if (secondsWest < -limit || secondsWest > limit) {
            throw new DecodeException("malformed " + typeName + ": the zone is beyond 18 hours");
        }
        return ZoneOffset.ofTotalSeconds(-secondsWest);
    }
}
