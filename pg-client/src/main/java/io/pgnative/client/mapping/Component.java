package io.pgnative.client.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A component of a record, a parameter of a constructor, or a property of a bean. */
public final class Component {

    private static final MethodType READER = MethodType.methodType(Object.class, Object.class);

    private final String name;
    private final Class<?> type;
    private final Type genericType;
    private final @Nullable MethodHandle reader;

    Component(String name, Class<?> type, Type genericType, @Nullable MethodHandle reader) {
        this.name = name;
        this.type = type;
        this.genericType = genericType;
        this.reader = reader == null ? null : reader.asType(READER);
    }

    /**
     * Its name.
     *
     * @return as in Java
     */
    public String name() {
        return name;
    }

    /**
     * Its class.
     *
     * @return what a value must be an instance of; may be primitive
     */
    public Class<?> type() {
        return type;
    }

    /**
     * Its class with what it is made of.
     *
     * @return such as {@code List<String>}
     */
    public Type genericType() {
        return genericType;
    }

    /**
     * The E of a {@code List<E>}, {@code Collection<E>} or {@code Iterable<E>}.
     *
     * @return null if this is no such collection, or E no plain class
     */
    public @Nullable Class<?> elementType() {
        boolean list = type == List.class || type == Collection.class || type == Iterable.class;
        return list
                        && genericType instanceof ParameterizedType generic
                        && generic.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : null;
    }

    /**
     * Whether {@link #get} can be called.
     *
     * @return false for a parameter or property that nothing reads
     */
    public boolean isReadable() {
        return reader != null;
    }

    /**
     * The value that an object has.
     *
     * @param object an instance of the class that this is a component of
     * @return null for null
     */
    public @Nullable Object get(Object object) {
        if (reader == null) {
            throw new IllegalStateException(
                    "\"" + name + "\" of " + object.getClass().getName() + " cannot be read");
        }
        try {
            return (@Nullable Object) reader.invokeExact(object);
        } catch (Throwable e) {
            throw ClassShape.failure("the accessor of \"" + name + "\"", e);
        }
    }
}
