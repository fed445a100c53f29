package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.List;

/**
 * {@code timestamp} and {@code timestamptz}: microseconds since 2000-01-01T00:00 in 64 bits, the outermost being the
 * infinities; the latter in UTC. Neither takes what belongs to the other, since that would need a zone from somewhere.
 *
 * <p>The infinities are MAX and MIN of {@link LocalDateTime}, {@link OffsetDateTime} and {@link Instant}.
 */
final class TimestampTypes {

    private TimestampTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new Timestamp(), new TimestampTz());
    }

    private static final class Timestamp extends ScalarCodec {

        Timestamp() {
            super(
                    1114,
                    1115,
                    "timestamp",
                    LocalDateTime.class,
                    Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof LocalDateTime dateTime)) {
                throw doesNotTake(value, "a LocalDateTime, as timestamp has no time zone");
            }
            out.writeLong(micros(dateTime));
        }

        private long micros(LocalDateTime dateTime) {
            if (dateTime.equals(LocalDateTime.MAX)) {
                return Long.MAX_VALUE;
            }
            if (dateTime.equals(LocalDateTime.MIN)) {
                return Long.MIN_VALUE;
            }
            return DateTimes.micros(
                    dateTime.toEpochSecond(ZoneOffset.UTC), dateTime.get(ChronoField.NANO_OF_SECOND), typeName());
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            out.writeLong(DateTimeText.parseTimestamp(text, false, typeName()));
        }

        @Override
        String text(byte[] bytes, int offset, int length) {
            expectLength(length, 8);
            long micros = Bytes.getLong(bytes, offset);
            return DateTimes.isInfinite(micros)
                    ? getString(bytes, offset, length)
                    : DateTimeText.timestamp(micros, false);
        }

        @Override
        public LocalDateTime decode(byte[] bytes, int offset, int length) {
            expectLength(length, 8);
            long micros = Bytes.getLong(bytes, offset);
            if (micros == Long.MAX_VALUE) {
                return LocalDateTime.MAX;
            }
            return micros == Long.MIN_VALUE
                    ? LocalDateTime.MIN
                    : LocalDateTime.ofEpochSecond(
                            DateTimes.epochSecond(micros), DateTimes.nanos(micros), ZoneOffset.UTC);
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            LocalDateTime dateTime = decode(bytes, offset, length);
            if (dateTime.equals(LocalDateTime.MAX)) {
                return DateTimes.INFINITY;
            }
            return dateTime.equals(LocalDateTime.MIN) ? DateTimes.NEGATIVE_INFINITY : dateTime.toString();
        }
    }

    private static final class TimestampTz extends ScalarCodec {

        private static final Alternatives ALTERNATIVES = Alternatives.builder()
                .add(Instant.class, (codec, bytes, offset, length) -> instant(micros(bytes, offset, length)))
                .add(ZonedDateTime.class, (codec, bytes, offset, length) -> zoned(micros(bytes, offset, length)))
                .build();

        TimestampTz() {
            super(1184, 1185, "timestamptz", OffsetDateTime.class, ALTERNATIVES);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (value instanceof OffsetDateTime dateTime) {
                out.writeLong(micros(dateTime));
            } else if (value instanceof Instant instant) {
                out.writeLong(micros(instant));
            } else if (value instanceof ZonedDateTime dateTime) {
                out.writeLong(DateTimes.micros(dateTime.toEpochSecond(), dateTime.getNano(), typeName()));
            } else {
                throw doesNotTake(value, "an OffsetDateTime, an Instant or a ZonedDateTime");
            }
        }

        private long micros(OffsetDateTime dateTime) {
            if (dateTime.equals(OffsetDateTime.MAX)) {
                return Long.MAX_VALUE;
            }
            if (dateTime.equals(OffsetDateTime.MIN)) {
                return Long.MIN_VALUE;
            }
            return DateTimes.micros(dateTime.toEpochSecond(), dateTime.getNano(), typeName());
        }

        private long micros(Instant instant) {
            if (instant.equals(Instant.MAX)) {
                return Long.MAX_VALUE;
            }
            if (instant.equals(Instant.MIN)) {
                return Long.MIN_VALUE;
            }
            return DateTimes.micros(instant.getEpochSecond(), instant.getNano(), typeName());
        }

        private static long micros(byte[] bytes, int offset, int length) {
            Bytes.expectLength("timestamptz", length, 8);
            return Bytes.getLong(bytes, offset);
        }

        private static Instant instant(long micros) {
            if (micros == Long.MAX_VALUE) {
                return Instant.MAX;
            }
            return micros == Long.MIN_VALUE
                    ? Instant.MIN
                    : Instant.ofEpochSecond(DateTimes.epochSecond(micros), DateTimes.nanos(micros));
        }

        private static ZonedDateTime zoned(long micros) {
            if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
                throw new DecodeException("an infinite timestamptz cannot be read as ZonedDateTime;"
                        + " ask for OffsetDateTime or Instant");
            }
            return instant(micros).atZone(ZoneOffset.UTC);
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            out.writeLong(DateTimeText.parseTimestamp(text, true, typeName()));
        }

        @Override
        String text(byte[] bytes, int offset, int length) {
            long micros = micros(bytes, offset, length);
            return DateTimes.isInfinite(micros)
                    ? getString(bytes, offset, length)
                    : DateTimeText.timestamp(micros, true);
        }

        @Override
        public OffsetDateTime decode(byte[] bytes, int offset, int length) {
            long micros = micros(bytes, offset, length);
            if (micros == Long.MAX_VALUE) {
                return OffsetDateTime.MAX;
            }
            if (micros == Long.MIN_VALUE) {
                return OffsetDateTime.MIN;
            }
            return OffsetDateTime.of(
                    LocalDateTime.ofEpochSecond(DateTimes.epochSecond(micros), DateTimes.nanos(micros), ZoneOffset.UTC),
                    ZoneOffset.UTC);
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            long micros = micros(bytes, offset, length);
            if (micros == Long.MAX_VALUE) {
                return DateTimes.INFINITY;
            }
            return micros == Long.MIN_VALUE
                    ? DateTimes.NEGATIVE_INFINITY
                    : decode(bytes, offset, length).toString();
        }
    }
}
