package io.pgnative.spring.boot.data;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgOperations;
import io.pgnative.client.PgQuery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/**
 * Cuts pages and windows out of the rows of any statement, for those who get futures. A statement has its placeholders
 * by number, and is put into a FROM clause: it must be one that can stand there, such as SELECT or VALUES.
 *
 * <p>A sort names columns of the statement, as they are or in camel case for one in snake case; anything else is
 * refused with an {@link UnknownSortPropertyException}. Without a sort the statement's own ORDER BY holds. Which
 * columns it has is asked once for each statement that is sorted.
 *
 * <p>What takes more than one statement takes one connection for all of them, that of the transaction that surrounds
 * the call if there is one.
 */
public final class PgPaging {

    private final PgOperations pg;
    private final StatementColumns columns;
    private final @Nullable Duration timeout;

    /**
     * Makes one; to be kept, as it knows the columns of its statements.
     *
     * @param pg a client, or a transaction that the statements run in
     */
    public PgPaging(PgOperations pg) {
        this(pg, new StatementColumns(), null);
    }

    private PgPaging(PgOperations pg, StatementColumns columns, @Nullable Duration timeout) {
        this.pg = pg;
        this.columns = columns;
        this.timeout = timeout;
    }

    /**
     * Limits each statement.
     *
     * @param limit more than zero
     * @return the same with that limit
     */
    public PgPaging timeout(Duration limit) {
        return new PgPaging(pg, columns, limit);
    }

    /**
     * A page, and how many rows there are on all pages. They are counted by a statement of their own, unless the page
     * tells it.
     *
     * @param type what rows are mapped to
     * @param pageable which page, and the sort
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same as the type
     * @return the page; empty behind the last one
     * @throws UnknownSortPropertyException when the sort names no column, by the future
     */
    public <T> Future<Page<T>> page(Class<T> type, Pageable pageable, String sql, @Nullable Object... args) {
        return together(on -> sort(on, pageable.getSort(), sql, args)
                .compose(sort ->
                        query(on, PageSql.page(sql, args, sort, pageable, 0)).fetch(type))
                .compose(content -> total(on, content.size(), pageable, sql, args)
                        .map(total -> new PageImpl<>(content, pageable, total))));
    }

    /**
     * A page, and whether there is a next one, without counting.
     *
     * @param type what rows are mapped to
     * @param pageable which page, and the sort
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same as the type
     * @return the page; empty behind the last one
     * @throws UnknownSortPropertyException when the sort names no column, by the future
     */
    public <T> Future<Slice<T>> slice(Class<T> type, Pageable pageable, String sql, @Nullable Object... args) {
        return sorted(pageable.getSort(), sql, args, (on, sort) -> query(on, PageSql.page(sql, args, sort, pageable, 1))
                        .fetch(type))
                .map(read -> Slices.of(read, pageable));
    }

    /**
     * The rows after a position: by an offset, or by the keys of the row that was the last one, which takes the same
     * time however far it is. For keys the sort must end in a column that makes rows unique, and none of its columns
     * may be NULL.
     *
     * @param type what rows are mapped to
     * @param position {@code ScrollPosition.offset()} or {@code ScrollPosition.keyset()} to begin with, then that of a
     *     row of the window before
     * @param limit how many rows, 1 or more
     * @param sort in which the rows are
     * @param sql the statement
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param <T> the same as the type
     * @return the rows and their positions
     * @throws UnknownSortPropertyException when the sort names no column, by the future
     * @throws IllegalArgumentException when there is no limit, no sort for keys, or no key for a column of the sort, by
     *     the future
     */
    public <T> Future<Window<T>> window(
            Class<T> type, ScrollPosition position, int limit, Sort sort, String sql, @Nullable Object... args) {
        return sorted(sort, sql, args, (on, resolved) -> {
            WindowRequest request = new WindowRequest(position, limit, resolved);
            return query(on, request.toSql(sql, args))
                    .fetch()
                    .map(rows -> request.window(rows.stream().toList(), type));
        });
    }

    /**
     * Runs several statements on one connection. All but the first are called on an event loop: the transaction that
     * surrounds the caller, and what observes him, are not to be found there.
     */
    private <T> Future<T> together(Function<PgOperations, Future<T>> statements) {
        return pg instanceof PgClient client ? client.withConnection(statements::apply) : statements.apply(pg);
    }

    /** Runs a statement, and the one before it that tells the columns of the sort unless they are known. */
    private <T> Future<T> sorted(
            Sort sort,
            String sql,
            @Nullable Object[] args,
            BiFunction<PgOperations, List<SortColumn>, Future<T>> statement) {
        List<SortColumn> known = columns.find(sql, sort);
        return known != null
                ? Future.succeededFuture(known).compose(found -> statement.apply(pg, found))
                : together(on -> sort(on, sort, sql, args).compose(found -> statement.apply(on, found)));
    }

    private Future<List<SortColumn>> sort(PgOperations on, Sort sort, String sql, @Nullable Object[] args) {
        List<SortColumn> known = columns.find(sql, sort);
        return known != null
                ? Future.succeededFuture(known)
                : query(on, PageSql.columns(sql, args)).fetchOne().map(row -> columns.learn(sql, sort, row.columns()));
    }

    private Future<Long> total(PgOperations on, int size, Pageable pageable, String sql, @Nullable Object[] args) {
        OptionalLong total = PageSql.total(size, pageable);
        return total.isPresent()
                ? Future.succeededFuture(total.getAsLong())
                : query(on, PageSql.count(sql, args)).fetchOne(Long.class);
    }

    @SuppressWarnings("NullAway") // arguments may be null
    private PgQuery query(PgOperations on, PageSql page) {
        PgQuery query = on.sql(page.text()).args(page.args());
        return timeout == null ? query : query.timeout(timeout);
    }
}
