package io.pgnative.spring.boot.query;

import java.beans.PropertyDescriptor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/** What values a class gives to placeholders by name: the components of a record, the properties of a bean. */
final class SourceProperties {

    private final Class<?> type;
    private final Map<String, Type> types;

    private SourceProperties(Class<?> type, Map<String, Type> types) {
        this.type = type;
        this.types = types;
    }

    static SourceProperties of(Class<?> type) {
        Map<String, Type> types = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                types.put(component.getName(), component.getGenericType());
            }
        } else if (mayBeBean(type)) {
            for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
                if (property.getReadMethod() != null && !property.getName().equals("class")) {
                    types.put(property.getName(), property.getReadMethod().getGenericReturnType());
                }
            }
        }
        return new SourceProperties(type, types);
    }

    private static boolean mayBeBean(Class<?> type) {
        return !ClassUtils.isPrimitiveOrWrapper(type)
                && !type.isEnum()
                && !type.isArray()
                && !Iterable.class.isAssignableFrom(type)
                && !type.getName().startsWith("java.");
    }

    /** Whether the names show with the values only. */
    boolean isOpen() {
        return Map.class.isAssignableFrom(type) || type == Object.class;
    }

    /** Whether it gives values at all. */
    boolean isSource() {
        return !types.isEmpty() || Map.class.isAssignableFrom(type);
    }

    /** The type of the value for a placeholder; null if there is none. */
    @Nullable Type find(String placeholder) {
        if (isOpen()) {
            return Object.class;
        }
        Type exact = types.get(placeholder);
        if (exact != null) {
            return exact;
        }
        String camel = camelCase(placeholder);
        for (Map.Entry<String, Type> each : types.entrySet()) {
            if (camelCase(each.getKey()).equals(camel)) {
                return each.getValue();
            }
        }
        return null;
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

    @Override
    public String toString() {
        return type.getSimpleName() + " has " + types.keySet();
    }
}
