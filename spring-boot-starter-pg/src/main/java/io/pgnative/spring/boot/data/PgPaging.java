package io.pgnative.spring.boot.data;

import io.pgnative.client.PgOperations;
import io.pgnative.client.PgQuery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
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
        return sort(pageable.getSort(), sql, args)
                .compose(sort ->
                        query(PageSql.page(sql, args, sort, pageable, 0)).fetch(type))
                .compose(content -> total(content.size(), pageable, sql, args)
                        .map(total -> new PageImpl<>(content, pageable, total)));
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
        return sort(pageable.getSort(), sql, args)
                .compose(sort ->
                        query(PageSql.page(sql, args, sort, pageable, 1)).fetch(type))
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
        return sort(sort, sql, args)
                .map(resolved -> new WindowRequest(position, limit, resolved))
                .compose(request -> query(request.toSql(sql, args))
                        .fetch()
                        .map(rows -> request.window(rows.stream().toList(), type)));
    }

    private Future<List<SortColumn>> sort(Sort sort, String sql, @Nullable Object[] args) {
        List<SortColumn> known = columns.find(sql, sort);
        return known != null
                ? Future.succeededFuture(known)
                : query(PageSql.columns(sql, args)).fetchOne().map(row -> columns.learn(sql, sort, row.columns()));
    }

    private Future<Long> total(int size, Pageable pageable, String sql, @Nullable Object[] args) {
        OptionalLong total = PageSql.total(size, pageable);
        return total.isPresent()
                ? Future.succeededFuture(total.getAsLong())
                : query(PageSql.count(sql, args)).fetchOne(Long.class);
    }

    @SuppressWarnings("NullAway") // arguments may be null
    private PgQuery query(PageSql page) {
        PgQuery query = pg.sql(page.text()).args(page.args());
        return timeout == null ? query : query.timeout(timeout);
    }
}
