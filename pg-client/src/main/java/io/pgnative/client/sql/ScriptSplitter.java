package io.pgnative.client.sql;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.ScriptStatement;
import io.pgnative.client.sql.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a script into statements, as psql does: at a separator outside of strings, quoted identifiers, dollar quotes
 * and comments; at a semicolon also only outside of parentheses, which hold several statements in {@code CREATE RULE},
 * and of {@code BEGIN ATOMIC ... END} in {@code CREATE FUNCTION}.
 */
public final class ScriptSplitter {

    private static final String SEMICOLON = ";";

    private static final Pattern SET_CONFORMING = Pattern.compile(
            "set\\s+(?:(?:session|local)\\s+)?standard_conforming_strings(?:\\s*=\\s*|\\s+to\\s+)'?(\\w+)'?",
            Pattern.CASE_INSENSITIVE);

    /** They ask for no more than that there be no other commands of psql. */
    private static final Pattern RESTRICTION = Pattern.compile("\\\\(?:un)?restrict\\b[^\\r\\n]*");

    private static final Pattern COMMAND = Pattern.compile("\\\\(?:[a-zA-Z_]+|\\S?)");

    private final String text;
    private final String separator;
    private final boolean conformingAtFirst;
    private final SqlLexer lexer;
    private final StatementWords words = new StatementWords();
    private final List<ScriptStatement> statements = new ArrayList<>();
    private int start = -1;
    private int end;
    private int countedTo;
    private int line = 1;
    private int lineStart;

    private ScriptSplitter(String text, String separator, boolean conforming) {
        this.text = text;
        this.separator = separator;
        this.conformingAtFirst = conforming;
        this.lexer = new SqlLexer(text);
        lexer.conforming(conforming);
    }

    /**
     * Splits; see {@link ScriptStatement#split(String, String, boolean)}.
     *
     * @param text the script
     * @param separator what ends statements
     * @param conforming whether {@code standard_conforming_strings} is on
     * @return the statements; those without any token are left out
     * @throws PgMisuseException telling the line, for what has no end and for what only psql can do
     */
    public static List<ScriptStatement> split(String text, String separator, boolean conforming) {
        if (separator.isEmpty()) {
            throw new PgMisuseException("separator: expected a text that is not empty");
        }
        return List.copyOf(new ScriptSplitter(text, separator, conforming).split());
    }

    private List<ScriptStatement> split() {
        while (lexer.hasNext()) {
            int position = lexer.position();
            if (separates(position)) {
                endStatement();
                lexer.moveTo(position + separator.length());
            } else if (text.charAt(position) == '\\') {
                backslash(position);
            } else {
                token(lexer.next());
            }
        }
        endStatement();
        return statements;
    }

    private boolean separates(int position) {
        if (!text.startsWith(separator, position)) {
            return false;
        }
        if (separator.equals(SEMICOLON)) {
            return words.canEnd();
        }
        // One that is a word does not match a part of a word.
        int last = position + separator.length() - 1;
        return !(isWordPart(text.charAt(last)) && isWordPart(lexer.at(last + 1)));
    }

    private static boolean isWordPart(char c) {
        return SqlLexer.isNamePart(c) || c == '$';
    }

    private void token(Token token) {
        if (lexer.isOpen()) {
            throw failure(lexer.start(), "the " + nameOf(token) + " that begins here has no end");
        }
        if (token == Token.SPACE || token == Token.COMMENT) {
            return;
        }
        if (start < 0) {
            start = lexer.start();
        }
        end = lexer.position();
        switch (token) {
            case WORD -> words.word(text.substring(lexer.start(), end));
            case SYMBOL -> words.symbol(text.charAt(lexer.start()));
            default -> words.literal();
        }
    }

    private String nameOf(Token token) {
        return switch (token) {
            case COMMENT -> "comment";
            case QUOTED_NAME -> "quoted identifier";
            case DOLLAR_QUOTED ->
                "dollar-quoted string " + text.substring(lexer.start(), text.indexOf('$', lexer.start() + 1) + 1);
            default -> "string";
        };
    }

    private void backslash(int position) {
        Matcher restriction = RESTRICTION.matcher(text).region(position, text.length());
        if (start < 0 && restriction.lookingAt()) {
            lexer.moveTo(restriction.end());
            return;
        }
        Matcher command = COMMAND.matcher(text).region(position, text.length());
        String name = command.lookingAt() ? command.group() : "\\";
        throw failure(
                position, name + " is for psql, expected SQL only; have psql run the script, or take the command out");
    }

    private void endStatement() {
        if (start >= 0) {
            if (words.copiesFromStdin()) {
                throw failure(
                        start,
                        "COPY ... FROM STDIN with data in the script is for psql, expected INSERT (as of pg_dump"
                                + " --inserts) or copyIn of the client");
            }
            int atLine = lineOf(start);
            String statement = text.substring(start, end);
            statements.add(new ScriptStatement(statement, atLine, text.codePointCount(lineStart, start) + 1));
            followSetting(statement);
        }
        start = -1;
        words.clear();
    }

    /** Old scripts switch it off, and mean it for what follows. */
    private void followSetting(String statement) {
        Matcher set = SET_CONFORMING.matcher(statement);
        if (set.matches()) {
            lexer.conforming(
                    switch (set.group(1).toLowerCase(Locale.ROOT)) {
                        case "off", "false", "no", "0" -> false;
                        case "default" -> conformingAtFirst;
                        default -> true;
                    });
        }
    }

    private PgMisuseException failure(int offset, String what) {
        return new PgMisuseException("line " + lineOf(offset) + ": " + what);
    }

    /** Counts on from where it was asked for last, which must not lie behind. */
    private int lineOf(int offset) {
        for (; countedTo < offset; countedTo++) {
            if (text.charAt(countedTo) == '\n') {
                line++;
                lineStart = countedTo + 1;
            }
        }
        return line;
    }
}
