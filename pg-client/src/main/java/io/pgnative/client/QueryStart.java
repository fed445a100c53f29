package io.pgnative.client;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that begins; see {@link QueryObserver}.
 *
 * @param operation what it is
 * @param sql its text as the server gets it, in full; that of a COPY without its options, and with the placeholders of
 *     its query
 * @param table the table of a COPY, without quotes; null for anything else
 * @param arguments the values of {@code $1}, {@code $2}, ...; empty for batches. They may hold what nobody else should
 *     see, and are the caller's: not to be changed, nor kept beyond the call
 * @param belongsTo what {@link QueryObserver#capture} has given for it; null for nothing
 * @param options of the client
 */
public record QueryStart(
        QueryEvent.Operation operation,
        String sql,
        @Nullable String table,
        List<@Nullable Object> arguments,
        @Nullable Object belongsTo,
        PgOptions options) {

    /** Makes one. */
    public QueryStart {
        arguments = Collections.unmodifiableList(arguments);
    }

    /**
     * The call without arguments.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "QueryStart[operation=" + operation + ", sql=" + sql + "]";
    }
}
