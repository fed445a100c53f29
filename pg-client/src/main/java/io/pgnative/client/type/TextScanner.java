package io.pgnative.client.type;

/** Reads PostgreSQL's text forms from left to right. Strict: what the server does not write is refused. */
final class TextScanner {

    /** No long of so many decimal digits overflows. */
    private static final int MAX_DIGITS = 18;

    private static final int MICRO_DIGITS = 6;

    private final String text;
    private final String typeName;
    private int at;

    TextScanner(String text, String typeName) {
        this.text = text;
        this.typeName = typeName;
    }

    EncodeException malformed() {
        return new EncodeException("is not as the server writes " + typeName + ", at character " + (at + 1));
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The next character; U+0000 at the end. */
    char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    char next() {
        if (atEnd()) {
            throw malformed();
        }
        return text.charAt(at++);
    }

    boolean accept(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    boolean accept(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    void expect(char expected) {
        if (!accept(expected)) {
            throw malformed();
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw malformed();
        }
    }

    /** Passes blanks. */
    void skipBlanks() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** Passes a sign: -1 for a minus, 1 for a plus, 0 for none. */
    int sign() {
        if (accept('-')) {
            return -1;
        }
        return accept('+') ? 1 : 0;
    }

    boolean atDigit() {
        char c = peek();
        return c >= '0' && c <= '9';
    }

    /** A number without a sign. */
    long digits() {
        return digits(1, MAX_DIGITS);
    }

    /** A number of so many digits, without a sign. */
    long digits(int least, int most) {
        long value = 0;
        int count = 0;
        while (atDigit()) {
            if (++count > most) {
                throw malformed();
            }
            value = value * 10 + (next() - '0');
        }
        if (count < least) {
            throw malformed();
        }
        return value;
    }

    /** What follows a decimal point, of which there are up to six digits, in millionths; 0 when there is no point. */
    int micros() {
        if (!accept('.')) {
            return 0;
        }
        int begin = at;
        int value = (int) digits(1, MICRO_DIGITS);
        for (int count = at - begin; count < MICRO_DIGITS; count++) {
            value *= 10;
        }
        return value;
    }

    /** The characters up to one of those, or to the end. */
    String until(String delimiters) {
        int begin = at;
        while (at < text.length() && delimiters.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begin, at);
    }

    /** Characters between double quotes, in which a backslash stands before a quote or a backslash. */
    String quoted() {
        expect('"');
        StringBuilder content = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            content.append(c == '\\' ? next() : c);
        }
        return content.toString();
    }

    /** A floating-point number up to one of those, or to the end. */
    double float8(String delimiters) {
        return FloatText.float8(until(delimiters), typeName);
    }

    /** A floating-point number up to one of those, or to the end. */
    float float4(String delimiters) {
        return FloatText.float4(until(delimiters), typeName);
    }
}
