package io.pgnative.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A statement whose rows are taken bit by bit; see {@link PgCursor}. */
public interface BlockingPgCursor extends AutoCloseable {

    /**
     * Takes the next rows.
     *
     * @param rows the most rows, more than zero
     * @return that many rows, or those that are left; none when the cursor is exhausted
     * @throws PgMisuseException if the number is not more than zero
     */
    Rows fetch(int rows);

    /**
     * Takes the next rows and maps each, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param rows the most rows, more than zero
     * @param <T> the same
     * @return that many rows, or those that are left, mapped
     * @throws PgMisuseException if the number is not more than zero
     */
    <T> List<T> fetch(Class<T> type, int rows);

    /**
     * Takes the next row.
     *
     * @return the row; empty when none is left
     */
    Optional<Row> fetchRow();

    /**
     * Takes the next row and maps it, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the row, mapped; empty when none is left
     */
    <T> Optional<T> fetchRow(Class<T> type);

    /**
     * Passes over rows without reading them, with {@code MOVE}.
     *
     * @param rows how many, more than zero
     * @return how many there were to be passed over
     * @throws PgMisuseException if the number is not more than zero
     */
    long forward(long rows);

    /**
     * Takes all rows that are left, {@link CursorOptions#prefetch} at a time, as they are taken; see
     * {@link PgCursor#stream()}. Closing the stream leaves the cursor open.
     *
     * @return the rows
     */
    Stream<Row> stream();

    /**
     * Takes all rows that are left and maps each, as {@link Row#as(Class)} does; see {@link #stream()}.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the rows, mapped
     */
    <T> Stream<T> stream(Class<T> type);

    /**
     * The columns of its rows.
     *
     * @return an unmodifiable list; empty if the statement returns no rows
     */
    List<Column> columns();

    /**
     * Whether it is known that no row is left: fewer came than were asked for, or it was closed.
     *
     * @return false as long as there may be more
     */
    boolean isExhausted();

    /** Closes it; rows that are left are not read. Idempotent. */
    @Override
    void close();
}
