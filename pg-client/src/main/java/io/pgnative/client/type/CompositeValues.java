package io.pgnative.client.type;

import io.pgnative.client.Composite;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of composites as Java's own containers: by name in maps, by position in lists and arrays. */
final class CompositeValues {

    private CompositeValues() {}

    /** Whether {@link #read} takes a class. */
    static boolean isPositional(Class<?> as) {
        return as == Map.class
                || as == List.class
                || as == Collection.class
                || as == Iterable.class
                || as == Object[].class;
    }

    /** Null for a class that is no such container. */
    static @Nullable Object read(ReceivedFields values, Class<?> as) {
        if (as == Map.class) {
            return map(values);
        }
        if (as == List.class || as == Collection.class || as == Iterable.class) {
            return Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(array(values)));
        }
        return as == Object[].class ? array(values) : null;
    }

    private static Map<String, @Nullable Object> map(ReceivedFields values) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.fields().size(); i++) {
            map.put(values.fields().names().get(i), values.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static @Nullable Object[] array(ReceivedFields values) {
        @Nullable Object[] array = new @Nullable Object[values.fields().size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    /** As the server writes composites, with fields as their own text. */
    static String text(ReceivedFields values) {
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < values.fields().size(); i++) {
            CompositeText.append(out, i, values.getString(i));
        }
        return out.append(')').toString();
    }

    /** The values in the order of the fields; null for a value that is no such container. */
    static @Nullable Object @Nullable [] write(CompositeFields fields, Object value) {
        if (value instanceof Composite composite) {
            @Nullable Object[] values = new @Nullable Object[fields.size()];
            for (int i = 0; i < composite.size(); i++) {
                values[index(fields, composite.names().get(i))] = composite.get(i);
            }
            return values;
        }
        if (value instanceof Map<?, ?> map) {
            @Nullable Object[] values = new @Nullable Object[fields.size()];
            map.forEach((name, field) -> values[index(fields, name)] = field);
            return values;
        }
        if (value instanceof Object[] array) {
            return positional(fields, array);
        }
        return value instanceof Collection<?> list ? positional(fields, list.toArray()) : null;
    }

    private static int index(CompositeFields fields, @Nullable Object name) {
        int index = fields.names().indexOf(name);
        if (index < 0) {
            throw new EncodeException("has a value for \"" + name + "\", which is no field of " + fields.typeName()
                    + "; there are " + fields.names());
        }
        return index;
    }

    private static @Nullable Object[] positional(CompositeFields fields, @Nullable Object[] values) {
        if (values.length != fields.size()) {
            throw new EncodeException(
                    "has " + values.length + " values for the " + fields.size() + " fields of " + fields.typeName());
        }
        return values;
    }
}
