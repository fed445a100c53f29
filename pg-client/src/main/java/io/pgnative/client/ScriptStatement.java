package io.pgnative.client;

import io.pgnative.client.sql.ScriptSplitter;
import java.util.List;

/**
 * One statement of a script, for those who run a script statement by statement: because some of it refuses to run
 * within a transaction, such as {@code CREATE INDEX CONCURRENTLY} and {@code VACUUM}, or to tell where it has failed.
 *
 * <pre>{@code
 * for (ScriptStatement statement : ScriptStatement.split(script)) {
 *     connection.execute(statement.text());
 * }
 * }</pre>
 *
 * <p>A whole script that may run as one transaction is given to {@code execute} as it is.
 *
 * @param text from its first token to its last one, without the separator
 * @param line where it begins, counted from 1
 * @param column where it begins in that line, in characters counted from 1
 */
public record ScriptStatement(String text, int line, int column) {

    /**
     * Splits a script as psql does: at semicolons outside of strings, quoted identifiers, dollar quotes, comments,
     * parentheses and {@code BEGIN ATOMIC ... END}. Comments before and behind a statement are left out.
     *
     * <p>What only psql can do is refused: its commands, which begin with a backslash, and the data behind {@code COPY
     * ... FROM STDIN}. Only the commands restrict and unrestrict, which pg_dump writes, are passed over.
     *
     * @param script the script
     * @return its statements; none for a script without any token
     * @throws PgMisuseException telling the line, for what has no end and for what only psql can do
     */
    public static List<ScriptStatement> split(String script) {
        return split(script, ";", true);
    }

    /**
     * Splits a script whose statements are separated in another way, or which is written for other strings.
     *
     * @param script the script
     * @param separator what ends statements outside of strings, quotes and comments; not empty
     * @param conforming whether the session's {@code standard_conforming_strings} is on at the beginning, so that a
     *     backslash in a string is one; where the script sets it, that counts from there on
     * @return its statements; none for a script without any token
     * @throws PgMisuseException as above, and for an empty separator
     */
    public static List<ScriptStatement> split(String script, String separator, boolean conforming) {
        return ScriptSplitter.split(script, separator, conforming);
    }

    /**
     * Where something in the statement is in the script.
     *
     * @param position as {@link PgServerException#position} tells it: in characters counted from 1; 0 if not told,
     *     which is the beginning
     * @return words such as {@code line 3, column 14}
     */
    public String place(int position) {
        int length = text.codePointCount(0, text.length());
        int offset = text.offsetByCodePoints(0, Math.min(Math.max(0, position - 1), length));
        int lineBreaks = 0;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
            lineBreaks++;
            lineStart = i + 1;
        }
        int at = text.codePointCount(lineStart, offset) + (lineBreaks == 0 ? column : 1);
        return "line " + (line + lineBreaks) + ", column " + at;
    }
}
