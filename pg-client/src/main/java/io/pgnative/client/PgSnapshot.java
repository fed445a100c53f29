package io.pgnative.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A value of the PostgreSQL types {@code pg_snapshot} and {@code txid_snapshot}: which transactions a snapshot sees.
 * The numbers are those of {@code xid8}.
 *
 * @param xmin all transactions before this one had ended
 * @param xmax no transaction from this one on had ended
 * @param inProgress those between that had not ended, in ascending order
 */
public record PgSnapshot(long xmin, long xmax, List<Long> inProgress) {

    /** Copies the list. */
    public PgSnapshot {
        inProgress = List.copyOf(inProgress);
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code 10:20:12,14}
     */
    @Override
    public String toString() {
        return Long.toUnsignedString(xmin) + ":" + Long.toUnsignedString(xmax) + ":"
                + inProgress.stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
    }
}
