package io.pgnative.client.type;

/** Floating-point numbers of 16 bits: a sign, 5 bits of exponent, 10 of fraction. */
final class Half {

    private static final int SIGN = 0x8000;
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x1F;
    private static final int BIAS = 15;

    /** Of the smallest number with a full fraction. */
    private static final int MIN_EXPONENT = -14;

    /** From here on the nearest would be an infinity. */
    private static final float LIMIT = 65520;

    private Half() {}

    static float toFloat(short half) {
        int exponent = half >>> FRACTION_BITS & EXPONENT;
        int fraction = half & FRACTION;
        float value;
        if (exponent == 0) {
            value = Math.scalb((float) fraction, MIN_EXPONENT - FRACTION_BITS);
        } else if (exponent == EXPONENT) {
            value = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            value = Math.scalb((float) (fraction + FRACTION + 1), exponent - BIAS - FRACTION_BITS);
        }
        return (half & SIGN) == 0 ? value : -value;
    }

    /**
     * The nearest, of two equally near the even one.
     *
     * @throws EncodeException when that would be an infinity
     */
    static short ofFloat(float value, String typeName) {
        float magnitude = Math.abs(value);
        if (!(magnitude < LIMIT)) {
            throw new EncodeException("out of range for " + typeName);
        }
        int exponent = Math.max(Math.getExponent(magnitude), MIN_EXPONENT);
        int scaled = (int) Math.rint(Math.scalb(magnitude, FRACTION_BITS - exponent));
        // The bit above the fraction, where there is one, counts the exponent up by one, as does an overflow of it.
        int bits = ((exponent - MIN_EXPONENT) << FRACTION_BITS) + scaled;
        int sign = Float.floatToRawIntBits(value) >>> Short.SIZE & SIGN;
        return (short) (sign | bits);
    }
}
