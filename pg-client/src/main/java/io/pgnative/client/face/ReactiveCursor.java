package io.pgnative.client.face;

import io.pgnative.client.Column;
import io.pgnative.client.ReactivePgCursor;
import io.pgnative.client.Row;
import io.pgnative.client.result.ResultRows;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A cursor, for the Reactor face.
 *
 * @param cursor what it is
 */
record ReactiveCursor(Cursor cursor) implements ReactivePgCursor {

    @Override
    public Flux<Row> fetch(int rows) {
        return batch(rows).flatMapIterable(batch -> batch);
    }

    @Override
    public <T> Flux<T> fetch(Class<T> type, int rows) {
        Verbs.check(type);
        return batch(rows).flatMapIterable(batch -> batch.as(type));
    }

    @Override
    public Mono<Row> fetchRow() {
        return ReactiveVerbs.present(batch(1).map(Cursor::first));
    }

    @Override
    public <T> Mono<T> fetchRow(Class<T> type) {
        Verbs.check(type);
        return ReactiveVerbs.present(batch(1).map(batch -> Cursor.first(batch, type)));
    }

    private Mono<ResultRows> batch(int rows) {
        Cursor.checkFetch(rows);
        return ReactiveVerbs.mono(cursor.verbs(), () -> cursor.fetch(Contexts.ofCaller(), rows))
                .map(Cursor::rows);
    }

    @Override
    public Mono<Long> forward(long rows) {
        Cursor.checkForward(rows);
        return ReactiveVerbs.value(cursor.verbs().observing(), () -> cursor.forward(Contexts.ofCaller(), rows));
    }

    @Override
    public Flux<Row> stream() {
        return ReactiveVerbs.flux(cursor.verbs(), RowPublisher.of(cursor::rest, false));
    }

    @Override
    public <T> Flux<T> stream(Class<T> type) {
        return ReactiveVerbs.flux(cursor.verbs(), RowPublisher.of(type, cursor::rest, false));
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
    public Mono<Void> close() {
        return ReactiveVerbs.done(() -> cursor.close(Contexts.ofCaller()));
    }
}
