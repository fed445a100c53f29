package io.pgnative.client.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian reads from heap memory. Who calls has checked the length of the value. */
final class Bytes {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static short getShort(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset);
    }

    static int getUnsignedShort(byte[] bytes, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, offset));
    }

    static int getInt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static long getLong(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static float getFloat(byte[] bytes, int offset) {
        return Float.intBitsToFloat(getInt(bytes, offset));
    }

    static double getDouble(byte[] bytes, int offset) {
        return Double.longBitsToDouble(getLong(bytes, offset));
    }

    static void expectLength(String typeName, int length, int expected) {
        if (length != expected) {
            throw wrongLength(typeName, length, expected);
        }
    }

    private static DecodeException wrongLength(String typeName, int length, int expected) {
        return new DecodeException("malformed " + typeName + ": " + length + " bytes, expected " + expected);
    }
}
