package io.pgnative.client.sql;

import io.pgnative.client.sql.SqlLexer.Token;

/**
 * Finds the placeholders of a statement, {@code :name} and {@code $1}, outside of strings, quoted identifiers, dollar
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

    private final SqlLexer lexer;

    SqlScanner(String sql) {
        this.lexer = new SqlLexer(sql);
    }

    /** Where the placeholder found last begins. */
    int start() {
        return lexer.start();
    }

    /** Where it ends. */
    int end() {
        return lexer.position();
    }

    /** Goes on to the next placeholder. */
    Found next() {
        while (lexer.hasNext()) {
            Token token = lexer.next();
            if (token == Token.NUMBERED) {
                return Found.NUMBERED;
            }
            if (token == Token.SYMBOL && lexer.at(lexer.start()) == ':' && colon()) {
                return Found.NAMED;
            }
        }
        return Found.END;
    }

    /** Passes what belongs to a colon. */
    private boolean colon() {
        int end = lexer.position();
        if (lexer.at(end) == ':') {
            lexer.moveTo(end + 1);
            return false;
        }
        boolean afterOperand = lexer.start() > 0 && isOperandEnd(lexer.at(lexer.start() - 1));
        if (afterOperand || !SqlLexer.isNameStart(lexer.at(end))) {
            return false;
        }
        while (SqlLexer.isNamePart(lexer.at(end))) {
            end++;
        }
        lexer.moveTo(end);
        return true;
    }

    private static boolean isOperandEnd(char c) {
        return SqlLexer.isNamePart(c) || c == '$' || c == '\'' || c == '"' || c == ')' || c == ']';
    }
}
