package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassShape;
import io.pgnative.client.mapping.Names;
import io.pgnative.client.mapping.Strictness;
import io.pgnative.client.type.Codec;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of one class from rows of one shape. Everything reflective happens when it is made.
 *
 * @param <T> the class
 */
abstract class RowMapper<T> {

    abstract T map(ResultRow row);

    static <T> RowMapper<T> create(RowShape shape, Class<T> type, Strictness strictness) {
        if (isSingle(shape, type)) {
            return new SingleColumnMapper<>(shape, type);
        }
        ClassShape<T> target = ClassShape.of(type);
        ColumnPlan plan = ColumnPlan.of(target, shape, strictness);
        MethodHandle assembler = Assemblers.of(target);
        return assembler == null ? new BeanMapper<>(target, plan) : new ConstructorMapper<>(target, plan, assembler);
    }

    /** Whether a class is read from the only column, and not made of several. */
    static boolean isSingle(RowShape shape, Class<?> type) {
        return !ClassShape.isMappable(type) || isOnlyColumn(shape, type);
    }

    /**
     * Whether the only column holds the whole object, as an interval, a composite or a JSON document does; not when it
     * is meant for the only component of a record.
     */
    private static boolean isOnlyColumn(RowShape shape, Class<?> type) {
        if (shape.size() != 1) {
            return false;
        }
        Codec codec = shape.codec(0);
        return codec.javaType() == type || (codec.reads(type) && !isOnlyComponent(shape.columns(), type));
    }

    private static boolean isOnlyComponent(List<Column> columns, Class<?> type) {
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        return components.length == 1
                && Names.find(components[0].getName(), List.of(columns.get(0).name())) == 0;
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

    /** A record, or another class whose constructor takes everything. */
    private static final class ConstructorMapper<T> extends RowMapper<T> {

        private final ClassShape<T> target;
        private final ColumnPlan plan;
        private final MethodHandle assembler;

        ConstructorMapper(ClassShape<T> target, ColumnPlan plan, MethodHandle assembler) {
            this.target = target;
            this.plan = plan;
            this.assembler = assembler;
        }

        @Override
        @SuppressWarnings("unchecked") // the constructor is that of the class
        T map(ResultRow row) {
            try {
                return (T) (Object) assembler.invokeExact(plan, row);
            } catch (Throwable e) {
                throw target.failure(e);
            }
        }
    }

    /** A bean; where no column is for a property, that keeps what the bean gives it. */
    private static final class BeanMapper<T> extends RowMapper<T> {

        private final ClassShape<T> target;
        private final ColumnPlan plan;

        BeanMapper(ClassShape<T> target, ColumnPlan plan) {
            this.target = target;
            this.plan = plan;
        }

        @Override
        T map(ResultRow row) {
            @Nullable Object[] values = new @Nullable Object[plan.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = plan.hasColumn(i) ? plan.read(row, i) : ClassShape.ABSENT;
            }
            return target.construct(values);
        }
    }
}
