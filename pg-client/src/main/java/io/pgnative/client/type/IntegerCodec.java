package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;

/** An integer type all of whose values fit a long. */
abstract class IntegerCodec extends NumberCodec {

    IntegerCodec(int oid, int arrayOid, String typeName, Class<? extends Number> javaType) {
        super(oid, arrayOid, typeName, javaType);
    }

    @Override
    abstract void encodeLong(long value, ByteBuf out);

    @Override
    public final void encode(Object value, ByteBuf out) {
        encodeLong(exactLong(value), out);
    }

    @Override
    final void encodeText(String text, ByteBuf out) {
        encodeLong(parseLong(text), out);
    }

    private long parseLong(String text) {
        // Java reads digits of all scripts, and a plus.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c != '-' || i > 0)) {
                throw new EncodeException("is no decimal number");
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw text.length() < 19 ? new EncodeException("is no decimal number") : outOfRange();
        }
    }

    @Override
    final void encodeDouble(double value, ByteBuf out) {
        throw doesNotTake(value, GIVE_INTEGER);
    }

    @Override
    public final float getFloat(byte[] bytes, int offset, int length) {
        long value = getLong(bytes, offset, length);
        float result = value;
        // 2^63 converts back to the largest long, which no float is.
        if ((long) result != value || value == Long.MAX_VALUE) {
            throw doesNotFit("float");
        }
        return result;
    }

    @Override
    public final double getDouble(byte[] bytes, int offset, int length) {
        long value = getLong(bytes, offset, length);
        double result = value;
        if ((long) result != value || value == Long.MAX_VALUE) {
            throw doesNotFit("double");
        }
        return result;
    }

    @Override
    final BigDecimal getBigDecimal(byte[] bytes, int offset, int length) {
        return BigDecimal.valueOf(getLong(bytes, offset, length));
    }

    @Override
    public final String getString(byte[] bytes, int offset, int length) {
        return Long.toString(getLong(bytes, offset, length));
    }
}
