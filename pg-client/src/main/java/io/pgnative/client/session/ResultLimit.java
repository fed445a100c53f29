package io.pgnative.client.session;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.result.RowBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The largest result that is collected.
 *
 * @param rows its rows; {@link Long#MAX_VALUE} for no limit
 * @param bytes its size; {@link Long#MAX_VALUE} for no limit
 */
record ResultLimit(long rows, long bytes) {

    /** The limit that the options set; null if there is none. */
    static @Nullable ResultLimit of(PgOptions.Limits limits) {
        return limits.maxResultRows() == 0 && limits.maxResultBytes() == 0
                ? null
                : new ResultLimit(orNone(limits.maxResultRows()), orNone(limits.maxResultBytes()));
    }

    private static long orNone(long limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** What a call fails with that has gathered too much; null while it has not. */
    @Nullable PgDataException excess(RowBuffer gathered) {
        if (gathered.size() > rows) {
            return tooLarge(rows + " rows (max-result-rows)");
        }
        return gathered.byteSize() > bytes ? tooLarge(bytes + " bytes (max-result-size)") : null;
    }

    private static PgDataException tooLarge(String limit) {
        return new PgDataException("the result has more than " + limit
                + ", the most that is collected; read it with stream(), or raise the limit."
                + " The statement has run to its end");
    }
}
