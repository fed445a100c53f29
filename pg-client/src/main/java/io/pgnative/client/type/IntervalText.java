package io.pgnative.client.type;

import io.pgnative.client.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The text forms of {@code interval}. Which one the server writes depends on {@code IntervalStyle}, so all four are
 * read: {@code 1 year 2 mons -3 days +04:05:06.789}, the verbose {@code @ 1 year 2 mons -3 days 4 hours ago}, the
 * standard's {@code +1-2 -3 +4:05:06.789} and ISO 8601's {@code P1Y2M-3DT4H5M6.789S}.
 */
final class IntervalText {

    private static final String TYPE = "interval";

    private IntervalText() {}

    static Interval parse(String text) {
        if (text.equals(DateTimes.INFINITY)) {
            return Interval.INFINITY;
        }
        if (text.equals(DateTimes.NEGATIVE_INFINITY)) {
            return Interval.NEGATIVE_INFINITY;
        }
        try {
            return text.startsWith("P") ? iso(text) : words(text);
        } catch (ArithmeticException e) {
            throw new EncodeException("out of range for interval");
        }
    }

    private static Interval iso(String text) {
        TextScanner in = new TextScanner(text, TYPE);
        Sum sum = new Sum();
        in.expect('P');
        boolean time = in.accept('T');
        do {
            int sign = in.sign() < 0 ? -1 : 1;
            long number = in.digits();
            int micros = in.micros();
            String unit = (time ? "T" : "") + in.next();
            if (micros != 0 && !unit.equals("TS")) {
                throw in.malformed();
            }
            sum.add(isoUnit(unit, in), sign, number, micros);
            time |= in.accept('T');
        } while (!in.atEnd());
        return sum.interval();
    }

    private static Unit isoUnit(String unit, TextScanner in) {
        return switch (unit) {
            case "Y" -> Unit.YEAR;
            case "M" -> Unit.MONTH;
            case "D" -> Unit.DAY;
            case "TH" -> Unit.HOUR;
            case "TM" -> Unit.MINUTE;
            case "TS" -> Unit.SECOND;
            default -> throw in.malformed();
        };
    }

    /** The three styles that are parted by blanks. */
    private static Interval words(String text) {
        String[] words = text.split(" ", -1);
        int from = words[0].equals("@") ? 1 : 0;
        boolean ago = words[words.length - 1].equals("ago");
        int to = ago ? words.length - 1 : words.length;
        Sum sum = new Sum();
        if ((to - from > 1 && unit(words[from + 1]) != null) || unit(words[to - 1]) != null) {
            withUnits(words, from, to, ago ? -1 : 1, sum);
        } else if (from == to || ago) {
            throw new TextScanner(text, TYPE).malformed();
        } else {
            withoutUnits(words, from, sum);
        }
        return sum.interval();
    }

    private static void withUnits(String[] words, int from, int to, int direction, Sum sum) {
        for (int i = from; i < to; i++) {
            TextScanner in = new TextScanner(words[i], TYPE);
            int sign = in.sign() < 0 ? -direction : direction;
            long number = in.digits();
            if (in.peek() == ':') {
                timeOfDay(in, sign, number, sum);
            } else {
                int micros = in.micros();
                Unit unit = ++i < to ? unit(words[i]) : null;
                if (unit == null || (micros != 0 && unit != Unit.SECOND)) {
                    throw in.malformed();
                }
                sum.add(unit, sign, number, micros);
            }
            in.expectEnd();
        }
    }

    /** Of the standard: a minus at the begin is for all parts that have no sign of their own. */
    private static void withoutUnits(String[] words, int from, Sum sum) {
        int inherited = words[from].startsWith("-") ? -1 : 1;
        for (int i = from; i < words.length; i++) {
            TextScanner in = new TextScanner(words[i], TYPE);
            int own = in.sign();
            int sign = own == 0 ? inherited : own;
            long number = in.digits();
            if (in.peek() == ':') {
                timeOfDay(in, sign, number, sum);
            } else if (in.accept('-')) {
                sum.add(Unit.YEAR, sign, number, 0);
                sum.add(Unit.MONTH, sign, in.digits(), 0);
            } else {
                sum.add(Unit.DAY, sign, number, 0);
            }
            in.expectEnd();
        }
    }

    private static void timeOfDay(TextScanner in, int sign, long hours, Sum sum) {
        in.expect(':');
        sum.add(Unit.HOUR, sign, hours, 0);
        sum.add(Unit.MINUTE, sign, in.digits(), 0);
        if (in.accept(':')) {
            sum.add(Unit.SECOND, sign, in.digits(), in.micros());
        }
    }

    private static @Nullable Unit unit(String word) {
        return switch (word) {
            case "year", "years" -> Unit.YEAR;
            case "mon", "mons" -> Unit.MONTH;
            case "day", "days" -> Unit.DAY;
            case "hour", "hours" -> Unit.HOUR;
            case "min", "mins" -> Unit.MINUTE;
            case "sec", "secs" -> Unit.SECOND;
            default -> null;
        };
    }

    private enum Unit {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND
    }

    /** Parts that are added with their signs, so that the longest negative interval does not overflow on the way. */
    private static final class Sum {

        private int months;
        private int days;
        private long micros;

        void add(Unit unit, int sign, long number, int fraction) {
            long signed = sign * number;
            switch (unit) {
                case YEAR -> months = Math.addExact(months, Math.toIntExact(Math.multiplyExact(signed, 12L)));
                case MONTH -> months = Math.addExact(months, Math.toIntExact(signed));
                case DAY -> days = Math.addExact(days, Math.toIntExact(signed));
                case HOUR -> addSeconds(Math.multiplyExact(signed, 3600L), 0);
                case MINUTE -> addSeconds(Math.multiplyExact(signed, 60L), 0);
                case SECOND -> addSeconds(signed, sign * fraction);
            }
        }

        private void addSeconds(long seconds, int fraction) {
            micros = Math.addExact(
                    micros, Math.addExact(Math.multiplyExact(seconds, DateTimes.MICROS_PER_SECOND), fraction));
        }

        Interval interval() {
            return new Interval(months, days, micros);
        }
    }
}
