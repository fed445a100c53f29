package io.pgnative.client;

/**
 * SQLSTATE codes that programs tell apart, and the condition names of all of them (appendix A of PostgreSQL's manual).
 */
public final class SqlState {

    /** The connection could not be opened. */
    public static final String SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION = "08001";

    /** The connection is no longer there. */
    public static final String CONNECTION_DOES_NOT_EXIST = "08003";

    /** The connection broke. */
    public static final String CONNECTION_FAILURE = "08006";

    /** The connection broke while a transaction may have been committed. */
    public static final String TRANSACTION_RESOLUTION_UNKNOWN = "08007";

    /** A message is not what the protocol allows. */
    public static final String PROTOCOL_VIOLATION = "08P01";

    /** The server does not support what was asked; also "cached plan must not change result type". */
    public static final String FEATURE_NOT_SUPPORTED = "0A000";

    /** A text is longer than its column allows. */
    public static final String STRING_DATA_RIGHT_TRUNCATION = "22001";

    /** A number is out of its type's range. */
    public static final String NUMERIC_VALUE_OUT_OF_RANGE = "22003";

    /** A text holds bytes that are no characters of the encoding. */
    public static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";

    /** A text is no value of the type. */
    public static final String INVALID_TEXT_REPRESENTATION = "22P02";

    /** A NULL where the column takes none. */
    public static final String NOT_NULL_VIOLATION = "23502";

    /** A reference to a row that is not there, or from one that is. */
    public static final String FOREIGN_KEY_VIOLATION = "23503";

    /** A second row with the same key. */
    public static final String UNIQUE_VIOLATION = "23505";

    /** A row that a check constraint refuses. */
    public static final String CHECK_VIOLATION = "23514";

    /** A row that overlaps another where an exclusion constraint forbids it. */
    public static final String EXCLUSION_VIOLATION = "23P01";

    /** A write in a read-only transaction, or on a standby. */
    public static final String READ_ONLY_SQL_TRANSACTION = "25006";

    /** A statement in a transaction that has already failed. */
    public static final String IN_FAILED_SQL_TRANSACTION = "25P02";

    /** The server ended a session that was idle in a transaction for too long. */
    public static final String IDLE_IN_TRANSACTION_SESSION_TIMEOUT = "25P03";

    /** A prepared statement that the server does not know. */
    public static final String INVALID_SQL_STATEMENT_NAME = "26000";

    /** The role may not connect as it tried to. */
    public static final String INVALID_AUTHORIZATION_SPECIFICATION = "28000";

    /** The password is wrong. */
    public static final String INVALID_PASSWORD = "28P01";

    /** There is no such database. */
    public static final String INVALID_CATALOG_NAME = "3D000";

    /** The transaction could not be serialized; run it again. */
    public static final String SERIALIZATION_FAILURE = "40001";

    /** The transaction was chosen to end a deadlock; run it again. */
    public static final String DEADLOCK_DETECTED = "40P01";

    /** The role lacks a privilege. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The statement has a syntax error. */
    public static final String SYNTAX_ERROR = "42601";

    /** There is no such column. */
    public static final String UNDEFINED_COLUMN = "42703";

    /** There is no such table. */
    public static final String UNDEFINED_TABLE = "42P01";

    /** A prepared statement of this name exists already. */
    public static final String DUPLICATE_PREPARED_STATEMENT = "42P05";

    /** The server takes no more connections. */
    public static final String TOO_MANY_CONNECTIONS = "53300";

    /** A lock could not be had in time, or at once with NOWAIT. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The statement was cancelled, by request or by statement_timeout. */
    public static final String QUERY_CANCELED = "57014";

    /** An administrator ended the session, or the server shuts down. */
    public static final String ADMIN_SHUTDOWN = "57P01";

    /** The server ended the session since another one crashed. */
    public static final String CRASH_SHUTDOWN = "57P02";

    /** The server does not take connections yet, or no longer. */
    public static final String CANNOT_CONNECT_NOW = "57P03";

    /** The server ended a session that was idle for too long. */
    public static final String IDLE_SESSION_TIMEOUT = "57P05";

    private SqlState() {}

    /**
     * The name of a condition.
     *
     * @param code five characters
     * @return for instance {@code undefined_table}; the name of its class for a code that is not in the table; empty
     *     when the class is unknown too
     */
    public static String conditionName(String code) {
        return SqlStates.conditionName(code);
    }
}
