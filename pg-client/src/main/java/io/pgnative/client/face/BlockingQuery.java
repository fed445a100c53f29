package io.pgnative.client.face;

import io.pgnative.client.BlockingPgQuery;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call in the making, for the blocking face. */
final class BlockingQuery implements BlockingPgQuery {

    private final BlockingVerbs verbs;
    private final String sql;
    private final @Nullable Object[] args;

    BlockingQuery(BlockingVerbs verbs, String sql, @Nullable Object[] args) {
        this.verbs = verbs;
        this.sql = sql;
        this.args = args;
    }

    @Override
    public BlockingPgQuery args(@Nullable Object... newArgs) {
        Verbs.check(sql, newArgs);
        return new BlockingQuery(verbs, sql, newArgs.clone());
    }

    @Override
    public BlockingPgQuery timeout(Duration timeout) {
        return new BlockingQuery(new BlockingVerbs(verbs.verbs().timeout(timeout)), sql, args);
    }

    @Override
    public CommandResult execute() {
        return verbs.execute(sql, args);
    }

    @Override
    public CommandResult executeMany(Iterable<?> rows) {
        return verbs.executeMany(sql, rows);
    }

    @Override
    public Rows fetch() {
        return verbs.fetch(sql, args);
    }

    @Override
    public <T> List<T> fetch(Class<T> type) {
        return verbs.fetch(type, sql, args);
    }

    @Override
    public Optional<Row> fetchRow() {
        return verbs.fetchRow(sql, args);
    }

    @Override
    public <T> Optional<T> fetchRow(Class<T> type) {
        return verbs.fetchRow(type, sql, args);
    }

    @Override
    public Row fetchOne() {
        return verbs.fetchOne(sql, args);
    }

    @Override
    public <T> T fetchOne(Class<T> type) {
        return verbs.fetchOne(type, sql, args);
    }

    @Override
    public <T> Optional<T> fetchValue(Class<T> type) {
        return verbs.fetchValue(type, sql, args);
    }
}
