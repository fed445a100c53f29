package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassShape;
import io.pgnative.client.mapping.Component;
import io.pgnative.client.mapping.Strictness;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Which column each component of a class is read from in rows of one shape, and how. */
final class ColumnPlan {

    private static final int NONE = -1;

    private final ClassShape<?> target;
    private final Component[] components;
    private final int[] columns;
    private final ComponentReader[] readers;

    private ColumnPlan(ClassShape<?> target, Component[] components, int[] columns, ComponentReader[] readers) {
        this.target = target;
        this.components = components;
        this.columns = columns;
        this.readers = readers;
    }

    /**
     * Finds the columns.
     *
     * @throws PgDataException naming what has no counterpart
     */
    static ColumnPlan of(ClassShape<?> target, RowShape shape, Strictness strictness) {
        Component[] components = target.components().toArray(new Component[0]);
        int[] columns = target.match(shape.columns().stream().map(Column::name).toList(), strictness, "column");
        ComponentReader[] readers = new ComponentReader[components.length];
        for (int i = 0; i < components.length; i++) {
            readers[i] = columns[i] == NONE
                    ? ComponentReader.absent(components[i].type())
                    : ComponentReader.of(components[i].genericType(), shape.codec(columns[i]));
        }
        return new ColumnPlan(target, components, columns, readers);
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
        int column = column(row, component);
        return column != NONE && row.getBoolean(column);
    }

    short readShort(ResultRow row, int component) {
        int column = column(row, component);
        return column == NONE ? 0 : row.getShort(column);
    }

    int readInt(ResultRow row, int component) {
        int column = column(row, component);
        return column == NONE ? 0 : row.getInt(column);
    }

    long readLong(ResultRow row, int component) {
        int column = column(row, component);
        return column == NONE ? 0 : row.getLong(column);
    }

    float readFloat(ResultRow row, int component) {
        int column = column(row, component);
        return column == NONE ? 0 : row.getFloat(column);
    }

    double readDouble(ResultRow row, int component) {
        int column = column(row, component);
        return column == NONE ? 0 : row.getDouble(column);
    }

    /** The column of a primitive component, which holds a value; {@link #NONE} for zero. */
    private int column(ResultRow row, int component) {
        int column = columns[component];
        if (column != NONE && row.isNull(column)) {
            throw isNull(row, component);
        }
        return column;
    }

    private PgDataException isNull(ResultRow row, int component) {
        Class<?> primitive = components[component].type();
        return new PgDataException(row.describe(columns[component]) + " is NULL, which the component \""
                + components[component].name() + "\" of " + target.describe() + " cannot hold; declare it "
                + MethodType.methodType(primitive).wrap().returnType().getSimpleName());
    }
}
