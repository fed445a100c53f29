package io.pgnative.client;

/** SQLSTATE codes that programs tell apart, and the condition names of PostgreSQL's appendix A. */
public final class SqlState {

    public static final String SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION = "08001";
    public static final String CONNECTION_FAILURE = "08006";
    public static final String TRANSACTION_RESOLUTION_UNKNOWN = "08007";
    public static final String PROTOCOL_VIOLATION = "08P01";
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String IN_FAILED_SQL_TRANSACTION = "25P02";
    public static final String INVALID_SQL_STATEMENT_NAME = "26000";
    public static final String INVALID_PASSWORD = "28P01";
    public static final String SERIALIZATION_FAILURE = "40001";
    public static final String DEADLOCK_DETECTED = "40P01";
    public static final String DUPLICATE_PREPARED_STATEMENT = "42P05";
    public static final String QUERY_CANCELED = "57014";

    private SqlState() {}

    /**
     * The name of a condition.
     *
     * @param code five characters
     * @return for instance {@code undefined_table}; the name of its class for a code that is not in the table; empty
     *     when the class is unknown too
     */
    public static String conditionName(String code) {
        return "";
    }
}
