package io.pgnative.client.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text form of arrays, as {@code array_in} and {@code array_out} have it: braces around each dimension, quotes
 * around what would be misread, a backslash before quotes and backslashes, the bounds in front if they are not 1.
 */
final class ArrayText {

    private static final String NULL = "NULL";

    private final String text;
    private final char delimiter;
    private final List<@Nullable String> elements = new ArrayList<>();
    private final int[] lengths = new int[ArrayFormat.MAX_DIMENSIONS];
    private int at;

    /** How deep the elements lie; 0 until one is found. */
    private int dimensions;

    /** The same as the bounds in front claim. */
    private @Nullable ArrayShape claimed;

    private ArrayText(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
        Arrays.fill(lengths, -1);
    }

    /** What an array's text holds: the texts of the elements without their quotes, null for NULL. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Parsed(ArrayShape shape, @Nullable String[] elements) {}

    static Parsed parse(String text, char delimiter) {
        ArrayText parser = new ArrayText(text, delimiter);
        return parser.parse();
    }

    // Writing.

    static void appendBounds(StringBuilder out, int[] lengths, int[] lowerBounds) {
        for (int i = 0; i < lengths.length; i++) {
            long last = (long) lowerBounds[i] + lengths[i] - 1;
            out.append('[').append(lowerBounds[i]).append(':').append(last).append(']');
        }
        out.append('=');
    }

    static void appendElement(StringBuilder out, @Nullable String element, char delimiter) {
        if (element == null) {
            out.append(NULL);
        } else if (needsQuotes(element, delimiter)) {
            out.append('"');
            for (int i = 0; i < element.length(); i++) {
                char c = element.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\');
                }
                out.append(c);
            }
            out.append('"');
        } else {
            out.append(element);
        }
    }

    private static boolean needsQuotes(String element, char delimiter) {
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == delimiter || c == '{' || c == '}' || c == '"' || c == '\\' || isBlank(c)) {
                return true;
            }
        }
        return element.isEmpty() || element.equalsIgnoreCase(NULL);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    // Reading.

    private Parsed parse() {
        skipBlanks();
        if (peek() == '[') {
            claimed = bounds();
        }
        level(0);
        skipBlanks();
        if (at < text.length()) {
            throw malformed("there is more after its end");
        }
        ArrayShape shape = shape();
        if (claimed != null && !Arrays.equals(claimed.lengths(), shape.lengths())) {
            throw malformed("its bounds do not agree with its elements");
        }
        return new Parsed(claimed != null ? claimed : shape, elements.toArray(new @Nullable String[0]));
    }

    private ArrayShape shape() {
        if (elements.isEmpty()) {
            return ArrayShape.EMPTY;
        }
        int[] lowerBounds = new int[dimensions];
        Arrays.fill(lowerBounds, 1);
        return new ArrayShape(Arrays.copyOf(lengths, dimensions), lowerBounds);
    }

    private ArrayShape bounds() {
        int[] sizes = new int[ArrayFormat.MAX_DIMENSIONS];
        int[] firsts = new int[ArrayFormat.MAX_DIMENSIONS];
        int count = 0;
        while (peek() == '[') {
            at++;
            if (count == ArrayFormat.MAX_DIMENSIONS) {
                throw malformed("it has more than " + ArrayFormat.MAX_DIMENSIONS + " dimensions");
            }
            long first = 1;
            long last = number();
            if (peek() == ':') {
                at++;
                first = last;
                last = number();
            }
            expect(']');
            if (last < first || last - first >= Integer.MAX_VALUE) {
                throw malformed("its bounds are out of range");
            }
            firsts[count] = (int) first;
            sizes[count++] = (int) (last - first + 1);
            skipBlanks();
        }
        expect('=');
        skipBlanks();
        return new ArrayShape(Arrays.copyOf(sizes, count), Arrays.copyOf(firsts, count));
    }

    private int number() {
        int begin = at;
        while (at < text.length()
                && (Character.digit(text.charAt(at), 10) >= 0 || "+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        try {
            return Integer.parseInt(text, begin, at, 10);
        } catch (NumberFormatException e) {
            throw malformed("its bounds are no numbers");
        }
    }

    private void level(int depth) {
        if (depth == ArrayFormat.MAX_DIMENSIONS) {
            throw malformed("it has more than " + ArrayFormat.MAX_DIMENSIONS + " dimensions");
        }
        expect('{');
        int count = 0;
        skipBlanks();
        if (peek() == '}') {
            at++;
            close(depth, count);
            return;
        }
        while (true) {
            skipBlanks();
            if (peek() == '{') {
                if (dimensions == depth + 1) {
                    throw malformed("not all of its elements are as deep");
                }
                level(depth + 1);
            } else {
                if ((dimensions != 0 && dimensions != depth + 1) || isDeeper(depth)) {
                    throw malformed("not all of its elements are as deep");
                }
                dimensions = depth + 1;
                elements.add(element());
            }
            count++;
            skipBlanks();
            if (peek() == '}') {
                at++;
                close(depth, count);
                return;
            }
            expect(delimiter);
        }
    }

    /** Whether a level below a depth has been closed: empty ones have no element that would tell. */
    private boolean isDeeper(int depth) {
        return depth + 1 < lengths.length && lengths[depth + 1] >= 0;
    }

    private void close(int depth, int count) {
        if (lengths[depth] >= 0 && lengths[depth] != count) {
            throw malformed("its parts are not of one length");
        }
        lengths[depth] = count;
    }

    private @Nullable String element() {
        StringBuilder element = new StringBuilder();
        boolean literal = false;
        int meant = 0;
        boolean quoted = false;
        while (true) {
            char c = peek();
            if (c == '\\') {
                at++;
                element.append(peek());
                literal = true;
                meant = element.length();
            } else if (c == '"') {
                quoted = !quoted;
                literal = true;
                meant = element.length();
            } else if (quoted) {
                element.append(c);
                meant = element.length();
            } else if (c == delimiter || c == '}') {
                break;
            } else if (c == '{') {
                throw malformed("there is a brace within an element");
            } else {
                element.append(c);
                meant = isBlank(c) ? meant : element.length();
            }
            at++;
        }
        element.setLength(meant);
        if (!literal && meant == 0) {
            throw malformed("an element is missing");
        }
        String result = element.toString();
        return !literal && result.equalsIgnoreCase(NULL) ? null : result;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed("expected " + c);
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("it is cut off");
        }
        return text.charAt(at);
    }

    private static DecodeException malformed(String why) {
        return ArrayFormat.malformed(why);
    }
}
