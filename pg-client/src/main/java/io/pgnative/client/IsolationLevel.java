package io.pgnative.client;

/** The isolation levels of PostgreSQL. */
public enum IsolationLevel {
    /** Treated by PostgreSQL as {@link #READ_COMMITTED}. */
    READ_UNCOMMITTED("READ UNCOMMITTED"),
    /** Each statement sees what was committed before it began. */
    READ_COMMITTED("READ COMMITTED"),
    /** All statements see what was committed before the first of them began. */
    REPEATABLE_READ("REPEATABLE READ"),
    /** As if transactions ran one after the other; may fail with SQLSTATE 40001 and is then to be retried. */
    SERIALIZABLE("SERIALIZABLE");

    private final String sql;

    IsolationLevel(String sql) {
        this.sql = sql;
    }

    /**
     * The level as it is written in SQL.
     *
     * @return for instance {@code REPEATABLE READ}
     */
    public String sql() {
        return sql;
    }
}
