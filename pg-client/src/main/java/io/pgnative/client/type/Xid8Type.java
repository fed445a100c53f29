package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * {@code xid8}: 64 bits without a sign. A {@code Long} holds those bits, so that one above 2^63 is negative, as with
 * {@link Long#parseUnsignedLong(String)}; no server lives long enough to get there. All other classes hold the number.
 */
final class Xid8Type extends NumberCodec {

    private Xid8Type() {
        super(5069, 271, "xid8", Long.class);
    }

    static List<ScalarCodec> codecs() {
        return List.of(new Xid8Type());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof Long bits) {
            out.writeLong(bits);
        } else if (value instanceof BigInteger integer) {
            if (integer.signum() < 0 || integer.bitLength() > Long.SIZE) {
                throw outOfRange();
            }
            out.writeLong(integer.longValue());
        } else {
            long number = exactLong(value);
            if (number < 0) {
                throw outOfRange();
            }
            out.writeLong(number);
        }
    }

    @Override
    void encodeLong(long value, ByteBuf out) {
        out.writeLong(value);
    }

    @Override
    void encodeDouble(double value, ByteBuf out) {
        throw doesNotTake(value, GIVE_INTEGER);
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        try {
            out.writeLong(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw new EncodeException("is no number of 64 bits without a sign");
        }
    }

    @Override
    public Long decode(byte[] bytes, int offset, int length) {
        return getLong(bytes, offset, length);
    }

    @Override
    public long getLong(byte[] bytes, int offset, int length) {
        expectLength(length, 8);
        return Bytes.getLong(bytes, offset);
    }

    /** Smaller classes than long hold the number, not some of the bits. */
    private long number(byte[] bytes, int offset, int length, String as) {
        long number = getLong(bytes, offset, length);
        if (number < 0) {
            throw doesNotFit(as);
        }
        return number;
    }

    @Override
    public int getInt(byte[] bytes, int offset, int length) {
        number(bytes, offset, length, "int");
        return super.getInt(bytes, offset, length);
    }

    @Override
    public short getShort(byte[] bytes, int offset, int length) {
        number(bytes, offset, length, "short");
        return super.getShort(bytes, offset, length);
    }

    @Override
    byte getByte(byte[] bytes, int offset, int length) {
        number(bytes, offset, length, "byte");
        return super.getByte(bytes, offset, length);
    }

    @Override
    public float getFloat(byte[] bytes, int offset, int length) {
        float value = getBigInteger(bytes, offset, length).floatValue();
        if (new BigDecimal(value).compareTo(getBigDecimal(bytes, offset, length)) != 0) {
            throw doesNotFit("float");
        }
        return value;
    }

    @Override
    public double getDouble(byte[] bytes, int offset, int length) {
        double value = getBigInteger(bytes, offset, length).doubleValue();
        if (new BigDecimal(value).compareTo(getBigDecimal(bytes, offset, length)) != 0) {
            throw doesNotFit("double");
        }
        return value;
    }

    @Override
    BigInteger getBigInteger(byte[] bytes, int offset, int length) {
        return new BigInteger(getString(bytes, offset, length));
    }

    @Override
    BigDecimal getBigDecimal(byte[] bytes, int offset, int length) {
        return new BigDecimal(getBigInteger(bytes, offset, length));
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return Long.toUnsignedString(getLong(bytes, offset, length));
    }
}
