package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassMapping;
import io.pgnative.client.mapping.Names;
import io.pgnative.client.type.Codec;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Makes objects of one class from rows of one shape. Everything reflective happens when it is made.
 *
 * @param <T> the class
 */
abstract class RowMapper<T> {

    abstract T map(ResultRow row);

    @SuppressWarnings("unchecked") // a mapper of a class gives instances of that class
    static <T> RowMapper<T> create(RowShape shape, Class<T> type, boolean lenient) {
        if (!ClassMapping.isMappable(type) || isOnlyColumn(shape, type)) {
            return new SingleColumnMapper<>(shape, type);
        }
        ClassMapping mapping = ClassMapping.of(type);
        ColumnPlan plan = ColumnPlan.of(mapping, shape, lenient);
        return (RowMapper<T>) (mapping.isBean() ? new BeanMapper(mapping, plan) : new ConstructorMapper(mapping, plan));
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
        return components.length == 1 && Names.find(components[0].getName(), columns, Column::name) == 0;
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
    private static final class ConstructorMapper extends RowMapper<Object> {

        private final ClassMapping mapping;
        private final MethodHandle assembler;
        private final ColumnPlan plan;

        ConstructorMapper(ClassMapping mapping, ColumnPlan plan) {
            this.mapping = mapping;
            this.assembler = Assemblers.of(mapping);
            this.plan = plan;
        }

        @Override
        Object map(ResultRow row) {
            try {
                return (Object) assembler.invokeExact(plan, row);
            } catch (Throwable e) {
                throw mapping.rethrown(e);
            }
        }
    }

    /** A bean; where no column is for a property, that keeps what the bean gives it. */
    private static final class BeanMapper extends RowMapper<Object> {

        private final ClassMapping mapping;
        private final ColumnPlan plan;

        BeanMapper(ClassMapping mapping, ColumnPlan plan) {
            this.mapping = mapping;
            this.plan = plan;
        }

        @Override
        Object map(ResultRow row) {
            Object bean = mapping.newBean();
            for (int i = 0; i < plan.size(); i++) {
                if (plan.hasColumn(i)) {
                    mapping.set(bean, i, plan.read(row, i));
                }
            }
            return bean;
        }
    }
}
