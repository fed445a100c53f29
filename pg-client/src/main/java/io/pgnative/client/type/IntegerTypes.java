package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.util.List;

/** {@code int2}, {@code int4}, {@code int8}: signed; {@code oid}: 32 bits without a sign. All big-endian. */
final class IntegerTypes {

    private IntegerTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new Int2(), new Int4(), new Int8(), new Oid());
    }

    private abstract static class IntegerCodec extends NumberCodec {

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

    private static final class Int2 extends IntegerCodec {

        Int2() {
            super(21, 1005, "int2", Short.class);
        }

        @Override
        void encodeLong(long value, ByteBuf out) {
            if (value != (short) value) {
                throw outOfRange();
            }
            out.writeShort((short) value);
        }

        @Override
        public Short decode(byte[] bytes, int offset, int length) {
            return getShort(bytes, offset, length);
        }

        @Override
        public short getShort(byte[] bytes, int offset, int length) {
            expectLength(length, 2);
            return Bytes.getShort(bytes, offset);
        }

        @Override
        public int getInt(byte[] bytes, int offset, int length) {
            return getShort(bytes, offset, length);
        }

        @Override
        public long getLong(byte[] bytes, int offset, int length) {
            return getShort(bytes, offset, length);
        }
    }

    private static final class Int4 extends IntegerCodec {

        Int4() {
            super(23, 1007, "int4", Integer.class);
        }

        @Override
        void encodeLong(long value, ByteBuf out) {
            if (value != (int) value) {
                throw outOfRange();
            }
            out.writeInt((int) value);
        }

        @Override
        public Integer decode(byte[] bytes, int offset, int length) {
            return getInt(bytes, offset, length);
        }

        @Override
        public int getInt(byte[] bytes, int offset, int length) {
            expectLength(length, 4);
            return Bytes.getInt(bytes, offset);
        }

        @Override
        public long getLong(byte[] bytes, int offset, int length) {
            return getInt(bytes, offset, length);
        }
    }

    private static final class Int8 extends IntegerCodec {

        Int8() {
            super(20, 1016, "int8", Long.class);
        }

        @Override
        void encodeLong(long value, ByteBuf out) {
            out.writeLong(value);
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
    }

    private static final class Oid extends IntegerCodec {

        private static final long MAX = 0xFFFF_FFFFL;

        Oid() {
            super(26, 1028, "oid", Long.class);
        }

        @Override
        void encodeLong(long value, ByteBuf out) {
            if (value < 0 || value > MAX) {
                throw outOfRange();
            }
            out.writeInt((int) value);
        }

        @Override
        public Long decode(byte[] bytes, int offset, int length) {
            return getLong(bytes, offset, length);
        }

        @Override
        public long getLong(byte[] bytes, int offset, int length) {
            expectLength(length, 4);
            return Integer.toUnsignedLong(Bytes.getInt(bytes, offset));
        }
    }
}
