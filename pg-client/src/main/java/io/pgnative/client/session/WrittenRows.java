package io.pgnative.client.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a batch that were written before the server has taken the first of them, so that they can be written
 * again. A session has one for all its batches, which thus costs them nothing; whoever makes rows may use one array for
 * all of them, so that the arguments are copied.
 */
final class WrittenRows {

    /** An array for more arguments than this is not kept for the next batch. */
    private static final int MOST_KEPT = 16 * 1024;

    private @Nullable Object[] values = new Object[64];
    private int used;
    private int rows;

    /**
     * Adds a row.
     *
     * @param args as many as the other rows have
     */
    void add(@Nullable Object[] args) {
        int end = used + args.length;
        if (end > values.length) {
            values = Arrays.copyOf(values, Math.max(end, values.length * 2));
        }
        System.arraycopy(args, 0, values, used, args.length);
        used = end;
        rows++;
    }

    /** The rows, in the order in which they were added. */
    List<@Nullable Object[]> copy() {
        List<@Nullable Object[]> copy = new ArrayList<>(rows);
        int width = rows == 0 ? 0 : used / rows;
        for (int i = 0; i < rows; i++) {
            copy.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
        }
        return copy;
    }

    /** Lets go of all. */
    void clear() {
        if (values.length > MOST_KEPT) {
            values = new Object[64];
        } else {
            Arrays.fill(values, 0, used, null);
        }
        used = 0;
        rows = 0;
    }
}
