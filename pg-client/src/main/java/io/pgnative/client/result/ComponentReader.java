package io.pgnative.client.result;

import io.pgnative.client.type.Codec;
import java.lang.reflect.Array;
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
        if (type instanceof Class<?> plain && plain != Set.class) {
            return (row, column) -> row.get(column, plain);
        }
        Class<?> raw = rawClass(type);
        if (raw == Optional.class) {
            ComponentReader value = of(argument(type), codec);
            return (row, column) -> Optional.ofNullable(value.read(row, column));
        }
        if (isCollection(raw) && codec.javaType().isArray()) {
            return collection(raw == Set.class, argument(type));
        }
        return (row, column) -> row.getGeneric(column, type);
    }

    /** For a component that no column is for. */
    static ComponentReader absent(Class<?> type) {
        Object nothing = type == Optional.class ? Optional.empty() : type.isPrimitive() ? zero(type) : null;
        return (row, column) -> nothing;
    }

    private static Object zero(Class<?> primitive) {
        return Array.get(Array.newInstance(primitive, 1), 0);
    }

    private static boolean isCollection(Class<?> raw) {
        return raw == List.class || raw == Set.class || raw == Collection.class || raw == Iterable.class;
    }

    /** Its elements must be of their class, whatever the type's default is; with the NULLs. */
    private static ComponentReader collection(boolean isSet, Type element) {
        Class<?> array = rawClass(element).arrayType();
        return (row, column) -> {
            @Nullable Object[] elements = (@Nullable Object[]) row.get(column, array);
            if (elements == null) {
                return null;
            }
            List<@Nullable Object> list = Arrays.asList(elements);
            return isSet ? Collections.unmodifiableSet(new LinkedHashSet<>(list)) : Collections.unmodifiableList(list);
        };
    }

    private static Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType generic) {
            return rawClass(generic.getRawType());
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    /** What a container holds; anything for one that does not say. */
    private static Type argument(Type container) {
        if (!(container instanceof ParameterizedType generic)) {
            return Object.class;
        }
        Type argument = generic.getActualTypeArguments()[0];
        return argument instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : argument;
    }
}
