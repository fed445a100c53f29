package io.pgnative.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The text form of ranges and multiranges, as {@code range_in}, {@code range_out} and their plurals have it. */
final class RangeText {

    private static final String EMPTY = "empty";

    /** What ends the word {@code empty} in a list of ranges. */
    private static final String AFTER_RANGE = ",}";

    private final String text;
    private int at;

    RangeText(String text) {
        this.text = text;
    }

    static <T> String of(Range<T> range, Function<? super T, String> bound) {
        if (range.isEmpty()) {
            return EMPTY;
        }
        StringBuilder out = new StringBuilder();
        out.append(range.isLowerInclusive() ? '[' : '(');
        appendBound(out, range.lower(), bound);
        out.append(',');
        appendBound(out, range.upper(), bound);
        return out.append(range.isUpperInclusive() ? ']' : ')').toString();
    }

    private static <T> void appendBound(StringBuilder out, @Nullable T bound, Function<? super T, String> asText) {
        if (bound == null) {
            return;
        }
        String text = asText.apply(bound);
        if (!needsQuotes(text)) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('"');
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isBlank(text.charAt(i)) || "\"\\()[],".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return text.isEmpty();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    <T> List<Range<T>> ranges(Function<? super String, ? extends T> bound) {
        List<Range<T>> ranges = new ArrayList<>();
        expect('{');
        skipBlanks();
        if (peek() == '}') {
            at++;
            return ranges;
        }
        while (true) {
            ranges.add(range(bound));
            if (peek() == '}') {
                at++;
                return ranges;
            }
            expect(',');
        }
    }

    /** Reads a range, and the blanks around it. */
    <T> Range<T> range(Function<? super String, ? extends T> bound) {
        skipBlanks();
        if (text.regionMatches(true, at, EMPTY, 0, EMPTY.length())) {
            at += EMPTY.length();
            skipBlanks();
            if (at < text.length() && AFTER_RANGE.indexOf(text.charAt(at)) < 0) {
                throw malformed("there is more after the word empty");
            }
            return Range.empty();
        }
        boolean lowerInclusive = peek() == '[';
        if (!lowerInclusive && peek() != '(') {
            throw malformed("it does not begin with a parenthesis or bracket");
        }
        at++;
        String lower = bound();
        expect(',');
        String upper = bound();
        boolean upperInclusive = peek() == ']';
        if (!upperInclusive && peek() != ')') {
            throw malformed("it has more than two bounds");
        }
        at++;
        skipBlanks();
        return Range.of(
                lower == null ? null : bound.apply(lower),
                lowerInclusive,
                upper == null ? null : bound.apply(upper),
                upperInclusive);
    }

    /** The text of a bound without its quotes; null if there is none. */
    private @Nullable String bound() {
        if (isEndOfBound(peek())) {
            return null;
        }
        StringBuilder bound = new StringBuilder();
        boolean quoted = false;
        while (quoted || !isEndOfBound(peek())) {
            char c = peek();
            at++;
            if (c == '\\') {
                bound.append(peek());
                at++;
            } else if (c != '"') {
                bound.append(c);
            } else if (quoted && at < text.length() && text.charAt(at) == '"') {
                bound.append('"');
                at++;
            } else {
                quoted = !quoted;
            }
        }
        return bound.toString();
    }

    private static boolean isEndOfBound(char c) {
        return c == ',' || c == ')' || c == ']';
    }

    void end() {
        skipBlanks();
        if (at < text.length()) {
            throw malformed("there is more after its end");
        }
    }

    private void expect(char c) {
        skipBlanks();
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

    private IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("malformed range: " + why + ", at character " + (at + 1));
    }
}
