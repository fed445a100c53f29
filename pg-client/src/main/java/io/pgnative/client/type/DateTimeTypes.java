package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.List;

/**
 * {@code date}: days since 2000-01-01 in 32 bits, the outermost being the infinities. {@code time}: microseconds since
 * midnight in 64 bits, 24:00 included. {@code timetz}: the same and the zone in seconds west.
 *
 * <p>The infinities are {@link LocalDate#MAX} and {@link LocalDate#MIN}; 24:00 is {@link LocalTime#MAX}. Years before
 * Christ are counted as java.time does, the year 0 being 1 BC.
 */
final class DateTimeTypes {

    private static final String MIDNIGHT_AT_THE_END = "24:00:00";

    private DateTimeTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new Date(), new Time(), new TimeTz());
    }

    private static final class Date extends ScalarCodec {

        Date() {
            super(1082, 1182, "date", LocalDate.class, Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof LocalDate date)) {
                throw doesNotTake(value, "a LocalDate");
            }
            out.writeInt(days(date));
        }

        private static int days(LocalDate date) {
            if (date.equals(LocalDate.MAX)) {
                return Integer.MAX_VALUE;
            }
            if (date.equals(LocalDate.MIN)) {
                return Integer.MIN_VALUE;
            }
            long days = date.toEpochDay() - DateTimes.EPOCH_DAY;
            if (days < DateTimes.FIRST_DAY || days > DateTimes.LAST_DAY) {
                throw new EncodeException("out of range for date: 4714-11-24 BC to 5874897-12-31");
            }
            return (int) days;
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            out.writeInt(DateTimeText.parseDate(text, typeName()));
        }

        @Override
        String text(byte[] bytes, int offset, int length) {
            LocalDate date = decode(bytes, offset, length);
            return date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN)
                    ? getString(bytes, offset, length)
                    : DateTimeText.date(date);
        }

        @Override
        public LocalDate decode(byte[] bytes, int offset, int length) {
            expectLength(length, 4);
            int days = Bytes.getInt(bytes, offset);
            if (days == Integer.MAX_VALUE) {
                return LocalDate.MAX;
            }
            return days == Integer.MIN_VALUE ? LocalDate.MIN : LocalDate.ofEpochDay(days + DateTimes.EPOCH_DAY);
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            LocalDate date = decode(bytes, offset, length);
            if (date.equals(LocalDate.MAX)) {
                return DateTimes.INFINITY;
            }
            return date.equals(LocalDate.MIN) ? DateTimes.NEGATIVE_INFINITY : date.toString();
        }
    }

    private static final class Time extends ScalarCodec {

        Time() {
            super(1083, 1183, "time", LocalTime.class, Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof LocalTime time)) {
                throw doesNotTake(value, "a LocalTime");
            }
            out.writeLong(DateTimes.microsOfDay(time));
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            out.writeLong(DateTimeText.parseTime(text, typeName()));
        }

        @Override
        String text(byte[] bytes, int offset, int length) {
            return DateTimeText.time(decode(bytes, offset, length));
        }

        @Override
        public LocalTime decode(byte[] bytes, int offset, int length) {
            expectLength(length, 8);
            return DateTimes.time(Bytes.getLong(bytes, offset), typeName());
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            LocalTime time = decode(bytes, offset, length);
            return time.equals(LocalTime.MAX) ? MIDNIGHT_AT_THE_END : time.toString();
        }
    }

    private static final class TimeTz extends ScalarCodec {

        /** The server takes less than 16 hours. */
        private static final int OFFSET_LIMIT = 16 * 3600;

        TimeTz() {
            super(1266, 1270, "timetz", OffsetTime.class, Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof OffsetTime time)) {
                throw doesNotTake(value, "an OffsetTime");
            }
            int secondsEast = time.getOffset().getTotalSeconds();
            if (Math.abs(secondsEast) >= OFFSET_LIMIT) {
                throw new EncodeException("out of range for timetz: the offset must be less than 16 hours");
            }
            out.writeLong(DateTimes.microsOfDay(time.toLocalTime()));
            out.writeInt(-secondsEast);
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            TextScanner in = new TextScanner(text, typeName());
            out.writeLong(DateTimeText.scanTime(in));
            out.writeInt(-DateTimeText.scanOffset(in));
            in.expectEnd();
        }

        @Override
        String text(byte[] bytes, int offset, int length) {
            OffsetTime time = decode(bytes, offset, length);
            return DateTimeText.time(time.toLocalTime(), time.getOffset().getTotalSeconds());
        }

        @Override
        public OffsetTime decode(byte[] bytes, int offset, int length) {
            expectLength(length, 12);
            return OffsetTime.of(
                    DateTimes.time(Bytes.getLong(bytes, offset), typeName()),
                    DateTimes.offset(Bytes.getInt(bytes, offset + 8), typeName()));
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            OffsetTime time = decode(bytes, offset, length);
            return time.toLocalTime().equals(LocalTime.MAX) ? MIDNIGHT_AT_THE_END + time.getOffset() : time.toString();
        }
    }
}
