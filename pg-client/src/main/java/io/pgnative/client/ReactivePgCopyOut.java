package io.pgnative.client;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A copying of a table or of the result of a query to the client in the making, by COPY TO STDOUT; immutable, each
 * refinement is a new one. Options come first, the verb last:
 *
 * <pre>{@code
 * reactive.copyOut("select * from order_line where day = $1", today).csv(header()).to(path)
 * }</pre>
 *
 * <p>Memory stays bounded however much is copied: while more than some hundred kibibytes wait to be taken, the socket
 * is not read. When what is written to fails, the copy is cancelled at the server, the call fails with the same, and
 * the connection stays usable. Each subscription copies; cancelling one ends its copy at the server.
 */
public interface ReactivePgCopyOut {

    /**
     * Copies some columns of a table. Default: all that are not generated, in their order.
     *
     * @param columns exact names, without quotes
     * @return the refined call
     * @throws PgMisuseException for none, empty or repeated names, and for a query
     */
    ReactivePgCopyOut columns(String... columns);

    /**
     * Asks for the text format, the default of {@code to} and {@code bytes}: lines of columns with tabs between.
     *
     * @param options of the text format
     * @return the refined call
     * @throws PgMisuseException for an option that copying text out does not have
     */
    ReactivePgCopyOut text(CopyOption... options);

    /**
     * Asks for the CSV format.
     *
     * @param options of the CSV format
     * @return the refined call
     * @throws PgMisuseException for an option that copying CSV out does not have
     */
    ReactivePgCopyOut csv(CopyOption... options);

    /**
     * Asks for the binary format, the only one of {@code rows}.
     *
     * @param options of the binary format
     * @return the refined call
     * @throws PgMisuseException for an option that copying binary data out does not have
     */
    ReactivePgCopyOut binary(CopyOption... options);

    /**
     * Limits the whole call, with the time that data wait to be taken. On expiry the call fails with a
     * {@link PgTimeoutException} at once, and the copy is cancelled at the server. Default: the client's query timeout.
     *
     * @param timeout more than zero
     * @return the refined call
     */
    ReactivePgCopyOut timeout(Duration timeout);

    /**
     * Tells how far the copy has come: once in a mebibyte at most, and at its successful end.
     *
     * @param listener runs on the subscriber's Vert.x context if there is one, else on the connection's event loop: not
     *     to block. What it throws fails the copy
     * @return the refined call
     */
    ReactivePgCopyOut progress(Consumer<CopyProgress> listener);

    /**
     * Copies to a file.
     *
     * @param file made or emptied before anything is sent, written on worker threads and closed; a copy that fails
     *     leaves what has come
     * @return the command's result, when all is written
     */
    Mono<CommandResult> to(Path file);

    /**
     * Copies to a stream.
     *
     * @param stream written on worker threads, flushed at the end, not closed
     * @return the command's result, when all is written
     */
    Mono<CommandResult> to(OutputStream stream);

    /**
     * The data, in pieces that may end anywhere.
     *
     * @return the pieces, as they are demanded
     */
    Flux<ByteBuffer> bytes();

    /**
     * The rows, in the binary format, read as those of a query are.
     *
     * @return the rows, as they are demanded
     */
    Flux<Row> rows();

    /**
     * The rows, in the binary format, each mapped as {@link Row#as(Class)} does.
     *
     * @param type class to map to
     * @param <T> the same
     * @return the rows, as they are demanded
     */
    <T> Flux<T> rows(Class<T> type);
}
