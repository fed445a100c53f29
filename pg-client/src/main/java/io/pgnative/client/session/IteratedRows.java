package io.pgnative.client.session;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The rows of a batch, of what can be iterated; only as many are taken as are written. */
final class IteratedRows extends BatchRows {

    private final Iterable<?> rows;
    private Iterator<?> remaining = Collections.emptyIterator();
    private @Nullable Object row;

    IteratedRows(Iterable<?> rows) {
        this.rows = rows;
    }

    @Override
    void begin(Runnable more) {
        try {
            remaining = rows.iterator();
        } catch (PgException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new PgDataException("the rows of a batch could not be iterated", e);
        }
    }

    @Override
    Next next() {
        try {
            if (!remaining.hasNext()) {
                return Next.END;
            }
            row = remaining.next();
            return Next.ROW;
        } catch (RuntimeException | Error e) {
            throw new PgDataException("iterating the rows of a batch failed", e);
        }
    }

    @Override
    @Nullable Object row() {
        Object current = row;
        row = null;
        return current;
    }
}
