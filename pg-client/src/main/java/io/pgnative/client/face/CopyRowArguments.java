package io.pgnative.client.face;

import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.Properties;
import io.pgnative.client.session.RowArguments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of columns from the rows of a COPY: by position from arrays, lists and records, by name from beans
 * and maps. For one COPY, whose rows are mostly of one class.
 */
final class CopyRowArguments implements RowArguments {

    private final List<String> names;
    private @Nullable Class<?> type;
    private int[] indexes = {};

    CopyRowArguments(List<String> names) {
        this.names = names;
    }

    @Override
    public @Nullable Object[] of(@Nullable Object row) {
        if (row == null || row instanceof Object[] || row instanceof List<?> || row instanceof Record) {
            return RowArguments.BY_POSITION.of(row);
        }
        return row instanceof Map<?, ?> ? byName(NamedValues.of(row)) : ofBean(row);
    }

    private @Nullable Object[] ofBean(Object bean) {
        if (bean.getClass() != type) {
            NamedValues values = NamedValues.of(bean);
            names.forEach(name -> require(values, name));
            Properties properties = Properties.of(bean.getClass());
            indexes = names.stream().mapToInt(properties::indexOf).toArray();
            type = bean.getClass();
        }
        Properties properties = Properties.of(bean.getClass());
        @Nullable Object[] values = new @Nullable Object[indexes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = properties.get(bean, indexes[i]);
        }
        return values;
    }

    private @Nullable Object[] byName(NamedValues values) {
        @Nullable Object[] taken = new @Nullable Object[names.size()];
        for (int i = 0; i < taken.length; i++) {
            require(values, names.get(i));
            taken[i] = values.get(names.get(i));
        }
        return taken;
    }

    private static void require(NamedValues values, String column) {
        if (!values.has(column)) {
            throw new PgDataException("it has no value for column \"" + column
                    + "\"; without columns(...) all columns of the table are copied");
        }
    }
}
