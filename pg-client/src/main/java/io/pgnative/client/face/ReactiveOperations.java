package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ReactivePgOperations;
import io.pgnative.client.ReactivePgQuery;
import io.pgnative.client.Row;
import org.jspecify.annotations.Nullable;
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
    public final Flux<Row> stream(String sql, @Nullable Object... args) {
        return verbs.stream(sql, args);
    }

    @Override
    public final <T> Flux<T> stream(Class<T> type, String sql, @Nullable Object... args) {
        return verbs.stream(type, sql, args);
    }

    @Override
    public final ReactivePgQuery sql(String sql) {
        return new ReactiveQuery(verbs.verbs(), Call.of(sql));
    }
}
