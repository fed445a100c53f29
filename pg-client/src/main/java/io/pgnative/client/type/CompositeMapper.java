package io.pgnative.client.type;

import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassShape;
import io.pgnative.client.mapping.Component;
import io.pgnative.client.mapping.Strictness;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings the fields of a composite type together with the components of a class, both ways. Everything reflective
 * happens when it is made.
 *
 * @param <T> the class
 */
final class CompositeMapper<T> {

    private final CompositeFields fields;
    private final ClassShape<T> shape;

    /** The field of each component. */
    private final int[] indexes;

    /** What each component is read as. */
    private final ComponentForm[] forms;

    private CompositeMapper(CompositeFields fields, ClassShape<T> shape, int[] indexes) {
        this.fields = fields;
        this.shape = shape;
        this.indexes = indexes;
        this.forms = new ComponentForm[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            forms[i] = ComponentForm.of(shape.components().get(i).genericType(), fields.codec(indexes[i]));
        }
    }

    /**
     * By names.
     *
     * @throws PgDataException when they do not agree
     */
    static <T> CompositeMapper<T> byName(CompositeFields fields, Class<T> type) {
        ClassShape<T> shape = ClassShape.of(type);
        return new CompositeMapper<>(fields, shape, shape.match(fields.names(), Strictness.STRICT, "field"));
    }

    /**
     * By the order, for fields that have no names.
     *
     * @throws PgDataException when there are not as many of each
     */
    static <T> CompositeMapper<T> byPosition(CompositeFields fields, Class<T> type) {
        ClassShape<T> shape = ClassShape.of(type);
        int[] indexes = new int[shape.components().size()];
        if (indexes.length != fields.size() || !type.isRecord()) {
            throw new PgDataException(shape.describe() + " cannot hold a record of " + fields.size()
                    + " fields without names; a Java record with as many components can");
        }
        Arrays.setAll(indexes, i -> i);
        return new CompositeMapper<>(fields, shape, indexes);
    }

    T read(ReceivedFields values) {
        @Nullable Object[] components = new @Nullable Object[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            Class<?> type = shape.components().get(i).type();
            Object value = forms[i].made(values.getGeneric(indexes[i], forms[i].asked()));
            if (value == null && type.isPrimitive()) {
                throw new DecodeException(fields.describe(indexes[i]) + " is NULL; use a component of type "
                        + MethodType.methodType(type).wrap().returnType().getSimpleName());
            }
            components[i] = value;
        }
        return shape.construct(components);
    }

    /** Whether each component can be read from its field. */
    boolean areReadable() {
        for (int i = 0; i < indexes.length; i++) {
            if (!forms[i].isReadableBy(fields.codec(indexes[i]))) {
                return false;
            }
        }
        return true;
    }

    /** The values of the fields in their order. */
    @Nullable Object[] values(Object object) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < indexes.length; i++) {
            Component component = shape.components().get(i);
            if (!component.isReadable()) {
                throw new EncodeException(shape.describe() + " has no accessor for \"" + component.name() + "\"");
            }
            values[indexes[i]] = component.get(object);
        }
        return values;
    }
}
