package io.pgnative.client.face;

import io.pgnative.client.BlockingPgCopyIn;
import io.pgnative.client.BlockingPgCopyOut;
import io.pgnative.client.BlockingPgOperations;
import io.pgnative.client.BlockingPgQuery;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The verbs of the blocking face. */
abstract class BlockingOperations implements BlockingPgOperations {

    private final BlockingVerbs verbs;

    BlockingOperations(Verbs verbs) {
        this.verbs = new BlockingVerbs(verbs);
    }

    @Override
    public final CommandResult execute(String sql, @Nullable Object... args) {
        return verbs.execute(sql, args);
    }

    @Override
    public final CommandResult executeMany(String sql, Iterable<?> rows) {
        return verbs.executeMany(sql, rows);
    }

    @Override
    public final CommandResult executeMany(String sql, Flow.Publisher<?> rows) {
        return verbs.executeMany(sql, rows);
    }

    @Override
    public final Rows fetchMany(String sql, Iterable<?> rows) {
        return verbs.fetchMany(sql, rows);
    }

    @Override
    public final <T> List<T> fetchMany(Class<T> type, String sql, Iterable<?> rows) {
        return verbs.fetchMany(type, sql, rows);
    }

    @Override
    public final <A, R> R fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object... args) {
        return verbs.fetch(collector, sql, args);
    }

    @Override
    public final Rows fetch(String sql, @Nullable Object... args) {
        return verbs.fetch(sql, args);
    }

    @Override
    public final <T> List<T> fetch(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetch(type, sql, args);
    }

    @Override
    public final Optional<Row> fetchRow(String sql, @Nullable Object... args) {
        return verbs.fetchRow(sql, args);
    }

    @Override
    public final <T> Optional<T> fetchRow(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetchRow(type, sql, args);
    }

    @Override
    public final Row fetchOne(String sql, @Nullable Object... args) {
        return verbs.fetchOne(sql, args);
    }

    @Override
    public final <T> T fetchOne(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetchOne(type, sql, args);
    }

    @Override
    public final <T> Optional<T> fetchValue(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetchValue(type, sql, args);
    }

    @Override
    public final void notify(String channel, @Nullable String payload) {
        verbs.notify(channel, payload);
    }

    @Override
    public final Stream<Row> stream(String sql, @Nullable Object... args) {
        return verbs.stream(sql, args);
    }

    @Override
    public final <T> Stream<T> stream(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.stream(type, sql, args);
    }

    @Override
    public final BlockingPgCopyIn copyIn(String table) {
        return new BlockingCopyIn(verbs.verbs().copyIn(table), verbs.verbs());
    }

    @Override
    public final BlockingPgCopyOut copyOut(String tableOrQuery, @Nullable Object... args) {
        return new BlockingCopyOut(verbs.verbs().copyOut(tableOrQuery, args), verbs.verbs());
    }

    @Override
    public final BlockingPgQuery sql(String sql) {
        return new BlockingQuery(verbs.verbs(), Call.of(sql));
    }
}
