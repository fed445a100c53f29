package io.pgnative.spring.boot.data;

import io.pgnative.client.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/** Rows after, or before, a position. */
final class WindowRequest {

    private final ScrollPosition position;
    private final int limit;
    private final List<SortColumn> sort;

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException when there is no limit, or a position by keys has no sort
     */
    WindowRequest(ScrollPosition position, int limit, List<SortColumn> sort) {
        if (limit < 1) {
            throw new IllegalArgumentException("a window needs a limit of 1 row or more, not " + limit);
        }
        if (position instanceof KeysetScrollPosition && sort.isEmpty()) {
            throw new IllegalArgumentException("scrolling by keys needs a sort, whose last column makes rows unique");
        }
        this.position = position;
        this.limit = limit;
        this.sort = sort;
    }

    private boolean isBackward() {
        return position instanceof KeysetScrollPosition keyset && keyset.scrollsBackward();
    }

    /** The statement for the rows, and one more. */
    PageSql toSql(String sql, @Nullable Object[] args) {
        if (position instanceof KeysetScrollPosition keyset) {
            return PageSql.keyset(sql, args, sort, keys(keyset), isBackward(), limit + 1L);
        }
        OffsetScrollPosition offset = (OffsetScrollPosition) position;
        return PageSql.window(sql, args, sort, limit + 1L, offset.isInitial() ? 0 : offset.getOffset() + 1);
    }

    private List<Object> keys(KeysetScrollPosition keyset) {
        List<Object> keys = new ArrayList<>();
        if (keyset.isInitial()) {
            return keys;
        }
        for (SortColumn column : sort) {
            Object key = keyset.getKeys().get(column.order().getProperty());
            if (key == null) {
                throw new IllegalArgumentException("the position has no key for the sort property \""
                        + column.order().getProperty()
                        + "\"; it has " + keyset.getKeys().keySet()
                        + ", and scrolling by keys needs columns that are not NULL");
            }
            keys.add(key);
        }
        return keys;
    }

    /** The window of what was read. */
    <T> Window<T> window(List<Row> read, Class<T> type) {
        boolean hasMore = read.size() > limit;
        List<Row> rows = new ArrayList<>(hasMore ? read.subList(0, limit) : read);
        if (isBackward()) {
            Collections.reverse(rows);
        }
        List<T> content = rows.stream().map(row -> row.as(type)).toList();
        return Window.from(content, positions(rows), hasMore);
    }

    private IntFunction<? extends ScrollPosition> positions(List<Row> rows) {
        if (position instanceof OffsetScrollPosition offset) {
            return offset.positionFunction();
        }
        KeysetScrollPosition keyset = (KeysetScrollPosition) position;
        return index -> ScrollPosition.of(keysOf(rows.get(index)), keyset.getDirection());
    }

    private Map<String, Object> keysOf(Row row) {
        Map<String, Object> keys = new LinkedHashMap<>();
        for (SortColumn column : sort) {
            Object value = row.get(column.column().name());
            if (value == null) {
                throw new IllegalStateException(
                        "the column \"" + column.column().name()
                                + "\" is NULL, which there is no scrolling by; sort by columns that are not");
            }
            keys.put(column.order().getProperty(), value);
        }
        return keys;
    }
}
