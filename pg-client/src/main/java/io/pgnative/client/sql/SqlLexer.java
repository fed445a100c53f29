package io.pgnative.client.sql;

/**
 * Walks over SQL as the server's lexer does (PostgreSQL documentation, section "Lexical Structure"). What is left open
 * at the end of the text ends there.
 */
final class SqlLexer {

    enum Token {
        /** One character of white space. */
        SPACE,
        COMMENT,
        /** A key word, or an identifier without quotes, which may hold dollar signs. */
        WORD,
        DIGITS,
        /** With the letter before it. A doubled quote is two of them side by side, which comes to the same. */
        STRING,
        QUOTED_NAME,
        DOLLAR_QUOTED,
        /** {@code $1}. */
        NUMBERED,
        /** One character that is nothing else. */
        SYMBOL
    }

    private final String sql;
    private boolean conforming = true;
    private int position;
    private int start;
    private boolean isOpen;

    SqlLexer(String sql) {
        this.sql = sql;
    }

    /** Reads strings as with {@code standard_conforming_strings} on, which is the server's default, or off. */
    void conforming(boolean newConforming) {
        conforming = newConforming;
    }

    boolean hasNext() {
        return position < sql.length();
    }

    /** Where the last token begins. */
    int start() {
        return start;
    }

    /** Where the next token begins. */
    int position() {
        return position;
    }

    /** Has the next token begin elsewhere. */
    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Whether the last token lacks its end. */
    boolean isOpen() {
        return isOpen;
    }

    /** Goes on by one token; there has to be one. */
    Token next() {
        start = position;
        isOpen = false;
        char c = sql.charAt(position);
        if (isNameStart(c)) {
            return word();
        }
        if (isDigit(c)) {
            return digits(Token.DIGITS);
        }
        if (isSpace(c)) {
            return one(Token.SPACE);
        }
        return switch (c) {
            case '\'' -> string(!conforming);
            case '"' -> until("\"", position + 1, Token.QUOTED_NAME);
            case '$' -> dollar();
            case '-' -> at(position + 1) == '-' ? lineComment() : one(Token.SYMBOL);
            case '/' -> at(position + 1) == '*' ? blockComment() : one(Token.SYMBOL);
            default -> one(Token.SYMBOL);
        };
    }

    /** U+0000, which no token holds, beyond the end. */
    char at(int index) {
        return index < sql.length() ? sql.charAt(index) : '\0';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\013';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The server takes every byte above 127 for a letter. */
    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
    }

    /** Without the dollar sign, which neither the tag of a quote nor a placeholder may hold. */
    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private Token one(Token token) {
        position++;
        return token;
    }

    private Token digits(Token token) {
        do {
            position++;
        } while (isDigit(at(position)));
        return token;
    }

    private Token word() {
        while (isNamePart(at(position)) || at(position) == '$') {
            position++;
        }
        if (position - start > 1 || at(position) != '\'') {
            return Token.WORD;
        }
        return string(
                switch (sql.charAt(start)) {
                    case 'e', 'E' -> true;
                    case 'b', 'B', 'x', 'X' -> false;
                    // The one of the national character set is a string like any other.
                    default -> !conforming;
                });
    }

    /** One with escapes goes on in another one, when only white space with a line break lies between them. */
    private Token string(boolean escapes) {
        do {
            position++;
            while (position < sql.length() && sql.charAt(position) != '\'') {
                position += escapes && sql.charAt(position) == '\\' ? 2 : 1;
            }
            if (position >= sql.length()) {
                return open(Token.STRING);
            }
            position++;
        } while (escapes && (at(position) == '\'' || continues()));
        return Token.STRING;
    }

    /** Goes to the quote that continues a string, if there is one. */
    private boolean continues() {
        int before = position;
        boolean lineBreak = false;
        while (true) {
            char c = at(position);
            if (isSpace(c)) {
                lineBreak |= c == '\n' || c == '\r';
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

    /** {@code $1}, or {@code $tag$ ... $tag$}, the tag being a name or nothing. */
    private Token dollar() {
        int tagEnd = position + 1;
        if (isDigit(at(tagEnd))) {
            return digits(Token.NUMBERED);
        }
        if (isNameStart(at(tagEnd))) {
            while (isNamePart(at(tagEnd))) {
                tagEnd++;
            }
        }
        if (at(tagEnd) != '$') {
            return one(Token.SYMBOL);
        }
        return until(sql.substring(position, tagEnd + 1), tagEnd + 1, Token.DOLLAR_QUOTED);
    }

    private Token until(String close, int from, Token token) {
        int end = sql.indexOf(close, from);
        if (end < 0) {
            return open(token);
        }
        position = end + close.length();
        return token;
    }

    private Token open(Token token) {
        position = sql.length();
        isOpen = true;
        return token;
    }

    private Token lineComment() {
        while (position < sql.length() && sql.charAt(position) != '\n' && sql.charAt(position) != '\r') {
            position++;
        }
        return Token.COMMENT;
    }

    /** They nest. */
    private Token blockComment() {
        int depth = 0;
        do {
            if (position >= sql.length()) {
                return open(Token.COMMENT);
            }
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0);
        return Token.COMMENT;
    }
}
