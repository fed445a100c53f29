package io.pgnative.client.type;

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

/**
 * What a component of a class is read as with a codec, and how the component is made of that: an array becomes a list
 * or a set of elements of the class that it declares, and NULL an empty {@code Optional}. Chosen once.
 */
public final class ComponentForm {

    private enum Kind {
        VALUE,
        LIST,
        SET
    }

    private final Type asked;
    private final Kind kind;
    private final boolean optional;

    private ComponentForm(Type asked, Kind kind, boolean optional) {
        this.asked = asked;
        this.kind = kind;
        this.optional = optional;
    }

    /**
     * The form of a component.
     *
     * @param type the component's class with its parameters
     * @param codec of the column or field that it is read from
     * @return its form
     */
    public static ComponentForm of(Type type, Codec codec) {
        boolean optional = rawClass(type) == Optional.class;
        Type value = optional ? argument(type) : type;
        Class<?> raw = rawClass(value);
        boolean isSet = raw == Set.class;
        boolean isList = raw == List.class || raw == Collection.class || raw == Iterable.class;
        // A list whose elements are of no declared class keeps the shape of an array of several dimensions.
        boolean isDeclared = value instanceof ParameterizedType && rawClass(argument(value)) != Object.class;
        if (codec.javaType().isArray() && (isSet || (isList && isDeclared))) {
            return new ComponentForm(rawClass(argument(value)).arrayType(), isSet ? Kind.SET : Kind.LIST, optional);
        }
        return new ComponentForm(codec.readsGenerics() ? value : raw, Kind.VALUE, optional);
    }

    /**
     * What to read.
     *
     * @return a class; a type with parameters for a codec that heeds them
     */
    public Type asked() {
        return asked;
    }

    /**
     * Whether the component can be read.
     *
     * @param codec the one that this was chosen for
     * @return false if each value is refused
     */
    public boolean isReadableBy(Codec codec) {
        return codec.readsGenerics() || codec.isReadableAs(rawClass(asked));
    }

    /**
     * Makes the component.
     *
     * @param read what was read; null for NULL
     * @return the component's value; null only for null
     */
    public @Nullable Object made(@Nullable Object read) {
        Object value = read == null || kind == Kind.VALUE ? read : collection((@Nullable Object[]) read);
        return optional ? Optional.ofNullable(value) : value;
    }

    /** With the NULLs, which {@link List#of} would refuse. */
    private Object collection(@Nullable Object[] elements) {
        List<@Nullable Object> list = Arrays.<@Nullable Object>asList(elements);
        return kind == Kind.SET
                ? Collections.unmodifiableSet(new LinkedHashSet<>(list))
                : Collections.unmodifiableList(list);
    }

    static Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType generic) {
            return rawClass(generic.getRawType());
        }
        if (type instanceof WildcardType wildcard) {
            return rawClass(wildcard.getUpperBounds()[0]);
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    /** What a container holds; anything for one that does not say. */
    private static Type argument(Type container) {
        return container instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }
}
