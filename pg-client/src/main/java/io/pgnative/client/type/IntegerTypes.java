package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** {@code int2}, {@code int4} and {@code int8}: signed, big-endian. */
final class IntegerTypes {

    private IntegerTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new Int2(), new Int4(), new Int8());
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
}
