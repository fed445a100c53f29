package io.pgnative.client;

import java.util.List;
import java.util.stream.Stream;

/** The collected rows of a statement. Immutable plain memory: safe on any thread and never to be released. */
public interface Rows extends Iterable<Row> {

    /**
     * The number of rows.
     *
     * @return 0 or more
     */
    int size();

    /**
     * Whether there is no row.
     *
     * @return true if {@link #size()} is 0
     */
    default boolean isEmpty() {
        return size() == 0;
    }

    /**
     * A row.
     *
     * @param index counted from 0
     * @return the row
     */
    Row get(int index);

    /**
     * The columns.
     *
     * @return an unmodifiable list; empty when the statement returns no rows by its nature
     */
    List<Column> columns();

    /**
     * What the command said at its end.
     *
     * @return its tag and count
     */
    CommandResult result();

    /**
     * Maps all rows, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the mapped rows, unmodifiable
     */
    <T> List<T> as(Class<T> type);

    /**
     * These rows, each mapped leniently, as {@link Row#lenient()} says.
     *
     * @return a view of these rows
     */
    Rows lenient();

    /**
     * The rows as a stream.
     *
     * @return the rows as a stream
     */
    Stream<Row> stream();
}
