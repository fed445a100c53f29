package io.pgnative.spring.boot.data;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;

/**
 * A statement around that of the user.
 *
 * @param text with placeholders by number
 * @param args the values of the user's placeholders and of those added behind them
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record PageSql(String text, @Nullable Object[] args) {

    /** In lines of its own, in case that it ends in a comment. */
    private static String table(String sql) {
        String trimmed = sql.stripTrailing();
        return "(\n" + (trimmed.endsWith(";") ? trimmed.substring(0, trimmed.length() - 1) : trimmed) + "\n) as q";
    }

    /** One row of NULLs that has the columns of a statement, which is not run for it. */
    static PageSql columns(String sql, @Nullable Object[] args) {
        return new PageSql("select q.* from (select) as nothing left join " + table(sql) + " on false", args);
    }

    /** The number of all rows. */
    static PageSql count(String sql, @Nullable Object[] args) {
        return new PageSql("select count(*) from " + table(sql), args);
    }

    /**
     * The rows of a page.
     *
     * @param more how many rows to read beyond its end
     */
    static PageSql page(String sql, @Nullable Object[] args, List<SortColumn> sort, Pageable pageable, int more) {
        String sorted = "select * from " + table(sql) + orderBy(sort, false);
        if (pageable.isUnpaged()) {
            return new PageSql(sorted, args);
        }
        return limited(sorted, args, (long) pageable.getPageSize() + more, pageable.getOffset());
    }

    /** Some rows from an offset on. */
    static PageSql window(String sql, @Nullable Object[] args, List<SortColumn> sort, long limit, long offset) {
        return limited("select * from " + table(sql) + orderBy(sort, false), args, limit, offset);
    }

    private static PageSql limited(String sorted, @Nullable Object[] args, long limit, long offset) {
        @Nullable Object[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = limit;
        all[args.length + 1] = offset;
        return new PageSql(sorted + " limit $" + (args.length + 1) + " offset $" + (args.length + 2), all);
    }

    /**
     * Some rows from a key on.
     *
     * @param keys the values of the sort's columns in the row before; empty for the first rows
     * @param reversed whether rows are read from the end, or from the row before towards the begin
     */
    static PageSql keyset(
            String sql,
            @Nullable Object[] args,
            List<SortColumn> sort,
            List<Object> keys,
            boolean reversed,
            long limit) {
        @Nullable Object[] all = Arrays.copyOf(args, args.length + keys.size() + 1);
        for (int i = 0; i < keys.size(); i++) {
            all[args.length + i] = keys.get(i);
        }
        all[all.length - 1] = limit;
        String where = keys.isEmpty() ? "" : " where " + beyond(sort, args.length + 1, reversed);
        String text = "select * from " + table(sql) + where + orderBy(sort, reversed) + " limit $" + all.length;
        return new PageSql(text, all);
    }

    /** With one direction a comparison of rows, which an index serves best; else one column after the other. */
    private static String beyond(List<SortColumn> sort, int firstNumber, boolean reversed) {
        boolean ascending = sort.get(0).order().isAscending();
        if (sort.stream().allMatch(each -> each.order().isAscending() == ascending)) {
            String columns = sort.stream().map(SortColumn::expression).collect(Collectors.joining(", "));
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < sort.size(); i++) {
                values.append(i == 0 ? "" : ", ").append(sort.get(i).folded("$" + (firstNumber + i)));
            }
            return "(" + columns + ") " + (ascending != reversed ? ">" : "<") + " (" + values + ")";
        }
        StringBuilder condition = new StringBuilder();
        for (int i = 0; i < sort.size(); i++) {
            SortColumn column = sort.get(i);
            String value = column.folded("$" + (firstNumber + i));
            String operator = column.order().isAscending() != reversed ? " > " : " < ";
            condition.append("(").append(column.expression()).append(operator).append(value);
            if (i < sort.size() - 1) {
                condition
                        .append(" or (")
                        .append(column.expression())
                        .append(" = ")
                        .append(value)
                        .append(" and ");
            }
        }
        return condition.append(")").append("))".repeat(sort.size() - 1)).toString();
    }

    private static String orderBy(List<SortColumn> sort, boolean reversed) {
        return sort.isEmpty()
                ? ""
                : " order by " + sort.stream().map(each -> each.toSql(reversed)).collect(Collectors.joining(", "));
    }

    /** The number of all rows where the rows of a page tell it: a page that is not full is the last one. */
    static OptionalLong total(int size, Pageable pageable) {
        if (pageable.isUnpaged()) {
            return OptionalLong.of(size);
        }
        boolean isLast = size < pageable.getPageSize() && (size > 0 || pageable.getOffset() == 0);
        return isLast ? OptionalLong.of(pageable.getOffset() + size) : OptionalLong.empty();
    }
}
