package io.pgnative.client.face;

import io.pgnative.client.CursorOptions;
import io.pgnative.client.ReactivePgConnectionOperations;
import io.pgnative.client.ReactivePgCursor;
import io.pgnative.client.ReactivePgStatement;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The verbs of the Reactor face that need one connection. */
abstract class ReactiveConnectionOperations extends ReactiveOperations implements ReactivePgConnectionOperations {

    private final Connected where;

    ReactiveConnectionOperations(Connected where) {
        super(where.verbs());
        this.where = where;
    }

    @Override
    public final Mono<ReactivePgCursor> cursor(CursorOptions options, String sql, @Nullable Object... args) {
        Verbs.check(sql, args);
        return ReactiveVerbs.mono(where.verbs(), () -> Cursor.open(where, Contexts.ofCaller(), options, sql, args))
                .map(opened -> new ReactiveCursor(Cursor.of(where, options, opened)));
    }

    @Override
    public final Mono<ReactivePgStatement> prepare(String sql) {
        return ReactiveStatement.prepare(where, sql, null);
    }

    @Override
    public final Mono<ReactivePgStatement> prepare(String sql, String name) {
        return ReactiveStatement.prepare(where, sql, Verbs.checkName(name));
    }
}
