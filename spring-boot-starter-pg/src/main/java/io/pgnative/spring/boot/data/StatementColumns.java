package io.pgnative.spring.boot.data;

import io.pgnative.client.Column;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;

/** The columns of statements that were sorted before, so that the server is asked once for each. */
final class StatementColumns {

    private static final int MOST = 256;

    private final Map<String, List<Column>> known = new ConcurrentHashMap<>();

    /** The columns of a sort; null if the server has to be asked. What is not found may have come since. */
    @Nullable List<SortColumn> find(String sql, Sort sort) {
        if (sort.isUnsorted()) {
            return List.of();
        }
        List<Column> columns = known.get(sql);
        try {
            return columns == null ? null : SortColumn.of(sort, columns);
        } catch (UnknownSortPropertyException ex) {
            return null;
        }
    }

    /** The columns of a sort, as the server has told them. */
    List<SortColumn> learn(String sql, Sort sort, List<Column> columns) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(sql, columns);
        return SortColumn.of(sort, columns);
    }
}
