package io.pgnative.client;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A statement whose rows are taken bit by bit; see {@link PgCursor}. Each subscription takes on. */
public interface ReactivePgCursor {

    /**
     * Takes the next rows.
     *
     * @param rows the most rows, more than zero
     * @return that many rows, or those that are left; none when the cursor is exhausted
     * @throws PgMisuseException if the number is not more than zero
     */
    Flux<Row> fetch(int rows);

    /**
     * Takes the next rows and maps each, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param rows the most rows, more than zero
     * @param <T> the same
     * @return that many rows, or those that are left, mapped
     * @throws PgMisuseException if the number is not more than zero
     */
    <T> Flux<T> fetch(Class<T> type, int rows);

    /**
     * Takes the next row.
     *
     * @return the row; empty when none is left
     */
    Mono<Row> fetchRow();

    /**
     * Takes the next row and maps it, as {@link Row#as(Class)} does.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the row, mapped; empty when none is left
     */
    <T> Mono<T> fetchRow(Class<T> type);

    /**
     * Passes over rows without reading them, with {@code MOVE}.
     *
     * @param rows how many, more than zero
     * @return how many there were to be passed over
     * @throws PgMisuseException if the number is not more than zero
     */
    Mono<Long> forward(long rows);

    /**
     * Takes all rows that are left, {@link CursorOptions#prefetch} at a time, as they are demanded; see
     * {@link PgCursor#stream()}.
     *
     * @return the rows
     */
    Flux<Row> stream();

    /**
     * Takes all rows that are left and maps each, as {@link Row#as(Class)} does; see {@link #stream()}.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the rows, mapped
     */
    <T> Flux<T> stream(Class<T> type);

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
     * @return completes when it is closed
     */
    Mono<Void> close();
}
