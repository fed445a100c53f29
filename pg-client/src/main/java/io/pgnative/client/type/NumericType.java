package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Numeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** {@code numeric}: exact, with the scale that the server displays. */
final class NumericType extends NumberCodec {

    private static final String GIVE = "a BigDecimal, another number or a Numeric";

    /** Doubles hold these exactly, so one division rounds correctly. */
    private static final int MAX_EXACT_SCALE = 18;

    /** More digits than these before the decimal point are beyond all longs. */
    private static final int MAX_LONG_DIGITS = 19;

    private static final long MAX_EXACT_INTEGER = 1L << 53;

    private NumericType() {
        super(1700, 1231, "numeric", BigDecimal.class);
    }

    static List<ScalarCodec> codecs() {
        return List.of(new NumericType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof BigDecimal decimal) {
            NumericFormat.write(decimal, out);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            encodeLong(((Number) value).longValue(), out);
        } else if (value instanceof BigInteger integer) {
            NumericFormat.write(new BigDecimal(integer), out);
        } else if (value instanceof Double number) {
            encodeDouble(number, out);
        } else if (value instanceof Float number) {
            encodeFloat(number, out);
        } else if (value instanceof Numeric numeric) {
            encodeNumeric(numeric, out);
        } else {
            throw doesNotTake(value, GIVE);
        }
    }

    @Override
    void encodeLong(long value, ByteBuf out) {
        if (value == 0) {
            NumericFormat.writeSpecial(NumericFormat.POSITIVE, out);
        } else {
            NumericFormat.writeSmall(value, 0, out);
        }
    }

    @Override
    void encodeDouble(double value, ByteBuf out) {
        encodeNumeric(Numeric.of(value), out);
    }

    private static void encodeFloat(float value, ByteBuf out) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            encodeNumeric(Numeric.of(value), out);
        } else {
            NumericFormat.write(new BigDecimal(Float.toString(value)), out);
        }
    }

    private static void encodeNumeric(Numeric value, ByteBuf out) {
        if (value.isFinite()) {
            NumericFormat.write(value.bigDecimalValue(), out);
        } else if (value.isNaN()) {
            NumericFormat.writeSpecial(NumericFormat.NAN, out);
        } else {
            NumericFormat.writeSpecial(
                    value.doubleValue() > 0 ? NumericFormat.POSITIVE_INFINITY : NumericFormat.NEGATIVE_INFINITY, out);
        }
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        switch (text) {
            case "NaN" -> NumericFormat.writeSpecial(NumericFormat.NAN, out);
            case "Infinity" -> NumericFormat.writeSpecial(NumericFormat.POSITIVE_INFINITY, out);
            case "-Infinity" -> NumericFormat.writeSpecial(NumericFormat.NEGATIVE_INFINITY, out);
            default -> NumericFormat.write(parseDecimal(text), out);
        }
    }

    /** Without an exponent, which the server does not write and which would make short texts long numbers. */
    private static BigDecimal parseDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-') {
                throw new EncodeException("is no decimal number");
            }
        }
        if (text.length() > NumericFormat.MAX_TEXT) {
            throw new EncodeException("has more digits than a numeric can");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new EncodeException("is no decimal number");
        }
    }

    /** Zeros that are not sent are written out, before the decimal point and behind it. */
    @Override
    boolean expands() {
        return true;
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        return NumericFormat.expandedLength(bytes, offset, length);
    }

    @Override
    public BigDecimal decode(byte[] bytes, int offset, int length) {
        return getBigDecimal(bytes, offset, length);
    }

    @Override
    BigDecimal getBigDecimal(byte[] bytes, int offset, int length) {
        requireNumber(bytes, offset, length, "BigDecimal; ask for Numeric or Double");
        return NumericFormat.decimal(bytes, offset);
    }

    @Override
    BigInteger getBigInteger(byte[] bytes, int offset, int length) {
        requireNumber(bytes, offset, length, "BigInteger");
        try {
            return NumericFormat.decimal(bytes, offset).toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw doesNotFit("BigInteger");
        }
    }

    @Override
    Numeric getNumeric(byte[] bytes, int offset, int length) {
        NumericFormat.validate(bytes, offset, length);
        int sign = NumericFormat.sign(bytes, offset);
        return isNumber(sign) ? Numeric.of(NumericFormat.decimal(bytes, offset)) : Numeric.of(special(sign));
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return getNumeric(bytes, offset, length).toString();
    }

    @Override
    public long getLong(byte[] bytes, int offset, int length) {
        requireNumber(bytes, offset, length, "long");
        int scale = NumericFormat.scale(bytes, offset);
        if (scale <= MAX_EXACT_SCALE && NumericFormat.isSmall(bytes, offset)) {
            long unscaled = NumericFormat.smallUnscaled(bytes, offset);
            long divisor = NumericFormat.powerOfTen(scale);
            if (unscaled % divisor != 0) {
                throw doesNotFit("long");
            }
            return unscaled / divisor;
        }
        if (NumericFormat.integerDigits(bytes, offset) > MAX_LONG_DIGITS) {
            throw doesNotFit("long");
        }
        try {
            return NumericFormat.decimal(bytes, offset).longValueExact();
        } catch (ArithmeticException e) {
            throw doesNotFit("long");
        }
    }

    /** The nearest double; a number beyond all doubles is refused. */
    @Override
    public double getDouble(byte[] bytes, int offset, int length) {
        NumericFormat.validate(bytes, offset, length);
        int sign = NumericFormat.sign(bytes, offset);
        if (!isNumber(sign)) {
            return special(sign);
        }
        int scale = NumericFormat.scale(bytes, offset);
        if (scale <= MAX_EXACT_SCALE && NumericFormat.isSmall(bytes, offset)) {
            long unscaled = NumericFormat.smallUnscaled(bytes, offset);
            if (Math.abs(unscaled) <= MAX_EXACT_INTEGER) {
                return (double) unscaled / NumericFormat.powerOfTen(scale);
            }
        }
        double value = NumericFormat.decimal(bytes, offset).doubleValue();
        if (Double.isInfinite(value)) {
            throw doesNotFit("double");
        }
        return value;
    }

    /** The nearest float; a number beyond all floats is refused. */
    @Override
    public float getFloat(byte[] bytes, int offset, int length) {
        NumericFormat.validate(bytes, offset, length);
        int sign = NumericFormat.sign(bytes, offset);
        if (!isNumber(sign)) {
            return (float) special(sign);
        }
        float value = NumericFormat.decimal(bytes, offset).floatValue();
        if (Float.isInfinite(value)) {
            throw doesNotFit("float");
        }
        return value;
    }

    private static boolean isNumber(int sign) {
        return sign == NumericFormat.POSITIVE || sign == NumericFormat.NEGATIVE;
    }

    private static double special(int sign) {
        if (sign == NumericFormat.NAN) {
            return Double.NaN;
        }
        return sign == NumericFormat.POSITIVE_INFINITY ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    private static void requireNumber(byte[] bytes, int offset, int length, String as) {
        NumericFormat.validate(bytes, offset, length);
        int sign = NumericFormat.sign(bytes, offset);
        if (!isNumber(sign)) {
            throw new DecodeException(special(sign) + " cannot be read as " + as);
        }
    }
}
