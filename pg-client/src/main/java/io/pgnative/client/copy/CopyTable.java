package io.pgnative.client.copy;

import io.pgnative.client.PgMisuseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table as it is written in SQL: identifiers with points between, in lower case unless quoted (PostgreSQL
 * documentation, section "Identifiers and Key Words").
 *
 * @param parts as the server has them, without quotes
 */
record CopyTable(List<String> parts) {

    private static final int MOST_PARTS = 3;

    CopyTable {
        parts = List.copyOf(parts);
    }

    /** Reads a name that must be one. */
    static CopyTable of(String text) {
        CopyTable table = find(Objects.requireNonNull(text, "table must not be null"));
        if (table == null) {
            throw new PgMisuseException(
                    "copyIn takes the name of a table, such as lines, sales.lines or \"Mixed\", which this is not");
        }
        return table;
    }

    /** Reads a text that may be a name; null if it is none. */
    static @Nullable CopyTable find(String text) {
        List<String> parts = new ArrayList<>();
        String rest = text.strip();
        int at = 0;
        while (parts.size() < MOST_PARTS) {
            int end = at < rest.length() && rest.charAt(at) == '"' ? quotedEnd(rest, at) : plainEnd(rest, at);
            if (end < 0) {
                return null;
            }
            parts.add(identifier(rest.substring(at, end)));
            at = skipSpace(rest, end);
            if (at == rest.length()) {
                return parts.contains("") ? null : new CopyTable(parts);
            }
            if (rest.charAt(at) != '.') {
                return null;
            }
            at = skipSpace(rest, at + 1);
        }
        return null;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int quotedEnd(String text, int start) {
        int at = start + 1;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\0') {
                return -1;
            }
            if (c == '"') {
                if (at == text.length() || text.charAt(at) != '"') {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }

    private static int plainEnd(String text, int start) {
        int at = start;
        while (at < text.length() && isPart(text.charAt(at), at == start)) {
            at++;
        }
        return at == start ? -1 : at;
    }

    private static boolean isPart(char c, boolean first) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || c > 127
                || (!first && (c == '$' || (c >= '0' && c <= '9')));
    }

    private static String identifier(String written) {
        if (written.charAt(0) == '"') {
            return written.substring(1, written.length() - 1).replace("\"\"", "\"");
        }
        // As the server does it: letters beyond ASCII stay as they are.
        StringBuilder lower = new StringBuilder(written.length());
        written.chars().forEach(c -> lower.append((char) (c < 128 ? Character.toLowerCase(c) : c)));
        return lower.toString();
    }

    /** An identifier that means this name and nothing else. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Identifiers of columns, with commas between. */
    static String quoteAll(List<String> names) {
        return names.stream().map(CopyTable::quote).collect(Collectors.joining(", "));
    }

    /** The name for people. */
    String name() {
        return String.join(".", parts);
    }

    /** The name for a command. */
    String toSql() {
        return parts.stream().map(CopyTable::quote).collect(Collectors.joining("."));
    }
}
