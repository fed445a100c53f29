package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the rows of a statement.
 *
 * @param <T> what it makes of them
 */
public abstract class ResultCollector<T> {

    ResultCollector() {}

    /**
     * All rows.
     *
     * @return see {@code PgOperations.fetch}
     */
    public static ResultCollector<Rows> rows() {
        throw new UnsupportedOperationException();
    }

    /**
     * No rows.
     *
     * @return see {@code PgOperations.execute}
     */
    public static ResultCollector<CommandResult> command() {
        throw new UnsupportedOperationException();
    }

    /**
     * The first row.
     *
     * @return see {@code PgOperations.fetchRow}
     */
    public static ResultCollector<Optional<Row>> first() {
        throw new UnsupportedOperationException();
    }

    /**
     * The only row.
     *
     * @return see {@code PgOperations.fetchOne}
     */
    public static ResultCollector<Row> one() {
        throw new UnsupportedOperationException();
    }

    /**
     * All rows, mapped.
     *
     * @param type class to map to
     * @param <T> the same
     * @return see {@code PgOperations.fetch}
     */
    public static <T> ResultCollector<List<T>> list(Class<T> type) {
        throw new UnsupportedOperationException(type.getName());
    }

    /**
     * The first row, mapped.
     *
     * @param type class to map to
     * @param <T> the same
     * @return see {@code PgOperations.fetchRow}
     */
    public static <T> ResultCollector<Optional<T>> first(Class<T> type) {
        throw new UnsupportedOperationException(type.getName());
    }

    /**
     * The only row, mapped.
     *
     * @param type class to map to
     * @param <T> the same
     * @return see {@code PgOperations.fetchOne}
     */
    public static <T> ResultCollector<T> one(Class<T> type) {
        throw new UnsupportedOperationException(type.getName());
    }

    /**
     * The first column of the first row.
     *
     * @param type class to read
     * @param <T> the same
     * @return see {@code PgOperations.fetchValue}
     */
    public static <T> ResultCollector<Optional<T>> value(Class<T> type) {
        throw new UnsupportedOperationException(type.getName());
    }
}
