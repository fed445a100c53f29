package io.pgnative.client.type;

/** The text form of floating-point numbers. Java reads more than the server writes: hexadecimal, suffixes, blanks. */
final class FloatText {

    private FloatText() {}

    static double float8(String text, String typeName) {
        if (isNamed(text)) {
            return Double.parseDouble(text);
        }
        requireDecimal(text, typeName);
        try {
            return finite(Double.parseDouble(text), typeName);
        } catch (NumberFormatException e) {
            throw malformed(typeName);
        }
    }

    /** Not by way of a double, which would round twice. */
    static float float4(String text, String typeName) {
        if (isNamed(text)) {
            return Float.parseFloat(text);
        }
        requireDecimal(text, typeName);
        try {
            return (float) finite(Float.parseFloat(text), typeName);
        } catch (NumberFormatException e) {
            throw malformed(typeName);
        }
    }

    private static boolean isNamed(String text) {
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    private static double finite(double value, String typeName) {
        if (Double.isInfinite(value)) {
            throw new EncodeException("out of range for " + typeName);
        }
        return value;
    }

    private static void requireDecimal(String text, String typeName) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                throw malformed(typeName);
            }
        }
    }

    private static EncodeException malformed(String typeName) {
        return new EncodeException("is not as the server writes a number of " + typeName);
    }
}
