package io.pgnative.client.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text form of composites, as {@code record_in} and {@code record_out} have it: parentheses, commas, nothing for
 * NULL, quotes around what would be misread, quotes and backslashes doubled.
 */
final class CompositeText {

    private final String text;
    private int at;

    private CompositeText(String text) {
        this.text = text;
    }

    /** Appends a field and, but for the first, the comma before it. */
    static void append(StringBuilder out, int index, @Nullable String field) {
        if (index > 0) {
            out.append(',');
        }
        if (field == null) {
            return;
        }
        if (!needsQuotes(field)) {
            out.append(field);
            return;
        }
        out.append('"');
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('"');
    }

    private static boolean needsQuotes(String field) {
        for (int i = 0; i < field.length(); i++) {
            if (isBlank(field.charAt(i)) || "\"\\(),".indexOf(field.charAt(i)) >= 0) {
                return true;
            }
        }
        return field.isEmpty();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** The texts of the fields without their quotes, null for NULL; a single NULL cannot be told from no field. */
    static List<@Nullable String> parse(String text) {
        return new CompositeText(text).parse();
    }

    private List<@Nullable String> parse() {
        skipBlanks();
        if (peek() != '(') {
            throw CompositeFormat.malformed("it does not begin with a parenthesis");
        }
        List<@Nullable String> fields = new ArrayList<>();
        do {
            at++;
            fields.add(field());
        } while (peek() == ',');
        at++;
        skipBlanks();
        if (at < text.length()) {
            throw CompositeFormat.malformed("there is more after its end");
        }
        return fields;
    }

    private @Nullable String field() {
        if (peek() == ',' || peek() == ')') {
            return null;
        }
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        while (quoted || (peek() != ',' && peek() != ')')) {
            char c = peek();
            at++;
            if (c == '\\') {
                field.append(peek());
                at++;
            } else if (c != '"') {
                field.append(c);
            } else if (quoted && at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                quoted = !quoted;
            }
        }
        return field.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw CompositeFormat.malformed("it is cut off");
        }
        return text.charAt(at);
    }
}
