package io.pgnative.client.type;

import io.pgnative.client.Numeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers can be read as each other as long as the value stays the same. */
abstract class NumberCodec extends ScalarCodec {

    static final String GIVE_INTEGER = "an integer such as a Long or a BigInteger";

    private static final Alternatives NUMBERS = Alternatives.builder()
            .add(Byte.class, (codec, bytes, offset, length) -> ((NumberCodec) codec).getByte(bytes, offset, length))
            .add(Short.class, Codec::getShort)
            .add(Integer.class, Codec::getInt)
            .add(Long.class, Codec::getLong)
            .add(Float.class, Codec::getFloat)
            .add(Double.class, Codec::getDouble)
            .add(BigDecimal.class, (codec, bytes, offset, length) -> ((NumberCodec) codec)
                    .getBigDecimal(bytes, offset, length))
            .add(BigInteger.class, (codec, bytes, offset, length) -> ((NumberCodec) codec)
                    .getBigInteger(bytes, offset, length))
            .add(Numeric.class, (codec, bytes, offset, length) -> ((NumberCodec) codec)
                    .getNumeric(bytes, offset, length))
            .add(Number.class, (codec, bytes, offset, length) -> ((NumberCodec) codec).decode(bytes, offset, length))
            .build();

    NumberCodec(int oid, int arrayOid, String typeName, Class<? extends Number> javaType) {
        super(oid, arrayOid, typeName, javaType, NUMBERS);
    }

    @Override
    public abstract Number decode(byte[] bytes, int offset, int length);

    @Override
    public abstract long getLong(byte[] bytes, int offset, int length);

    @Override
    public abstract float getFloat(byte[] bytes, int offset, int length);

    @Override
    public abstract double getDouble(byte[] bytes, int offset, int length);

    abstract BigDecimal getBigDecimal(byte[] bytes, int offset, int length);

    @Override
    public int getInt(byte[] bytes, int offset, int length) {
        long value = getLong(bytes, offset, length);
        if (value != (int) value) {
            throw doesNotFit("int");
        }
        return (int) value;
    }

    @Override
    public short getShort(byte[] bytes, int offset, int length) {
        long value = getLong(bytes, offset, length);
        if (value != (short) value) {
            throw doesNotFit("short");
        }
        return (short) value;
    }

    byte getByte(byte[] bytes, int offset, int length) {
        long value = getLong(bytes, offset, length);
        if (value != (byte) value) {
            throw doesNotFit("byte");
        }
        return (byte) value;
    }

    BigInteger getBigInteger(byte[] bytes, int offset, int length) {
        return BigInteger.valueOf(getLong(bytes, offset, length));
    }

    Numeric getNumeric(byte[] bytes, int offset, int length) {
        return Numeric.of(getBigDecimal(bytes, offset, length));
    }

    final DecodeException doesNotFit(String as) {
        return new DecodeException("the " + typeName() + " does not fit " + as + " exactly");
    }

    /** The value as a long if it is one; refuses fractions, floating-point numbers and all that is no number. */
    final long exactLong(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger integer) {
            if (integer.bitLength() > 63) {
                throw outOfRange();
            }
            return integer.longValue();
        }
        if (value instanceof BigDecimal decimal) {
            return exactLong(decimal);
        }
        if (value instanceof Numeric numeric) {
            if (!numeric.isFinite()) {
                throw outOfRange();
            }
            return exactLong(numeric.bigDecimalValue());
        }
        throw doesNotTake(value, GIVE_INTEGER);
    }

    private long exactLong(BigDecimal decimal) {
        // Compared as longs: neither the precision nor the scale may make a number be written out.
        long integerDigits = (long) decimal.precision() - decimal.scale();
        if (decimal.signum() == 0) {
            return 0;
        }
        if (integerDigits > 19) {
            throw outOfRange();
        }
        BigInteger integer = integerDigits <= 0 ? null : integerOrNull(decimal);
        if (integer == null) {
            throw new EncodeException("has a fraction, which " + typeName() + " cannot hold");
        }
        if (integer.bitLength() > 63) {
            throw outOfRange();
        }
        return integer.longValue();
    }

    private static @Nullable BigInteger integerOrNull(BigDecimal decimal) {
        try {
            return decimal.toBigIntegerExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
