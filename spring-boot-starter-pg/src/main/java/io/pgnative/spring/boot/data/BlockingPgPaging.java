package io.pgnative.spring.boot.data;

import io.pgnative.client.BlockingPgOperations;
import io.pgnative.client.BlockingPgQuery;
import io.pgnative.client.Row;
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
 * Cuts pages and windows out of the rows of any statement, for threads that may wait. A statement has its placeholders
 * by number, and is put into a FROM clause: it must be one that can stand there, such as SELECT or VALUES.
 *
 * <p>A sort names columns of the statement, as they are or in camel case for one in snake case; anything else is
 * refused with an {@link UnknownSortPropertyException}. Without a sort the statement's own ORDER BY holds. Which
 * columns it has is asked once for each statement that is sorted.
 */
public final class BlockingPgPaging {

    private final BlockingPgOperations pg;
    private final StatementColumns columns;
    private final @Nullable Duration timeout;

    /**
     * Makes one; to be kept, as it knows the columns of its statements.
     *
     * @param pg a client, or a transaction that the statements run in
     */
    public BlockingPgPaging(BlockingPgOperations pg) {
        this(pg, new StatementColumns(), null);
    }

    private BlockingPgPaging(BlockingPgOperations pg, StatementColumns columns, @Nullable Duration timeout) {
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
    public BlockingPgPaging timeout(Duration limit) {
        return new BlockingPgPaging(pg, columns, limit);
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
     * @throws UnknownSortPropertyException when the sort names no column
     */
    public <T> Page<T> page(Class<T> type, Pageable pageable, String sql, @Nullable Object... args) {
        List<SortColumn> sort = sort(pageable.getSort(), sql, args);
        List<T> content = query(PageSql.page(sql, args, sort, pageable, 0)).fetch(type);
        OptionalLong total = PageSql.total(content.size(), pageable);
        return new PageImpl<>(content, pageable, total.isPresent() ? total.getAsLong() : count(sql, args));
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
     * @throws UnknownSortPropertyException when the sort names no column
     */
    public <T> Slice<T> slice(Class<T> type, Pageable pageable, String sql, @Nullable Object... args) {
        List<SortColumn> sort = sort(pageable.getSort(), sql, args);
        return Slices.of(query(PageSql.page(sql, args, sort, pageable, 1)).fetch(type), pageable);
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
     * @throws UnknownSortPropertyException when the sort names no column
     * @throws IllegalArgumentException when there is no limit, no sort for keys, or no key for a column of the sort
     */
    public <T> Window<T> window(
            Class<T> type, ScrollPosition position, int limit, Sort sort, String sql, @Nullable Object... args) {
        WindowRequest request = new WindowRequest(position, limit, sort(sort, sql, args));
        List<Row> rows = query(request.toSql(sql, args)).fetch().stream().toList();
        return request.window(rows, type);
    }

    private List<SortColumn> sort(Sort sort, String sql, @Nullable Object[] args) {
        List<SortColumn> known = columns.find(sql, sort);
        return known != null
                ? known
                : columns.learn(
                        sql, sort, query(PageSql.columns(sql, args)).fetchOne().columns());
    }

    private long count(String sql, @Nullable Object[] args) {
        return query(PageSql.count(sql, args)).fetchOne(Long.class);
    }

    @SuppressWarnings("NullAway") // arguments may be null
    private BlockingPgQuery query(PageSql page) {
        BlockingPgQuery query = pg.sql(page.text()).args(page.args());
        return timeout == null ? query : query.timeout(timeout);
    }
}
