package io.pgnative.client.face;

import io.pgnative.client.Column;
import io.pgnative.client.PgCursor;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.result.ResultRows;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * A cursor, for the face of futures.
 *
 * @param cursor what it is
 */
record FutureCursor(Cursor cursor) implements PgCursor {

    @Override
    public Future<Rows> fetch(int rows) {
        return batch(rows).map(batch -> batch);
    }

    @Override
    public <T> Future<List<T>> fetch(Class<T> type, int rows) {
        Verbs.check(type);
        return batch(rows).map(batch -> batch.as(type));
    }

    @Override
    public Future<Optional<Row>> fetchRow() {
        return batch(1).map(Cursor::first);
    }

    @Override
    public <T> Future<Optional<T>> fetchRow(Class<T> type) {
        Verbs.check(type);
        return batch(1).map(batch -> Cursor.first(batch, type));
    }

    private Future<ResultRows> batch(int rows) {
        return cursor.fetch(Contexts.ofCaller(), rows).future().map(Cursor::rows);
    }

    @Override
    public Future<Long> forward(long rows) {
        Cursor.checkForward(rows);
        return cursor.forward(Contexts.ofCaller(), rows);
    }

    @Override
    public Flow.Publisher<Row> stream() {
        return RowPublisher.of(cursor::rest, false);
    }

    @Override
    public <T> Flow.Publisher<T> stream(Class<T> type) {
        return RowPublisher.of(type, cursor::rest, false);
    }

    @Override
    public List<Column> columns() {
        return cursor.columns();
    }

    @Override
    public boolean isExhausted() {
        return cursor.isExhausted();
    }

    @Override
    public Future<Void> close() {
        return cursor.close(Contexts.ofCaller());
    }
}
