package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Interval;
import java.time.Duration;
import java.time.Period;
import java.util.List;

/** {@code interval}: microseconds in 64 bits, days and months in 32 each; all outermost is an infinity. */
final class IntervalType extends ScalarCodec {

    private IntervalType() {
        super(
                1186,
                1187,
                "interval",
                Interval.class,
                Alternatives.builder()
                        .add(Duration.class, (codec, bytes, offset, length) -> duration(read(bytes, offset, length)))
                        .add(Period.class, (codec, bytes, offset, length) -> period(read(bytes, offset, length)))
                        .build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new IntervalType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        Interval interval = interval(value);
        out.writeLong(interval.microseconds());
        out.writeInt(interval.days());
        out.writeInt(interval.months());
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        encode(IntervalText.parse(text), out);
    }

    private Interval interval(Object value) {
        try {
            if (value instanceof Interval interval) {
                return interval;
            }
            if (value instanceof Duration duration) {
                return Interval.of(duration);
            }
            if (value instanceof Period period) {
                return Interval.of(period);
            }
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
        throw doesNotTake(value, "an Interval, a Duration or a Period");
    }

    private static Interval read(byte[] bytes, int offset, int length) {
        Bytes.expectLength("interval", length, 16);
        return new Interval(
                Bytes.getInt(bytes, offset + 12), Bytes.getInt(bytes, offset + 8), Bytes.getLong(bytes, offset));
    }

    private static Duration duration(Interval interval) {
        try {
            return interval.toDuration();
        } catch (ArithmeticException e) {
            throw new DecodeException("an interval with months cannot be read as Duration; ask for Interval");
        }
    }

    private static Period period(Interval interval) {
        try {
            return interval.toPeriod();
        } catch (ArithmeticException e) {
            throw new DecodeException("an interval with time cannot be read as Period; ask for Interval");
        }
    }

    @Override
    public Interval decode(byte[] bytes, int offset, int length) {
        return read(bytes, offset, length);
    }
}
