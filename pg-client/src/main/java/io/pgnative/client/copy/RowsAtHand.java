package io.pgnative.client.copy;

import io.pgnative.client.session.CopyRowFeed;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rows that are iterated. */
final class RowsAtHand implements CopyRowFeed {

    private final Iterable<?> rows;
    private @Nullable Iterator<?> iterator;

    RowsAtHand(Iterable<?> rows) {
        this.rows = rows;
    }

    @Override
    public void begin(Runnable more) {
        // Never waits.
    }

    @Override
    public @Nullable Object next() {
        Iterator<?> current = iterator;
        if (current == null) {
            current = rows.iterator();
            iterator = current;
        }
        return current.hasNext() ? current.next() : END;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
