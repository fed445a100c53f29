package io.pgnative.client.type;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * The text forms of dates and times with {@code DateStyle = ISO}: the date, a blank, the time, the offset of the zone
 * with minutes and seconds only where they are not 0, and {@code BC} behind a blank. Days and microseconds are counted
 * as in the binary format.
 */
final class DateTimeText {

    private static final int MAX_YEAR_DIGITS = 7;

    private DateTimeText() {}

    private static EncodeException otherStyle(String typeName) {
        return new EncodeException("is not as the server writes " + typeName + " with DateStyle ISO");
    }

    // Reading.

    /** Days since 2000. */
    static int parseDate(String text, String typeName) {
        if (text.equals(DateTimes.INFINITY)) {
            return Integer.MAX_VALUE;
        }
        if (text.equals(DateTimes.NEGATIVE_INFINITY)) {
            return Integer.MIN_VALUE;
        }
        TextScanner in = new TextScanner(text, typeName);
        int[] date = scanDate(in, typeName);
        long days = days(date, in.accept(" BC"), typeName);
        in.expectEnd();
        if (days < DateTimes.FIRST_DAY) {
            throw new EncodeException("out of range for " + typeName);
        }
        return (int) days;
    }

    /** Microseconds since 2000, in UTC where there is a zone. */
    static long parseTimestamp(String text, boolean zoned, String typeName) {
        if (text.equals(DateTimes.INFINITY)) {
            return Long.MAX_VALUE;
        }
        if (text.equals(DateTimes.NEGATIVE_INFINITY)) {
            return Long.MIN_VALUE;
        }
        TextScanner in = new TextScanner(text, typeName);
        int[] date = scanDate(in, typeName);
        in.expect(' ');
        long microsOfDay = scanTime(in);
        int secondsEast = zoned ? scanOffset(in) : 0;
        long days = days(date, in.accept(" BC"), typeName);
        in.expectEnd();
        long micros = days * DateTimes.MICROS_PER_DAY + microsOfDay - secondsEast * DateTimes.MICROS_PER_SECOND;
        return DateTimes.inRange(micros, typeName);
    }

    /** Microseconds of the day. */
    static long parseTime(String text, String typeName) {
        TextScanner in = new TextScanner(text, typeName);
        long micros = scanTime(in);
        in.expectEnd();
        return micros;
    }

    static long scanTime(TextScanner in) {
        long hours = in.digits(2, 2);
        in.expect(':');
        long minutes = in.digits(2, 2);
        in.expect(':');
        long seconds = in.digits(2, 2);
        long micros = (hours * 3600 + minutes * 60 + seconds) * DateTimes.MICROS_PER_SECOND + in.micros();
        if (minutes > 59 || seconds > 59 || micros > DateTimes.MICROS_PER_DAY) {
            throw in.malformed();
        }
        return micros;
    }

    /** Seconds east of Greenwich. */
    static int scanOffset(TextScanner in) {
        int sign = in.sign();
        if (sign == 0) {
            throw in.malformed();
        }
        long seconds = in.digits(2, 2) * 3600;
        if (in.accept(':')) {
            seconds += in.digits(2, 2) * 60;
            if (in.accept(':')) {
                seconds += in.digits(2, 2);
            }
        }
        return (int) (sign * seconds);
    }

    private static int[] scanDate(TextScanner in, String typeName) {
        if (!in.atDigit()) {
            throw otherStyle(typeName);
        }
        int year = (int) in.digits(1, MAX_YEAR_DIGITS);
        if (!in.accept('-')) {
            throw otherStyle(typeName);
        }
        int month = (int) in.digits(2, 2);
        if (!in.accept('-')) {
            throw otherStyle(typeName);
        }
        return new int[] {year, month, (int) in.digits(2, 2)};
    }

    private static long days(int[] date, boolean beforeChrist, String typeName) {
        int year = beforeChrist ? 1 - date[0] : date[0];
        try {
            long days = LocalDate.of(year, date[1], date[2]).toEpochDay() - DateTimes.EPOCH_DAY;
            // With a zone, a day that is out of range may stand for an instant that is not.
            if (days >= DateTimes.FIRST_DAY - 1 && days <= DateTimes.LAST_DAY) {
                return days;
            }
        } catch (DateTimeException e) {
            throw otherStyle(typeName);
        }
        throw new EncodeException("out of range for " + typeName);
    }

    // Writing.

    static String date(LocalDate date) {
        StringBuilder text = new StringBuilder();
        appendDate(text, date);
        appendEra(text, date);
        return text.toString();
    }

    /** The time zone is UTC where there is one. */
    static String timestamp(long micros, boolean zoned) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DateTimes.MICROS_PER_DAY) + DateTimes.EPOCH_DAY);
        StringBuilder text = new StringBuilder();
        appendDate(text, date);
        text.append(' ');
        appendTime(text, Math.floorMod(micros, DateTimes.MICROS_PER_DAY));
        if (zoned) {
            text.append("+00");
        }
        appendEra(text, date);
        return text.toString();
    }

    static String time(LocalTime time) {
        StringBuilder text = new StringBuilder();
        appendTime(text, DateTimes.microsOfDay(time));
        return text.toString();
    }

    static String time(LocalTime time, int secondsEast) {
        StringBuilder text = new StringBuilder();
        appendTime(text, DateTimes.microsOfDay(time));
        int seconds = Math.abs(secondsEast);
        appendPadded(text.append(secondsEast < 0 ? '-' : '+'), seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            appendPadded(text.append(':'), seconds / 60 % 60, 2);
            if (seconds % 60 != 0) {
                appendPadded(text.append(':'), seconds % 60, 2);
            }
        }
        return text.toString();
    }

    private static void appendDate(StringBuilder text, LocalDate date) {
        int year = date.getYear();
        appendPadded(text, year > 0 ? year : 1 - year, 4);
        appendPadded(text.append('-'), date.getMonthValue(), 2);
        appendPadded(text.append('-'), date.getDayOfMonth(), 2);
    }

    private static void appendEra(StringBuilder text, LocalDate date) {
        if (date.getYear() <= 0) {
            text.append(" BC");
        }
    }

    private static void appendTime(StringBuilder text, long microsOfDay) {
        long seconds = microsOfDay / DateTimes.MICROS_PER_SECOND;
        appendPadded(text, seconds / 3600, 2);
        appendPadded(text.append(':'), seconds / 60 % 60, 2);
        appendPadded(text.append(':'), seconds % 60, 2);
        long micros = microsOfDay % DateTimes.MICROS_PER_SECOND;
        if (micros != 0) {
            appendPadded(text.append('.'), micros, 6);
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            text.setLength(end);
        }
    }

    private static void appendPadded(StringBuilder text, long value, int digits) {
        String number = Long.toString(value);
        for (int i = number.length(); i < digits; i++) {
            text.append('0');
        }
        text.append(number);
    }
}
