package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of one class from rows of one shape. Everything reflective happens when it is made.
 *
 * @param <T> the class
 */
abstract class RowMapper<T> {

    abstract T map(ResultRow row);

    @SuppressWarnings("unchecked") // a RecordMapper of a class gives instances of that class
    static <T> RowMapper<T> create(RowShape shape, Class<T> type) {
        return type.isRecord() && !isOnlyColumn(shape, type)
                ? (RowMapper<T>) RecordMapper.of(shape, type)
                : new SingleColumnMapper<>(shape, type);
    }

    /** Some types are read as classes that happen to be records, such as interval. */
    private static boolean isOnlyColumn(RowShape shape, Class<?> type) {
        return shape.size() == 1 && shape.codec(0).javaType() == type;
    }

    /** A class that the row's only column can be read as. */
    private static final class SingleColumnMapper<T> extends RowMapper<T> {

        private final Class<T> type;

        SingleColumnMapper(RowShape shape, Class<T> type) {
            this.type = type;
            if (shape.size() != 1) {
                throw new PgDataException(type.getName() + " is read from a row with one column; this one has "
                        + shape.size() + ". Map to a record, or read the columns");
            }
        }

        @Override
        T map(ResultRow row) {
            T value = row.get(0, type);
            if (value == null) {
                throw row.nullValue(0, "fetchValue, which gives an empty Optional, or get");
            }
            return value;
        }
    }

    /** A Java record; its components are read from the columns of their names. */
    private static final class RecordMapper extends RowMapper<Object> {

        private final MethodHandle constructor;
        private final int[] columns;
        private final Class<?>[] types;
        private final boolean[] lists;

        /**
         * Makes one.
         *
         * @param columns the column of each component
         * @param types what its value is read as
         * @param lists whether that is an array to be given as a list
         */
        private RecordMapper(MethodHandle constructor, int[] columns, Class<?>[] types, boolean[] lists) {
            this.constructor = constructor;
            this.columns = columns;
            this.types = types;
            this.lists = lists;
        }

        static RecordMapper of(RowShape shape, Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            int[] columns = new int[components.length];
            Class<?>[] types = new Class<?>[components.length];
            boolean[] used = new boolean[shape.size()];
            for (int i = 0; i < components.length; i++) {
                columns[i] = columnFor(components[i].getName(), shape.columns());
                types[i] = components[i].getType();
                if (columns[i] < 0) {
                    throw new PgDataException("record " + type.getName() + ": no column for its component \""
                            + components[i].getName() + "\"; there are " + names(shape));
                }
                used[columns[i]] = true;
            }
            for (int i = 0; i < used.length; i++) {
                if (!used[i]) {
                    throw new PgDataException("record " + type.getName() + ": no component for the column \""
                            + shape.columns().get(i).name() + "\"");
                }
            }
            MethodHandle constructor = constructor(type, types);
            boolean[] lists = new boolean[components.length];
            for (int i = 0; i < components.length; i++) {
                Class<?> element = elementOfList(components[i]);
                if (element != null && shape.codec(columns[i]).javaType().isArray()) {
                    types[i] = element.arrayType();
                    lists[i] = true;
                }
            }
            return new RecordMapper(constructor, columns, types, lists);
        }

        /** The E of a {@code List<E>}: its elements must be of that class, whatever the type's default is. */
        private static @Nullable Class<?> elementOfList(RecordComponent component) {
            Class<?> type = component.getType();
            boolean list = type == List.class || type == Collection.class || type == Iterable.class;
            return list
                            && component.getGenericType() instanceof ParameterizedType generic
                            && generic.getActualTypeArguments()[0] instanceof Class<?> element
                    ? element
                    : null;
        }

        private static MethodHandle constructor(Class<?> type, Class<?>[] types) {
            try {
                Constructor<?> canonical = type.getDeclaredConstructor(types);
                canonical.setAccessible(true);
                return MethodHandles.lookup()
                        .unreflectConstructor(canonical)
                        .asType(MethodType.genericMethodType(types.length))
                        .asSpreader(Object[].class, types.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new PgDataException(
                        "record " + type.getName()
                                + ": its constructor cannot be used; open its package to this client",
                        e);
            }
        }

        /** The last column of the name wins, as in look-ups by name. */
        private static int columnFor(String component, List<Column> columns) {
            for (int i = columns.size() - 1; i >= 0; i--) {
                if (columns.get(i).name().equals(component)) {
                    return i;
                }
            }
            for (int i = columns.size() - 1; i >= 0; i--) {
                if (camelCase(columns.get(i).name()).equals(component)) {
                    return i;
                }
            }
            return -1;
        }

        private static String camelCase(String name) {
            StringBuilder camel = new StringBuilder(name.length());
            boolean upper = false;
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c == '_' && i > 0) {
                    upper = true;
                } else {
                    camel.append(upper ? Character.toUpperCase(c) : c);
                    upper = false;
                }
            }
            return camel.toString();
        }

        private static String names(RowShape shape) {
            return Arrays.toString(shape.columns().stream().map(Column::name).toArray());
        }

        @Override
        Object map(ResultRow row) {
            @Nullable Object[] values = new @Nullable Object[columns.length];
            for (int i = 0; i < values.length; i++) {
                Object value = row.get(columns[i], types[i]);
                if (value == null && types[i].isPrimitive()) {
                    throw row.nullValue(columns[i], "a component of type " + boxed(types[i]));
                }
                values[i] = lists[i] && value != null ? unmodifiableList((@Nullable Object[]) value) : value;
            }
            return construct(values);
        }

        /** With the NULLs, which {@link List#of} would refuse. */
        private static Object unmodifiableList(@Nullable Object[] elements) {
            return Collections.unmodifiableList(Arrays.asList(elements));
        }

        private static String boxed(Class<?> primitive) {
            return MethodType.methodType(primitive).wrap().returnType().getSimpleName();
        }

        private Object construct(@Nullable Object[] values) {
            try {
                return (Object) constructor.invokeExact(values);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new PgDataException("a record's constructor failed", new InvocationTargetException(e));
            }
        }
    }
}
