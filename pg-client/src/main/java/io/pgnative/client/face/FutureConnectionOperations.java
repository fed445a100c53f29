package io.pgnative.client.face;

import io.pgnative.client.CursorOptions;
import io.pgnative.client.PgConnectionOperations;
import io.pgnative.client.PgCursor;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgStatement;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** The verbs of the face of futures that need one connection. */
abstract class FutureConnectionOperations extends FutureOperations implements PgConnectionOperations {

    private final Connected where;

    FutureConnectionOperations(Connected where) {
        super(where.verbs());
        this.where = where;
    }

    @Override
    public final Future<PgCursor> cursor(CursorOptions options, String sql, @Nullable Object... args) {
        ContextInternal context = Contexts.ofCaller();
        try {
            return Cursor.open(where, context, options, sql, args)
                    .future()
                    .map(opened -> new FutureCursor(Cursor.of(where, options, opened)));
        } catch (PgMisuseException noTransaction) {
            return Contexts.failed(context, noTransaction);
        }
    }

    @Override
    public final Future<PgStatement> prepare(String sql) {
        return FutureStatement.prepare(where, sql, null);
    }

    @Override
    public final Future<PgStatement> prepare(String sql, String name) {
        return FutureStatement.prepare(where, sql, Verbs.checkName(name));
    }
}
