package io.pgnative.spring.boot.data;

import io.pgnative.client.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Sort;
import org.springframework.data.util.ParsingUtils;

/**
 * A column that rows are sorted by. What a sort names only chooses among the columns of the statement, whose names are
 * quoted, so that nothing of it becomes SQL.
 *
 * @param column of the statement
 * @param order what was asked for
 */
record SortColumn(Column column, Sort.Order order) {

    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "citext", "name");

    /**
     * The columns of a sort.
     *
     * @throws UnknownSortPropertyException when there is none for a property
     */
    static List<SortColumn> of(Sort sort, List<Column> columns) {
        List<SortColumn> found = new ArrayList<>();
        for (Sort.Order order : sort) {
            found.add(new SortColumn(find(order.getProperty(), columns), order));
        }
        return found;
    }

    private static Column find(String property, List<Column> columns) {
        String snakeCase = ParsingUtils.reconcatenateCamelCase(property, "_");
        Column similar = null;
        for (Column column : columns) {
            if (column.name().equals(property)) {
                return column;
            }
            if (column.name().equals(snakeCase)) {
                similar = column;
            }
        }
        if (similar == null) {
            throw new UnknownSortPropertyException(
                    property, columns.stream().map(Column::name).toList());
        }
        return similar;
    }

    /** What is compared. */
    String expression() {
        return folded('"' + column.name().replace("\"", "\"\"") + '"');
    }

    /** The same of a placeholder. */
    String folded(String operand) {
        return order.isIgnoreCase() && TEXTS.contains(column.typeName()) ? "lower(" + operand + ")" : operand;
    }

    /**
     * An element of ORDER BY.
     *
     * @param reversed whether rows are read from the end
     */
    String toSql(boolean reversed) {
        Sort.Order effective = reversed ? order.reverse() : order;
        String nulls =
                switch (order.getNullHandling()) {
                    case NULLS_FIRST -> reversed ? " nulls last" : " nulls first";
                    case NULLS_LAST -> reversed ? " nulls first" : " nulls last";
                    default -> "";
                };
        return expression() + (effective.isAscending() ? " asc" : " desc") + nulls;
    }
}
