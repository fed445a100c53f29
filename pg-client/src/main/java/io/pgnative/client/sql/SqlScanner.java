package io.pgnative.client.sql;

/**
 * Finds the placeholders of a statement: walks over the text as the server's lexer does (PostgreSQL documentation,
 * section "Lexical Structure") and stops at {@code :name} and {@code $1} outside of strings, quoted identifiers, dollar
 * quotes and comments. What is left open at the end of the text ends there; the server says what it thinks of that.
 *
 * <p>A colon begins a placeholder when a name follows it at once and no operand stands before it at once: not in
 * {@code a::int}, {@code f(x := 1)}, the slice {@code a[lo:hi]} and {@code json_object('k':v)}. Strings are read as
 * with {@code standard_conforming_strings} on, which is the server's default.
 */
final class SqlScanner {

    enum Found {
        NAMED,
        NUMBERED,
        END
    }

    private final String sql;
    private int position;
    private int start;

    SqlScanner(String sql) {
        this.sql = sql;
    }

    /** Where the placeholder found last begins. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return position;
    }

    /** Goes on to the next placeholder. */
    Found next() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            start = position;
            if (isNameStart(c)) {
                word();
            } else if (isDigit(c)) {
                position++;
            } else if (c == '\'') {
                quoted('\'');
            } else if (c == '"') {
                quoted('"');
            } else if (c == '$') {
                if (isDigit(at(position + 1))) {
                    digits();
                    return Found.NUMBERED;
                }
                dollar();
            } else if (c == '-' && at(position + 1) == '-') {
                lineComment();
            } else if (c == '/' && at(position + 1) == '*') {
                blockComment();
            } else if (c == ':') {
                if (colon()) {
                    return Found.NAMED;
                }
            } else {
                position++;
            }
        }
        start = position;
        return Found.END;
    }

    /** U+0000, which no token holds, beyond the end. */
    private char at(int index) {
        return index < sql.length() ? sql.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The server takes every byte above 127 for a letter. */
    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    /** A key word, an identifier, which may hold dollar signs, or the letter before a string. */
    private void word() {
        while (isNamePart(at(position)) || at(position) == '$') {
            position++;
        }
        boolean escapes = position - start == 1 && (sql.charAt(start) == 'e' || sql.charAt(start) == 'E');
        if (escapes && at(position) == '\'') {
            escapeString();
        }
    }

    /** A doubled quote is two quoted texts side by side, which comes to the same. */
    private void quoted(char quote) {
        int end = sql.indexOf(quote, position + 1);
        position = end < 0 ? sql.length() : end + 1;
    }

    /** Such a string goes on in another one, when only white space with a line break lies between them. */
    private void escapeString() {
        do {
            position++;
            while (position < sql.length() && sql.charAt(position) != '\'') {
                position += sql.charAt(position) == '\\' ? 2 : 1;
            }
            position = Math.min(position + 1, sql.length());
        } while (at(position) == '\'' || continues());
    }

    /** Goes to the quote that continues a string, if there is one. */
    private boolean continues() {
        int before = position;
        boolean lineBreak = false;
        while (true) {
            char c = at(position);
            if (c == '\n' || c == '\r') {
                lineBreak = true;
                position++;
            } else if (c == ' ' || c == '\t' || c == '\f' || c == '\013') {
                position++;
            } else if (c == '-' && at(position + 1) == '-') {
                lineComment();
            } else if (c == '\'' && lineBreak) {
                return true;
            } else {
                position = before;
                return false;
            }
        }
    }

    private void digits() {
        position++;
        while (isDigit(at(position))) {
            position++;
        }
    }

    /** {@code $tag$ ... $tag$}, the tag being a name or nothing. */
    private void dollar() {
        int end = position + 1;
        if (isNameStart(at(end))) {
            while (isNamePart(at(end))) {
                end++;
            }
        }
        if (at(end) != '$') {
            position++;
            return;
        }
        String tag = sql.substring(position, end + 1);
        int close = sql.indexOf(tag, end + 1);
        position = close < 0 ? sql.length() : close + tag.length();
    }

    private void lineComment() {
        while (position < sql.length() && sql.charAt(position) != '\n' && sql.charAt(position) != '\r') {
            position++;
        }
    }

    /** They nest. */
    private void blockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < sql.length());
        position = Math.min(position, sql.length());
    }

    /** Passes a colon and what belongs to it. */
    private boolean colon() {
        boolean afterOperand = position > 0 && isOperandEnd(sql.charAt(position - 1));
        position++;
        if (at(position) == ':') {
            position++;
            return false;
        }
        if (afterOperand || !isNameStart(at(position))) {
            return false;
        }
        while (isNamePart(at(position))) {
            position++;
        }
        return true;
    }

    private static boolean isOperandEnd(char c) {
        return isNamePart(c) || c == '$' || c == '\'' || c == '"' || c == ')' || c == ']';
    }
}
