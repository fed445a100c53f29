package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.ReactivePgQuery;
import io.pgnative.client.Row;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A call in the making, for the Reactor face. */
final class ReactiveQuery implements ReactivePgQuery {

    private final ReactiveVerbs verbs;
    private final String sql;
    private final @Nullable Object[] args;

    ReactiveQuery(ReactiveVerbs verbs, String sql, @Nullable Object[] args) {
        this.verbs = verbs;
        this.sql = sql;
        this.args = args;
    }

    @Override
    public ReactivePgQuery args(@Nullable Object... newArgs) {
        Verbs.check(sql, newArgs);
        return new ReactiveQuery(verbs, sql, newArgs.clone());
    }

    @Override
    public ReactivePgQuery timeout(Duration timeout) {
        return new ReactiveQuery(new ReactiveVerbs(verbs.verbs().timeout(timeout)), sql, args);
    }

    @Override
    public Mono<CommandResult> execute() {
        return verbs.execute(sql, args);
    }

    @Override
    public Mono<CommandResult> executeMany(Iterable<?> rows) {
        return verbs.executeMany(sql, rows);
    }

    @Override
    public Flux<Row> fetch() {
        return verbs.fetch(sql, args);
    }

    @Override
    public <T> Flux<T> fetch(Class<T> type) {
        return verbs.fetch(type, sql, args);
    }

    @Override
    public Mono<Row> fetchRow() {
        return verbs.fetchRow(sql, args);
    }

    @Override
    public <T> Mono<T> fetchRow(Class<T> type) {
        return verbs.fetchRow(type, sql, args);
    }

    @Override
    public Mono<Row> fetchOne() {
        return verbs.fetchOne(sql, args);
    }

    @Override
    public <T> Mono<T> fetchOne(Class<T> type) {
        return verbs.fetchOne(type, sql, args);
    }

    @Override
    public <T> Mono<T> fetchValue(Class<T> type) {
        return verbs.fetchValue(type, sql, args);
    }
}
