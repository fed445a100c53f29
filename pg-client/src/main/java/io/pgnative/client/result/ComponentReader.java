package io.pgnative.client.result;

import io.pgnative.client.type.Codec;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a component from a column. Which one is chosen once for a class and the codec of a column. */
@FunctionalInterface
interface ComponentReader {

    /** Reads the value; null for NULL, unless the component can say that itself. */
    @Nullable Object read(ResultRow row, int column);

    /** For a column of a codec. */
    static ComponentReader of(Type type, Codec codec) {
        if (type instanceof Class<?> plain) {
            return plain == Set.class ? collection(plain, Object.class, codec) : (row, column) -> row.get(column, plain);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type argument = bound(generic.getActualTypeArguments()[0]);
            if (raw == Optional.class) {
                ComponentReader value = of(argument, codec);
                return (row, column) -> Optional.ofNullable(value.read(row, column));
            }
            if (codec.javaType().isArray() && raw.isAssignableFrom(Set.class) | raw.isAssignableFrom(List.class)) {
                return collection(raw, argument, codec);
            }
        }
        return (row, column) -> row.getGeneric(column, type);
    }

    /** For a component that no column is for. */
    static ComponentReader absent(Class<?> type) {
        return type == Optional.class ? (row, column) -> Optional.empty() : (row, column) -> null;
    }

    private static Type bound(Type argument) {
        return argument instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : argument;
    }
}
