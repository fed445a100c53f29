package io.pgnative.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error that the server reported. All fields of the report are kept; the detail, which may quote values of rows, is
 * not part of the message.
 */
public final class PgServerException extends PgException {

    private static final long serialVersionUID = 1L;

    private final Map<Character, String> fields;
    private final @Nullable String sql;
    private final int processId;

    /**
     * Makes one.
     *
     * @param message what to say: the server's message with statement, position and place
     * @param fields the fields of the ErrorResponse by their codes (protocol, section "Error and Notice Message
     *     Fields")
     * @param sql the statement that failed, or null if none was running
     * @param processId the process id of the backend; 0 if it was not told yet
     */
    public PgServerException(String message, Map<Character, String> fields, @Nullable String sql, int processId) {
        super(message, null);
        this.fields = Map.copyOf(fields);
        this.sql = sql;
        this.processId = processId;
    }

    @Override
    public String sqlState() {
        return fields.getOrDefault('C', "XX000");
    }

    /**
     * The server's message alone.
     *
     * @return the server's message alone
     */
    public String serverMessage() {
        return fields.getOrDefault('M', "");
    }

    /**
     * ERROR, FATAL or PANIC, never localised.
     *
     * @return ERROR, FATAL or PANIC, never localised
     */
    public String severity() {
        String severity = fields.get('V');
        return severity != null ? severity : fields.getOrDefault('S', "ERROR");
    }

    /**
     * Whether the server ends the connection with this error.
     *
     * @return whether the server ends the connection with this error
     */
    public boolean isFatal() {
        return severity().equals("FATAL") || severity().equals("PANIC");
    }

    /**
     * Details, which may quote values of rows; or null.
     *
     * @return details, which may quote values of rows; or null
     */
    public @Nullable String detail() {
        return fields.get('D');
    }

    /**
     * What to do about it, or null.
     *
     * @return what to do about it, or null
     */
    public @Nullable String hint() {
        return fields.get('H');
    }

    /**
     * Where in the statement, in characters counted from 1; 0 if not told.
     *
     * @return where in the statement, in characters counted from 1; 0 if not told
     */
    public int position() {
        String position = fields.get('P');
        try {
            return position == null ? 0 : Math.max(0, Integer.parseInt(position));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * The call stack of functions, or null.
     *
     * @return the call stack of functions, or null
     */
    public @Nullable String where() {
        return fields.get('W');
    }

    /**
     * The schema concerned, or null.
     *
     * @return the schema concerned, or null
     */
    public @Nullable String schema() {
        return fields.get('s');
    }

    /**
     * The table concerned, or null.
     *
     * @return the table concerned, or null
     */
    public @Nullable String table() {
        return fields.get('t');
    }

    /**
     * The column concerned, or null.
     *
     * @return the column concerned, or null
     */
    public @Nullable String column() {
        return fields.get('c');
    }

    /**
     * The data type concerned, or null.
     *
     * @return the data type concerned, or null
     */
    public @Nullable String dataType() {
        return fields.get('d');
    }

    /**
     * The constraint violated, or null.
     *
     * @return the constraint violated, or null
     */
    public @Nullable String constraint() {
        return fields.get('n');
    }

    /**
     * The server's function that reported the error, or null.
     *
     * @return the server's function that reported the error, or null
     */
    public @Nullable String routine() {
        return fields.get('R');
    }

    /**
     * Any field of the report.
     *
     * @param code the field's code, such as {@code 'q'} for the internal query
     * @return its text, or null
     */
    public @Nullable String field(char code) {
        return fields.get(code);
    }

    /**
     * The statement that failed, or null if none was running.
     *
     * @return the statement that failed, or null if none was running
     */
    public @Nullable String sql() {
        return sql;
    }

    /**
     * The process id of the backend; 0 if it was not told yet.
     *
     * @return the process id of the backend; 0 if it was not told yet
     */
    public int processId() {
        return processId;
    }

    @Override
    public boolean isRetryable() {
        return sqlState().equals(SqlState.SERIALIZATION_FAILURE) || sqlState().equals(SqlState.DEADLOCK_DETECTED);
    }
}
