package io.pgnative.client.face;

import io.pgnative.client.mapping.Properties;
import io.pgnative.client.session.RowArguments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the arguments of a statement from the rows of a batch by name. Rows of a batch are mostly of one class, so
 * where the names are in it is found once for as long as the class stays the same. For one batch.
 */
final class RowsByName implements RowArguments {

    private final Call call;
    private final List<String> names;
    private @Nullable Class<?> type;
    private int[] indexes = {};

    RowsByName(Call call, List<String> names) {
        this.call = call;
        this.names = names;
    }

    @Override
    public @Nullable Object[] of(@Nullable Object row) {
        NamedValues values = NamedValues.of(row);
        if (row == null || row instanceof Map<?, ?>) {
            return call.arguments(names, values);
        }
        Properties properties = Properties.of(row.getClass());
        if (row.getClass() != type) {
            indexes = names.stream().mapToInt(properties::indexOf).toArray();
            type = row.getClass();
        }
        @Nullable Object[] arguments = new @Nullable Object[indexes.length];
        for (int i = 0; i < arguments.length; i++) {
            if (indexes[i] < 0) {
                return call.arguments(names, values);
            }
            arguments[i] = properties.get(row, indexes[i]);
        }
        return arguments;
    }
}
