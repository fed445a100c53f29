package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the requests that a COPY takes. Their futures complete on the session's loop. */
public final class CopyRequests {

    /** Of the rows of a COPY that are handed on together. */
    private static final int BATCH_BYTES = 64 * 1024;

    /** A server makes no larger ones; messages are limited by max-message-size before. */
    private static final int LARGEST_ROW = 1 << 30;

    private CopyRequests() {}

    /**
     * A COPY FROM STDIN.
     *
     * @param statement makes the command for a server, or throws what the copy fails with
     * @param source of the data; to be closed when the future completes
     * @param meter told of the progress
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the command's result
     */
    public static Request<CommandResult> in(
            Function<ServerVersion, String> statement, CopySource source, CopyMeter meter, long deadlineNanos) {
        return new CopyIn(statement, source, meter, deadlineNanos);
    }

    /**
     * A COPY TO STDOUT.
     *
     * @param statement makes the command for a server, or throws what the copy fails with
     * @param sink of the data
     * @param meter told of the progress
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the command's result
     */
    public static Request<CommandResult> out(
            Function<ServerVersion, String> statement, CopySink sink, CopyMeter meter, long deadlineNanos) {
        return new CopyOut(statement, sink, meter, deadlineNanos);
    }

    /**
     * Asks for the columns of a statement, which is not run.
     *
     * @param sql a query without parameters
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the columns
     */
    public static Request<RowShape> describe(String sql, long deadlineNanos) {
        return new Describe(sql, deadlineNanos);
    }

    /**
     * Has the server write the arguments of a statement, which is not run, as literals of SQL.
     *
     * @param sql one statement
     * @param args the values of {@code $1}, {@code $2}, ...; not copied, and read on the session's loop
     * @param deadlineNanos see {@link Request#deadlineNanos()}
     * @return a request for the literals, {@code NULL} for null
     */
    public static Request<List<String>> literals(String sql, @Nullable Object[] args, long deadlineNanos) {
        return new Literals(sql, args, deadlineNanos);
    }

    /**
     * Rows as the data of a COPY FROM STDIN in the binary format.
     *
     * @param columns that are copied
     * @param arguments takes the values of the columns from a row
     * @param feed the rows
     * @return a source
     * @throws io.pgnative.client.PgDataException when a column has no binary form
     */
    public static CopySource rows(RowShape columns, RowArguments arguments, CopyRowFeed feed) {
        return new RowsCopySource(new BinaryCopyWriter(columns, arguments), feed);
    }

    /**
     * The data of a COPY TO STDOUT in the binary format as rows.
     *
     * @param columns that are copied
     * @param outlet takes the rows
     * @return a sink
     * @throws io.pgnative.client.PgDataException when a column has no binary form
     */
    public static CopySink rows(RowShape columns, CopyRowOutlet outlet) {
        return new RowsCopySink(new BinaryCopyReader(columns, new RowBuffer(), LARGEST_ROW, BATCH_BYTES), outlet);
    }
}
