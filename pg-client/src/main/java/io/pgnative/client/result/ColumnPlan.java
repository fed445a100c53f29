package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassMapping;
import io.pgnative.client.mapping.Component;
import io.pgnative.client.mapping.Names;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which column each component of a class is read from in rows of one shape, and how. */
final class ColumnPlan {

    private static final int NONE = -1;

    private final ClassMapping mapping;
    private final Component[] components;
    private final int[] columns;
    private final ComponentReader[] readers;

    private ColumnPlan(ClassMapping mapping, Component[] components, int[] columns, ComponentReader[] readers) {
        this.mapping = mapping;
        this.components = components;
        this.columns = columns;
        this.readers = readers;
    }

    /**
     * Finds the columns.
     *
     * @param lenient whether components without a column, where they can be without a value, and columns without a
     *     component are let pass
     * @throws PgDataException naming what has no counterpart
     */
    static ColumnPlan of(ClassMapping mapping, RowShape shape, boolean lenient) {
        Component[] components = mapping.components().toArray(new Component[0]);
        int[] columns = new int[components.length];
        ComponentReader[] readers = new ComponentReader[components.length];
        boolean[] used = new boolean[shape.size()];
        for (int i = 0; i < components.length; i++) {
            columns[i] = Names.find(components[i].name(), shape.columns(), Column::name);
            if (columns[i] >= 0) {
                used[columns[i]] = true;
                readers[i] = ComponentReader.of(components[i].genericType(), shape.codec(columns[i]));
            } else if (lenient && (mapping.isBean() || !components[i].type().isPrimitive())) {
                readers[i] = ComponentReader.absent(components[i].type());
            } else {
                throw new PgDataException(mapping + ": no column for its component \"" + components[i].name()
                        + "\"; there are " + names(shape.columns()));
            }
        }
        for (int i = 0; i < used.length && !lenient; i++) {
            if (!used[i]) {
                throw new PgDataException(mapping + ": no component for the column \""
                        + shape.columns().get(i).name() + "\"");
            }
        }
        return new ColumnPlan(mapping, components, columns, readers);
    }

    private static String names(List<Column> columns) {
        return Arrays.toString(columns.stream().map(Column::name).toArray());
    }

    int size() {
        return columns.length;
    }

    boolean hasColumn(int component) {
        return columns[component] != NONE;
    }

    /** Reads a component as an object, which is null for an object only. */
    @Nullable Object read(ResultRow row, int component) {
        Object value = readers[component].read(row, columns[component]);
        if (value == null && components[component].type().isPrimitive()) {
            throw isNull(row, component);
        }
        return value;
    }

    boolean readBoolean(ResultRow row, int component) {
        return row.getBoolean(notNull(row, component));
    }

    short readShort(ResultRow row, int component) {
        return row.getShort(notNull(row, component));
    }

    int readInt(ResultRow row, int component) {
        return row.getInt(notNull(row, component));
    }

    long readLong(ResultRow row, int component) {
        return row.getLong(notNull(row, component));
    }

    float readFloat(ResultRow row, int component) {
        return row.getFloat(notNull(row, component));
    }

    double readDouble(ResultRow row, int component) {
        return row.getDouble(notNull(row, component));
    }

    private int notNull(ResultRow row, int component) {
        int column = columns[component];
        if (row.isNull(column)) {
            throw isNull(row, component);
        }
        return column;
    }

    private PgDataException isNull(ResultRow row, int component) {
        Class<?> primitive = components[component].type();
        return new PgDataException(row.describe(columns[component]) + " is NULL, which the component \""
                + components[component].name() + "\" of " + mapping + " cannot hold; declare it "
                + MethodType.methodType(primitive).wrap().returnType().getSimpleName());
    }
}
