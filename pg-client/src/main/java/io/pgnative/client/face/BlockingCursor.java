package io.pgnative.client.face;

import io.pgnative.client.BlockingPgCursor;
import io.pgnative.client.Column;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.result.ResultRows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cursor, for the blocking face.
 *
 * @param cursor what it is
 */
record BlockingCursor(Cursor cursor) implements BlockingPgCursor {

    @Override
    public Rows fetch(int rows) {
        return batch(rows);
    }

    @Override
    public <T> List<T> fetch(Class<T> type, int rows) {
        Verbs.check(type);
        ResultRows batch = batch(rows);
        return BlockingVerbs.mapped(() -> batch.as(type));
    }

    @Override
    public Optional<Row> fetchRow() {
        return Cursor.first(batch(1));
    }

    @Override
    public <T> Optional<T> fetchRow(Class<T> type) {
        Verbs.check(type);
        ResultRows batch = batch(1);
        return BlockingVerbs.mapped(() -> Cursor.first(batch, type));
    }

    private ResultRows batch(int rows) {
        Waiting.check();
        return Cursor.rows(Waiting.await(cursor.fetch(null, rows)));
    }

    @Override
    public long forward(long rows) {
        Waiting.check();
        return Waiting.awaitEnd(cursor.forward(null, rows));
    }

    @Override
    public Stream<Row> stream() {
        return BlockingRows.stream(cursor::rest, RowPublisher.reading(false));
    }

    @Override
    public <T> Stream<T> stream(Class<T> type) {
        return BlockingRows.stream(cursor::rest, RowPublisher.reading(type, false));
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
    public void close() {
        Waiting.check();
        Waiting.awaitEnd(cursor.close(null));
    }
}
