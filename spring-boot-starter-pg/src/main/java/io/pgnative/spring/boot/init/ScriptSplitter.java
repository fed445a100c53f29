package io.pgnative.spring.boot.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a script into statements, as psql does: walks over the text as the server's lexer does (PostgreSQL
 * documentation, section "Lexical Structure") and ends a statement at a separator outside of strings, quoted
 * identifiers, dollar quotes and comments; at a semicolon also only outside of parentheses, which hold several
 * statements in {@code CREATE RULE}, and of {@code BEGIN ATOMIC ... END} in {@code CREATE FUNCTION}.
 *
 * <p>Comments before and behind a statement are left out. What only psql can do is refused: its commands, which begin
 * with a backslash, and the data behind {@code COPY ... FROM STDIN}. Only the commands restrict and unrestrict, which
 * pg_dump writes, are passed over, since they ask for no more than that.
 */
final class ScriptSplitter {

    private static final String SEMICOLON = ";";

    private static final Pattern SET_CONFORMING = Pattern.compile(
            "set\\s+(?:(?:session|local)\\s+)?standard_conforming_strings(?:\\s*=\\s*|\\s+to\\s+)'?(\\w+)'?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern RESTRICTION = Pattern.compile("\\\\(?:un)?restrict\\b[^\\r\\n]*");

    private static final Pattern COMMAND = Pattern.compile("\\\\(?:[a-zA-Z_]+|\\S?)");

    private final String text;
    private final String separator;
    private final boolean conformingAtFirst;
    private final StatementWords words = new StatementWords();
    private final List<ScriptStatement> statements = new ArrayList<>();
    private boolean conforming;
    private int position;
    private int start = -1;
    private int end;
    private int countedTo;
    private int line = 1;
    private int lineStart;

    /**
     * Prepares it.
     *
     * @param text the script
     * @param separator what ends statements
     * @param conforming whether {@code standard_conforming_strings} is on, so that a backslash in a string is one
     */
    ScriptSplitter(String text, String separator, boolean conforming) {
        this.text = text;
        this.separator = separator;
        this.conformingAtFirst = conforming;
        this.conforming = conforming;
    }

    /**
     * Splits.
     *
     * @return the statements; those without any token are left out
     * @throws ScriptSyntaxException for what is left open at the end of the script, and for what only psql can do
     */
    List<ScriptStatement> split() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (separates()) {
                endStatement();
                position += separator.length();
            } else if (isSpace(c)) {
                position++;
            } else if (c == '-' && at(position + 1) == '-') {
                lineComment();
            } else if (c == '/' && at(position + 1) == '*') {
                blockComment();
            } else if (c == '\\') {
                backslash();
            } else {
                if (start < 0) {
                    start = position;
                }
                token(c);
                end = position;
            }
        }
        endStatement();
        return statements;
    }

    private boolean separates() {
        if (!text.startsWith(separator, position)) {
            return false;
        }
        if (separator.equals(SEMICOLON)) {
            return words.canEnd();
        }
        // One that is a word does not match a part of a word.
        int last = position + separator.length() - 1;
        return !(isNamePart(text.charAt(last)) && isNamePart(at(last + 1)));
    }

    private void token(char c) {
        if (isNameStart(c)) {
            word();
        } else if (isDigit(c)) {
            digits();
            words.literal();
        } else if (c == '\'') {
            string(!conforming);
        } else if (c == '"') {
            identifier();
        } else if (c == '$') {
            dollar();
        } else {
            position++;
            words.symbol(c);
        }
    }

    /** U+0000, which no token holds, beyond the end. */
    private char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\013';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The server takes every byte above 127 for a letter. */
    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }

    /** A key word, an identifier, or the letter before a string. */
    private void word() {
        int begin = position;
        while (isNamePart(at(position))) {
            position++;
        }
        if (position - begin == 1 && at(position) == '\'') {
            switch (text.charAt(begin)) {
                case 'e', 'E' -> string(true);
                case 'b', 'B', 'x', 'X' -> string(false);
                // The one of the national character set is a string like any other.
                default -> string(!conforming);
            }
        } else {
            words.word(text.substring(begin, position));
        }
    }

    private void digits() {
        while (isDigit(at(position))) {
            position++;
        }
    }

    /**
     * A doubled quote is two strings side by side, which comes to the same; a string with escapes also goes on in
     * another one, when only white space with a line break lies between them.
     */
    private void string(boolean escapes) {
        int begin = position;
        do {
            position++;
            while (position < text.length() && text.charAt(position) != '\'') {
                position += escapes && text.charAt(position) == '\\' ? 2 : 1;
            }
            if (position >= text.length()) {
                throw open("string", begin);
            }
            position++;
        } while (escapes && (at(position) == '\'' || continues()));
        words.literal();
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

    private void identifier() {
        int close = text.indexOf('"', position + 1);
        if (close < 0) {
            throw open("quoted identifier", position);
        }
        position = close + 1;
        words.literal();
    }

    /** {@code $1}, or {@code $tag$ ... $tag$}, the tag being a name or nothing. */
    private void dollar() {
        words.literal();
        int tagEnd = position + 1;
        if (isNameStart(at(tagEnd))) {
            while (isNameStart(at(tagEnd)) || isDigit(at(tagEnd))) {
                tagEnd++;
            }
        }
        if (at(tagEnd) != '$') {
            position++;
            digits();
            return;
        }
        String tag = text.substring(position, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        if (close < 0) {
            throw open("dollar-quoted string " + tag, position);
        }
        position = close + tag.length();
    }

    private void lineComment() {
        while (position < text.length() && text.charAt(position) != '\n' && text.charAt(position) != '\r') {
            position++;
        }
    }

    /** They nest. */
    private void blockComment() {
        int begin = position;
        int depth = 0;
        do {
            if (position >= text.length()) {
                throw open("comment", begin);
            }
            if (text.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (text.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0);
    }

    private void backslash() {
        Matcher restriction = RESTRICTION.matcher(text).region(position, text.length());
        if (start < 0 && restriction.lookingAt()) {
            position = restriction.end();
            return;
        }
        Matcher command = COMMAND.matcher(text).region(position, text.length());
        String name = command.lookingAt() ? command.group() : "\\";
        throw new ScriptSyntaxException(
                lineOf(position),
                name + " is for psql, expected SQL only; have psql run the script, or take the command out");
    }

    private void endStatement() {
        if (start >= 0) {
            int atLine = lineOf(start);
            if (words.copiesFromStdin()) {
                throw new ScriptSyntaxException(
                        atLine,
                        "COPY ... FROM STDIN with data in the script is for psql, expected INSERT (as of pg_dump"
                                + " --inserts) or copyIn of the client");
            }
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
            conforming = switch (set.group(1).toLowerCase(Locale.ROOT)) {
                case "off", "false", "no", "0" -> false;
                case "default" -> conformingAtFirst;
                default -> true;
            };
        }
    }

    private ScriptSyntaxException open(String what, int begin) {
        return new ScriptSyntaxException(lineOf(begin), "the " + what + " that begins here has no end");
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
