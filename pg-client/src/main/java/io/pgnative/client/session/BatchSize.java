package io.pgnative.client.session;

import io.pgnative.client.PgOptions;
import io.pgnative.client.result.RowBuffer;

/**
 * How many rows to ask for at a time. The number is given, or follows from the size of the rows that have come: it
 * starts small and grows by steps, so that a few large rows at the start are not taken for all of them.
 */
final class BatchSize {

    private static final int FIRST = 64;
    private static final int LARGEST = 16_384;
    private static final int GROWTH = 4;

    private int fixed;
    private int targetBytes;
    private int adapted = FIRST;

    /**
     * Makes one.
     *
     * @param rows the number; 0 for what the options say
     */
    BatchSize(int rows) {
        this.fixed = rows;
    }

    /** Takes what was not given from the options. */
    void limits(PgOptions.Limits limits) {
        if (fixed == 0) {
            fixed = limits.fetchSize();
        }
        targetBytes = limits.fetchSizeBytes();
    }

    /** The number of rows to ask for, at least 1. */
    int rows() {
        return fixed != 0 ? fixed : adapted;
    }

    /** A batch has come. */
    void saw(RowBuffer batch) {
        int rows = batch.size();
        if (fixed != 0 || rows == 0) {
            return;
        }
        long bytesPerRow = Math.max(1, batch.byteSize() / rows);
        long wanted = Math.min(targetBytes / bytesPerRow, Math.min((long) adapted * GROWTH, LARGEST));
        adapted = (int) Math.max(1, wanted);
    }
}
