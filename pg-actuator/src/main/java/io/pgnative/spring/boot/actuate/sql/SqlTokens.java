package io.pgnative.spring.boot.actuate.sql;

/**
 * Walks over the tokens of a statement as the server's lexer does (PostgreSQL documentation, section "Lexical
 * Structure"). Comments are white space. What is left open at the end of the text ends there. Strings are read as with
 * {@code standard_conforming_strings} on, which is the server's default.
 */
final class SqlTokens {

    enum Kind {
        /** A key word or an identifier without quotes. */
        WORD,
        /** An identifier in quotes. */
        QUOTED,
        /** A string in quotes of any sort, or a number. */
        LITERAL,
        /** {@code $1}. */
        PARAMETER,
        /** Any other character. */
        SIGN,
        /** White space and comments. */
        SPACE,
        END
    }

    private final String sql;
    private int start;
    private int end;

    SqlTokens(String sql) {
        this.sql = sql;
    }

    /** Where the token begins. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return end;
    }

    /** Goes on to the next token. */
    Kind next() {
        start = end;
        if (start >= sql.length()) {
            return Kind.END;
        }
        char c = sql.charAt(start);
        if (isNameStart(c)) {
            return word();
        }
        if (isDigit(c) || (c == '.' && isDigit(at(start + 1)))) {
            number();
            return Kind.LITERAL;
        }
        if (isSpace(c) || isComment(start)) {
            space();
            return Kind.SPACE;
        }
        return switch (c) {
            case '\'' -> {
                end = afterQuoted(start, '\'');
                yield Kind.LITERAL;
            }
            case '"' -> {
                end = afterQuoted(start, '"');
                yield Kind.QUOTED;
            }
            case '$' -> dollar();
            default -> {
                end = start + 1;
                yield Kind.SIGN;
            }
        };
    }

    /** U+0000, which no token holds, beyond the end. */
    private char at(int index) {
        return index < sql.length() ? sql.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** The server takes every byte above 127 for a letter. */
    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private Kind word() {
        end = start + 1;
        while (isNamePart(at(end)) || at(end) == '$') {
            end++;
        }
        char letter = sql.charAt(start);
        if (end - start == 1 && (letter == 'e' || letter == 'E') && at(end) == '\'') {
            escapeString();
            return Kind.LITERAL;
        }
        return Kind.WORD;
    }

    /** With what may belong to it: letters, since {@code 1e5} and {@code 0xff} are numbers, too. */
    private void number() {
        end = start + 1;
        while (isNamePart(at(end)) || (at(end) == '.' && at(end + 1) != '.')) {
            end++;
        }
    }

    private boolean isComment(int index) {
        return sql.startsWith("--", index) || sql.startsWith("/*", index);
    }

    private void space() {
        end = start;
        while (end < sql.length()) {
            if (isSpace(sql.charAt(end))) {
                end++;
            } else if (sql.startsWith("--", end)) {
                lineComment();
            } else if (sql.startsWith("/*", end)) {
                blockComment();
            } else {
                return;
            }
        }
    }

    private void lineComment() {
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
    }

    /** They nest. */
    private void blockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        } while (depth > 0 && end < sql.length());
        end = Math.min(end, sql.length());
    }

    /** A doubled quote stays inside. */
    private int afterQuoted(int open, char quote) {
        int index = open + 1;
        while (index < sql.length()) {
            if (sql.charAt(index) == quote) {
                if (at(index + 1) != quote) {
                    return index + 1;
                }
                index++;
            }
            index++;
        }
        return sql.length();
    }

    /** Such a string goes on in another one, when only white space with a line break lies between them. */
    private void escapeString() {
        do {
            end++;
            while (end < sql.length() && sql.charAt(end) != '\'') {
                end += sql.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(end + 1, sql.length());
        } while (at(end) == '\'' || continues());
    }

    /** Goes to the quote that continues a string, if there is one. */
    private boolean continues() {
        int before = end;
        boolean hasBreak = false;
        while (isSpace(at(end)) || sql.startsWith("--", end)) {
            if (at(end) == '-') {
                lineComment();
            } else {
                hasBreak |= at(end) == '\n' || at(end) == '\r';
                end++;
            }
        }
        if (hasBreak && at(end) == '\'') {
            return true;
        }
        end = before;
        return false;
    }

    /** {@code $1}, or {@code $tag$ ... $tag$}, the tag being a name or nothing. */
    private Kind dollar() {
        end = start + 1;
        if (isDigit(at(end))) {
            while (isDigit(at(end))) {
                end++;
            }
            return Kind.PARAMETER;
        }
        int tagEnd = end;
        if (isNameStart(at(tagEnd))) {
            while (isNamePart(at(tagEnd))) {
                tagEnd++;
            }
        }
        if (at(tagEnd) != '$') {
            return Kind.SIGN;
        }
        String tag = sql.substring(start, tagEnd + 1);
        int close = sql.indexOf(tag, tagEnd + 1);
        end = close < 0 ? sql.length() : close + tag.length();
        return Kind.LITERAL;
    }
}
