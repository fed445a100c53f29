package io.pgnative.client.mapping;

import io.pgnative.client.PgDataException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from the objects of a class, by name: the components of a record, or the getters of a bean.
 * Reflection happens once for each class.
 */
public final class Properties {

    private static final ClassValue<Properties> KNOWN = new ClassValue<>() {
        @Override
        protected Properties computeValue(Class<?> type) {
            return new Properties(type);
        }
    };

    private final Class<?> type;
    private final List<String> names = new ArrayList<>();
    private final List<MethodHandle> getters = new ArrayList<>();

    private Properties(Class<?> type) {
        this.type = type;
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                add(component.getName(), component.getAccessor());
            }
        } else {
            Arrays.stream(type.getMethods())
                    .filter(Properties::isGetter)
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(getter -> {
                        String name = propertyName(getter.getName());
                        if (!names.contains(name)) {
                            add(name, getter);
                        }
                    });
        }
    }

    /**
     * The properties of a class.
     *
     * @param type a record or a bean
     * @return its properties; none for a class that lets nothing be read
     * @throws PgDataException when its methods cannot be called from here
     */
    public static Properties of(Class<?> type) {
        return KNOWN.get(type);
    }

    private void add(String name, Method getter) {
        try {
            getter.setAccessible(true);
            getters.add(
                    MethodHandles.lookup().unreflect(getter).asType(MethodType.methodType(Object.class, Object.class)));
            names.add(name);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new PgDataException(
                    type.getName() + ": \"" + name + "\" cannot be read; open its package to this client", e);
        }
    }

    private static boolean isGetter(Method method) {
        return method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && method.getDeclaringClass() != Object.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge()
                && !propertyName(method.getName()).isEmpty()
                && (!method.getName().startsWith("is") || method.getReturnType() == boolean.class);
    }

    /** The property that a getter is of; empty for another method. */
    private static String propertyName(String method) {
        int prefix = method.startsWith("is") ? 2 : method.startsWith("get") ? 3 : 0;
        if (prefix == 0 || method.length() == prefix || Character.isLowerCase(method.charAt(prefix))) {
            return "";
        }
        return Character.toLowerCase(method.charAt(prefix)) + method.substring(prefix + 1);
    }

    /**
     * The names.
     *
     * @return those of a record in the order of its components
     */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * Finds a property by its name; either may be in {@code snake_case}.
     *
     * @param name what to find
     * @return its index; -1 when there is none
     */
    public int indexOf(String name) {
        return Names.findEither(name, names);
    }

    /**
     * Reads a property. What the object's own method throws comes through.
     *
     * @param source an object of the class
     * @param index of the property
     * @return its value
     */
    public @Nullable Object get(Object source, int index) {
        try {
            return (Object) getters.get(index).invokeExact(source);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new PgDataException("reading \"" + names.get(index) + "\" of a " + type.getName() + " failed", e);
        }
    }
}
