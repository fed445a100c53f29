package io.pgnative.client;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * A statement whose rows are taken bit by bit, forward only, made by {@link PgConnectionOperations#cursor}. It lives in
 * its transaction, or on its connection if it is held; used after that, its verbs fail with a
 * {@link PgMisuseException}. Other statements may run between its own, and calls that do not wait for each other run in
 * their order. The server closes it when its last row was taken, at the latest with the statement that follows.
 *
 * <p>When a fetch fails, rows may be lost; further ones then fail, too.
 */
public interface PgCursor {

    /**
     * Takes the next rows.
     *
     * @param rows the most rows, more than zero
     * @return that many rows, or those that are left; none when the cursor is exhausted
     * @throws PgMisuseException if the number is not more than zero
     */
    Future<Rows> fetch(int rows);

    /**
     * Takes the next rows and maps each, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param rows the most rows, more than zero
     * @param <T> the same
     * @return that many rows, or those that are left, mapped
     * @throws PgMisuseException if the number is not more than zero
     */
    <T> Future<List<T>> fetch(Class<T> type, int rows);

    /**
     * Takes the next row.
     *
     * @return the row; empty when none is left
     */
    Future<Optional<Row>> fetchRow();

    /**
     * Takes the next row and maps it, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the row, mapped; empty when none is left
     */
    <T> Future<Optional<T>> fetchRow(Class<T> type);

    /**
     * Passes over rows without reading them, with {@code MOVE}.
     *
     * @param rows how many, more than zero
     * @return how many there were to be passed over
     * @throws PgMisuseException if the number is not more than zero
     */
    Future<Long> forward(long rows);

    /**
     * Takes all rows that are left, {@link CursorOptions#prefetch} at a time, as they are demanded. Each subscription
     * takes on where the cursor stands; cancelling one leaves the cursor open, behind the rows that had been asked for.
     *
     * @return the rows
     */
    Flow.Publisher<Row> stream();

    /**
     * Takes all rows that are left and maps each, as {@link Row#as(Class)} does; see {@link #stream()}.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the rows, mapped
     */
    <T> Flow.Publisher<T> stream(Class<T> type);

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

    /**
     * Closes it; rows that are left are not read. Idempotent.
     *
     * @return done when it is closed
     */
    Future<Void> close();
}
