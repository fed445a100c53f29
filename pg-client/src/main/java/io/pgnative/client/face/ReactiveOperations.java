package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ReactivePgCopyIn;
import io.pgnative.client.ReactivePgCopyOut;
import io.pgnative.client.ReactivePgOperations;
import io.pgnative.client.ReactivePgQuery;
import io.pgnative.client.Row;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The verbs of the Reactor face. */
abstract class ReactiveOperations implements ReactivePgOperations {

    private final ReactiveVerbs verbs;

    ReactiveOperations(Verbs verbs) {
        this.verbs = new ReactiveVerbs(verbs);
    }

    @Override
    public final Mono<CommandResult> execute(String sql, @Nullable Object... args) {
        return verbs.execute(sql, args);
    }

    @Override
    public final Mono<CommandResult> executeMany(String sql, Iterable<?> rows) {
        return verbs.executeMany(sql, rows);
    }

    @Override
    public final Mono<CommandResult> executeMany(String sql, Publisher<?> rows) {
        return verbs.executeMany(sql, rows);
    }

    @Override
    public final Flux<Row> fetchMany(String sql, Iterable<?> rows) {
        return verbs.fetchMany(sql, rows);
    }

    @Override
    public final <T> Flux<T> fetchMany(Class<T> type, String sql, Iterable<?> rows) {
        return verbs.fetchMany(type, sql, rows);
    }

    @Override
    public final <A, R> Mono<R> fetch(Collector<? super Row, A, R> collector, String sql, @Nullable Object... args) {
        return verbs.fetch(collector, sql, args);
    }

    @Override
    public final Flux<Row> fetch(String sql, @Nullable Object... args) {
        return verbs.fetch(sql, args);
    }

    @Override
    public final <T> Flux<T> fetch(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetch(type, sql, args);
    }

    @Override
    public final Mono<Row> fetchRow(String sql, @Nullable Object... args) {
        return verbs.fetchRow(sql, args);
    }

    @Override
    public final <T> Mono<T> fetchRow(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetchRow(type, sql, args);
    }

    @Override
    public final Mono<Row> fetchOne(String sql, @Nullable Object... args) {
        return verbs.fetchOne(sql, args);
    }

    @Override
    public final <T> Mono<T> fetchOne(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetchOne(type, sql, args);
    }

    @Override
    public final <T> Mono<T> fetchValue(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.fetchValue(type, sql, args);
    }

    @Override
    public final Mono<Void> notify(String channel, @Nullable String payload) {
        return verbs.notify(channel, payload);
    }

    @Override
    public final Flux<Row> stream(String sql, @Nullable Object... args) {
        return verbs.stream(sql, args);
    }

    @Override
    public final <T> Flux<T> stream(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.stream(type, sql, args);
    }

    @Override
    public final ReactivePgCopyIn copyIn(String table) {
        return new ReactiveCopyIn(verbs.verbs().copyIn(table), verbs.verbs());
    }

    @Override
    public final ReactivePgCopyOut copyOut(String tableOrQuery, @Nullable Object... args) {
        return new ReactiveCopyOut(verbs.verbs().copyOut(tableOrQuery, args), verbs.verbs());
    }

    @Override
    public final ReactivePgQuery sql(String sql) {
        return new ReactiveQuery(verbs, Call.of(sql));
    }
}
