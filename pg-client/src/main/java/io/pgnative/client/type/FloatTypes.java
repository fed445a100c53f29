package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Numeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * {@code float4} and {@code float8}: IEEE 754, big-endian. As a decimal number such a value is the shortest one that
 * stands for it, so that 0.1 is 0.1.
 */
final class FloatTypes {

    private static final String GIVE = "a Double, a Float or another number";

    private FloatTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new Float4(), new Float8());
    }

    private abstract static class FloatCodec extends NumberCodec {

        FloatCodec(int oid, int arrayOid, String typeName, Class<? extends Number> javaType) {
            super(oid, arrayOid, typeName, javaType);
        }

        abstract BigDecimal finite(byte[] bytes, int offset, int length);

        @Override
        abstract void encodeDouble(double value, ByteBuf out);

        @Override
        final void encodeLong(long value, ByteBuf out) {
            encodeDouble((double) value, out);
        }

        @Override
        public final void encode(Object value, ByteBuf out) {
            if (value instanceof Double || value instanceof Float) {
                encodeDouble(((Number) value).doubleValue(), out);
            } else if (value instanceof Integer
                    || value instanceof Long
                    || value instanceof Short
                    || value instanceof Byte) {
                encodeLong(((Number) value).longValue(), out);
            } else if (value instanceof Numeric numeric && !numeric.isFinite()) {
                encodeDouble(numeric.doubleValue(), out);
            } else if (value instanceof BigDecimal || value instanceof BigInteger || value instanceof Numeric) {
                double result = ((Number) value).doubleValue();
                if (Double.isInfinite(result)) {
                    throw outOfRange();
                }
                encodeDouble(result, out);
            } else {
                throw doesNotTake(value, GIVE);
            }
        }

        @Override
        public final long getLong(byte[] bytes, int offset, int length) {
            double value = getDouble(bytes, offset, length);
            long result = (long) value;
            // 2^63 becomes the largest long, which no double is.
            if (result != value || result == Long.MAX_VALUE) {
                throw doesNotFit("long");
            }
            return result;
        }

        @Override
        final BigDecimal getBigDecimal(byte[] bytes, int offset, int length) {
            double value = getDouble(bytes, offset, length);
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new DecodeException(value + " cannot be read as BigDecimal; ask for Double or Numeric");
            }
            return finite(bytes, offset, length);
        }

        @Override
        final BigInteger getBigInteger(byte[] bytes, int offset, int length) {
            double value = getDouble(bytes, offset, length);
            if (Double.isNaN(value) || Double.isInfinite(value) || value != Math.rint(value)) {
                throw doesNotFit("BigInteger");
            }
            return new BigDecimal(value).toBigIntegerExact();
        }

        @Override
        final Numeric getNumeric(byte[] bytes, int offset, int length) {
            double value = getDouble(bytes, offset, length);
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return Numeric.of(value);
            }
            return Numeric.of(finite(bytes, offset, length));
        }
    }

    private static final class Float4 extends FloatCodec {

        Float4() {
            super(700, 1021, "float4", Float.class);
        }

        @Override
        void encodeDouble(double value, ByteBuf out) {
            float narrowed = (float) value;
            if (Float.isInfinite(narrowed) && !Double.isInfinite(value)) {
                throw outOfRange();
            }
            out.writeFloat(narrowed);
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            out.writeFloat(FloatText.float4(text, typeName()));
        }

        @Override
        public Float decode(byte[] bytes, int offset, int length) {
            return getFloat(bytes, offset, length);
        }

        @Override
        public float getFloat(byte[] bytes, int offset, int length) {
            expectLength(length, 4);
            return Float.intBitsToFloat(Bytes.getInt(bytes, offset));
        }

        @Override
        public double getDouble(byte[] bytes, int offset, int length) {
            return getFloat(bytes, offset, length);
        }

        @Override
        BigDecimal finite(byte[] bytes, int offset, int length) {
            return new BigDecimal(Float.toString(getFloat(bytes, offset, length)));
        }
    }

    private static final class Float8 extends FloatCodec {

        Float8() {
            super(701, 1022, "float8", Double.class);
        }

        @Override
        void encodeDouble(double value, ByteBuf out) {
            out.writeDouble(value);
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            out.writeDouble(FloatText.float8(text, typeName()));
        }

        @Override
        public Double decode(byte[] bytes, int offset, int length) {
            return getDouble(bytes, offset, length);
        }

        @Override
        public double getDouble(byte[] bytes, int offset, int length) {
            expectLength(length, 8);
            return Double.longBitsToDouble(Bytes.getLong(bytes, offset));
        }

        @Override
        public float getFloat(byte[] bytes, int offset, int length) {
            double value = getDouble(bytes, offset, length);
            float narrowed = (float) value;
            if (narrowed != value && !Double.isNaN(value)) {
                throw doesNotFit("float");
            }
            return narrowed;
        }

        @Override
        BigDecimal finite(byte[] bytes, int offset, int length) {
            return BigDecimal.valueOf(getDouble(bytes, offset, length));
        }
    }
}
