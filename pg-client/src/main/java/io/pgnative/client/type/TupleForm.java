package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a date or time type as the numbers that they consist of on the wire.
 *
 * @param length of a value in bytes
 * @param parts where the numbers lie in it, in the order in which they are given
 */
record TupleForm(int length, List<Part> parts) {

    private static final Map<Integer, TupleForm> BY_OID = Map.of(
            1082, new TupleForm(4, List.of(new Part("days", 0, Integer.BYTES))),
            1083, new TupleForm(8, List.of(new Part("microseconds", 0, Long.BYTES))),
            1266,
                    new TupleForm(
                            12,
                            List.of(
                                    new Part("microseconds", 0, Long.BYTES),
                                    new Part("seconds west of Greenwich", 8, Integer.BYTES))),
            1114, new TupleForm(8, List.of(new Part("microseconds", 0, Long.BYTES))),
            1184, new TupleForm(8, List.of(new Part("microseconds", 0, Long.BYTES))),
            1186,
                    new TupleForm(
                            16,
                            List.of(
                                    new Part("months", 12, Integer.BYTES),
                                    new Part("days", 8, Integer.BYTES),
                                    new Part("microseconds", 0, Long.BYTES))));

    /**
     * A number within a value.
     *
     * @param name what it counts
     * @param offset where it begins
     * @param width its bytes, 4 or 8
     */
    record Part(String name, int offset, int width) {}

    static boolean exists(int oid) {
        return BY_OID.containsKey(oid);
    }

    static @Nullable TupleForm of(int oid) {
        return BY_OID.get(oid);
    }

    List<@Nullable Object> read(String typeName, byte[] bytes, int offset, int valueLength) {
        Bytes.expectLength(typeName, valueLength, length);
        List<@Nullable Object> values = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part.width() == Integer.BYTES) {
                values.add(Bytes.getInt(bytes, offset + part.offset()));
            } else {
                values.add(Bytes.getLong(bytes, offset + part.offset()));
            }
        }
        return values;
    }

    /** Appends a value. @throws EncodeException when these are no parts of one */
    void write(List<? extends @Nullable Object> values, ByteBuf out) {
        if (values.size() != parts.size()) {
            throw new EncodeException("has been given " + values.size() + " parts by its codec, not " + parts.size());
        }
        int start = out.writerIndex();
        out.writeZero(length);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            long number = number(part, values.get(i));
            if (part.width() == Long.BYTES) {
                out.setLong(start + part.offset(), number);
            } else if (number == (int) number) {
                out.setInt(start + part.offset(), (int) number);
            } else {
                throw new EncodeException("has been given " + part.name() + " beyond 32 bits by its codec");
            }
        }
    }

    private static long number(Part part, @Nullable Object value) {
        if (value instanceof Number number) {
            try {
                return number instanceof Long whole ? whole : new BigDecimal(number.toString()).longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw new EncodeException("has been given " + part.name() + " that are no whole number of 64 bits");
            }
        }
        throw new EncodeException("has been given " + part.name() + " that are no number by its codec");
    }
}
