package io.pgnative.client.result;

import io.pgnative.client.type.Codec;
import io.pgnative.client.type.ComponentForm;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a component from a column. Which one is chosen once for a class and the codec of a column. */
@FunctionalInterface
interface ComponentReader {

    /** Reads the value; null for NULL, unless the component can say that itself. */
    @Nullable Object read(ResultRow row, int column);

    /** For a column of a codec. */
    static ComponentReader of(Type type, Codec codec) {
        ComponentForm form = ComponentForm.of(type, codec);
        Type asked = form.asked();
        if (type == asked && asked instanceof Class<?> plain) {
            return (row, column) -> row.get(column, plain);
        }
        if (asked instanceof Class<?> plain) {
            return (row, column) -> form.made(row.get(column, plain));
        }
        return (row, column) -> form.made(row.getGeneric(column, asked));
    }

    /** For a component that no column is for. */
    static ComponentReader absent(Class<?> type) {
        Object nothing = type == Optional.class ? Optional.empty() : type.isPrimitive() ? zero(type) : null;
        return (row, column) -> nothing;
    }

    private static Object zero(Class<?> primitive) {
        return Array.get(Array.newInstance(primitive, 1), 0);
    }
}
