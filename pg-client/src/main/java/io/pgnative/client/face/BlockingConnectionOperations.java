package io.pgnative.client.face;

import io.pgnative.client.BlockingPgConnectionOperations;
import io.pgnative.client.BlockingPgCursor;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.CursorOptions;
import org.jspecify.annotations.Nullable;

/** The verbs of the blocking face that need one connection. */
abstract class BlockingConnectionOperations extends BlockingOperations implements BlockingPgConnectionOperations {

    private final Connected where;

    BlockingConnectionOperations(Connected where) {
        super(where.verbs());
        this.where = where;
    }

    @Override
    public final BlockingPgCursor cursor(CursorOptions options, String sql, @Nullable Object... args) {
        Waiting.check();
        return BlockingVerbs.mapped(() -> new BlockingCursor(
                Cursor.of(where, options, Waiting.await(Cursor.open(where, null, options, sql, args)))));
    }

    @Override
    public final BlockingPgStatement prepare(String sql) {
        return BlockingStatement.prepare(where, sql, null);
    }

    @Override
    public final BlockingPgStatement prepare(String sql, String name) {
        return BlockingStatement.prepare(where, sql, Verbs.checkName(name));
    }
}
