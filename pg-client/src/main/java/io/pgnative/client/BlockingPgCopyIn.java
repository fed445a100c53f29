package io.pgnative.client;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A copying of data to a table in the making, by COPY FROM STDIN; immutable, each refinement is a new one. Options come
 * first, the verb last:
 *
 * <pre>{@code
 * blocking.copyIn("order_line").columns("order_id", "sku", "qty").rows(lines)
 * }</pre>
 *
 * <p>All rows are stored or none. The result has the tag {@code COPY n} and the number of rows. Memory stays bounded
 * however much is copied: a source is read as the socket takes its data. An error of the server ends the copy at once,
 * also in the midst of the data. When the source fails, the copy fails with what the source failed with (an
 * {@link java.io.IOException} in an {@link java.io.UncheckedIOException}), nothing is stored, and the connection stays
 * usable. An interrupt of the thread that waits ends the copy.
 */
public interface BlockingPgCopyIn {

    /**
     * Copies some columns; the others get their defaults. Default: all columns that are not generated, in the order of
     * the table.
     *
     * @param columns exact names, without quotes
     * @return the refined call
     * @throws PgMisuseException for none, empty or repeated names
     */
    BlockingPgCopyIn columns(String... columns);

    /**
     * Stores only rows that a condition holds for.
     *
     * @param condition of SQL, as after WHERE, put into parentheses; never to be made of what users enter
     * @return the refined call
     */
    BlockingPgCopyIn where(String condition);

    /**
     * The data have the text format, the default of {@code from}: lines of columns with tabs between.
     *
     * @param options of the text format
     * @return the refined call
     * @throws PgMisuseException for an option that copying text in does not have
     */
    BlockingPgCopyIn text(CopyOption... options);

    /**
     * The data have the CSV format.
     *
     * @param options of the CSV format
     * @return the refined call
     * @throws PgMisuseException for an option that copying CSV in does not have
     */
    BlockingPgCopyIn csv(CopyOption... options);

    /**
     * The data have the binary format, the only one of {@code rows}.
     *
     * @param options of the binary format
     * @return the refined call
     * @throws PgMisuseException for an option that copying binary data in does not have
     */
    BlockingPgCopyIn binary(CopyOption... options);

    /**
     * Limits the whole call, with the time that the source takes. On expiry the call fails with a
     * {@link PgTimeoutException} at once, and the copy is ended at the server. Default: the client's query timeout.
     *
     * @param timeout more than zero
     * @return the refined call
     */
    BlockingPgCopyIn timeout(Duration timeout);

    /**
     * Tells how far the copy has come: once in a mebibyte at most, and at its successful end.
     *
     * @param listener runs on the connection's event loop: it must not block. What it throws fails the copy
     * @return the refined call
     */
    BlockingPgCopyIn progress(Consumer<CopyProgress> listener);

    /**
     * Copies rows, as values in the binary format, each encoded for the type of its column.
     *
     * @param rows each an {@code Object[]}, a {@link java.util.List} or a record with a value for each column in their
     *     order, or a bean or a {@link java.util.Map} with a value for each by its name, in {@code snake_case} or
     *     {@code camelCase}. Consumed lazily, once, on the connection's event loop: it must not block. A row that does
     *     not fit fails the copy with a {@link PgDataException} that names row and column
     * @return the command's result
     */
    CommandResult rows(Iterable<?> rows);

    /**
     * Copies the rows that a publisher gives, as they are demanded.
     *
     * @param rows as of {@link #rows(Iterable)}; subscribed to when the server is ready
     * @return the command's result
     */
    CommandResult rows(Flow.Publisher<?> rows);

    /**
     * Copies a file.
     *
     * @param file opened before anything is sent, read on worker threads and closed
     * @return the command's result
     */
    CommandResult from(Path file);

    /**
     * Copies what a stream has, to its end.
     *
     * @param stream read on worker threads, not closed
     * @return the command's result
     */
    CommandResult from(InputStream stream);

    /**
     * Copies bytes.
     *
     * @param bytes not copied: not to be changed before the call is over
     * @return the command's result
     */
    CommandResult from(byte[] bytes);

    /**
     * Copies bytes.
     *
     * @param bytes from position to limit, which stay as they are; not copied: not to be changed before the call is
     *     over
     * @return the command's result
     */
    CommandResult from(ByteBuffer bytes);

    /**
     * Copies the bytes that a publisher gives, as they are demanded.
     *
     * @param bytes subscribed to when the server is ready; buffers need not end where rows end
     * @return the command's result
     */
    CommandResult from(Flow.Publisher<? extends ByteBuffer> bytes);
}
