package io.pgnative.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notice of the server: something worth knowing that is no error. All fields of the report are kept; the detail,
 * which may quote values of rows, is not part of its text.
 *
 * @param fields the fields of the NoticeResponse by their codes (protocol, section "Error and Notice Message Fields")
 * @param sql the statement that was running, of a script the whole; null if none was
 * @param processId the process id of the backend; 0 if it was not told yet
 */
public record PgNotice(
        Map<Character, String> fields, @Nullable String sql, int processId) {

    /** Makes one. */
    public PgNotice {
        fields = Map.copyOf(fields);
    }

    /**
     * How serious it is.
     *
     * @return WARNING, NOTICE, INFO, DEBUG or LOG, never localised
     */
    public String severity() {
        String severity = fields.get('V');
        return severity != null ? severity : fields.getOrDefault('S', "NOTICE");
    }

    /**
     * What it is.
     *
     * @return the SQLSTATE
     */
    public String sqlState() {
        return fields.getOrDefault('C', "00000");
    }

    /**
     * What the server says.
     *
     * @return the text, as the server sent it
     */
    public String message() {
        return fields.getOrDefault('M', "");
    }

    /**
     * More of it.
     *
     * @return details, which may quote values of rows; or null
     */
    public @Nullable String detail() {
        return fields.get('D');
    }

    /**
     * What to do about it.
     *
     * @return a hint, or null
     */
    public @Nullable String hint() {
        return fields.get('H');
    }

    /**
     * Where in the statement.
     *
     * @return in characters counted from 1; 0 if not told
     */
    public int position() {
        return number('P');
    }

    /**
     * Where in the {@link #internalQuery}.
     *
     * @return in characters counted from 1; 0 if not told
     */
    public int internalPosition() {
        return number('p');
    }

    /**
     * The command that the server itself ran, such as one of a function.
     *
     * @return its text, or null
     */
    public @Nullable String internalQuery() {
        return fields.get('q');
    }

    /**
     * The call stack of functions.
     *
     * @return one entry a line, the innermost first; or null
     */
    public @Nullable String where() {
        return fields.get('W');
    }

    /**
     * The schema concerned.
     *
     * @return its name, or null
     */
    public @Nullable String schema() {
        return fields.get('s');
    }

    /**
     * The table concerned.
     *
     * @return its name, or null
     */
    public @Nullable String table() {
        return fields.get('t');
    }

    /**
     * The column concerned.
     *
     * @return its name, or null
     */
    public @Nullable String column() {
        return fields.get('c');
    }

    /**
     * The data type concerned.
     *
     * @return its name, or null
     */
    public @Nullable String dataType() {
        return fields.get('d');
    }

    /**
     * The constraint concerned.
     *
     * @return its name, or null
     */
    public @Nullable String constraint() {
        return fields.get('n');
    }

    /**
     * The server's source file that reported it.
     *
     * @return its name, or null
     */
    public @Nullable String file() {
        return fields.get('F');
    }

    /**
     * The line of that file.
     *
     * @return counted from 1; 0 if not told
     */
    public int line() {
        return number('L');
    }

    /**
     * The server's function that reported it.
     *
     * @return its name, or null
     */
    public @Nullable String routine() {
        return fields.get('R');
    }

    /**
     * Any field of the report.
     *
     * @param code the field's code
     * @return its text, or null
     */
    public @Nullable String field(char code) {
        return fields.get(code);
    }

    private int number(char code) {
        String text = fields.get(code);
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Severity, SQLSTATE and message.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return severity() + " " + sqlState() + ": " + message();
    }
}
