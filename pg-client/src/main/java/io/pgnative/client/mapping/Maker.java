package io.pgnative.client.mapping;

import io.pgnative.client.PgDataException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How objects of one class are made. */
abstract class Maker {

    private static final MethodType ALL_VALUES = MethodType.methodType(Object.class, Object[].class);
    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

    private final List<Component> components;

    private Maker(List<Component> components) {
        this.components = List.copyOf(components);
    }

    final List<Component> components() {
        return components;
    }

    abstract Object make(@Nullable Object[] values);

    /** Takes the components as they are declared and gives an Object; null for a bean. */
    @Nullable MethodHandle constructor() {
        return null;
    }

    static Maker of(Class<?> type) {
        if (!ClassShape.isMappable(type)) {
            throw new PgDataException(type.getName() + " is no class that can be made of named values; give a record");
        }
        try {
            if (type.isRecord()) {
                return ofRecord(type);
            }
            Constructor<?>[] constructors = type.getConstructors();
            if (constructors.length == 1 && constructors[0].getParameterCount() > 0) {
                return ofConstructor(type, constructors[0]);
            }
            return ofBean(type);
        } catch (IllegalAccessException | RuntimeException e) {
            if (e instanceof PgDataException known) {
                throw known;
            }
            throw new PgDataException(
                    (type.isRecord() ? "record " : "class ") + type.getName()
                            + ": its constructor cannot be used; open its package to this client",
                    e);
        }
    }

    private static Maker ofRecord(Class<?> type) throws IllegalAccessException {
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = new Class<?>[parts.length];
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            Method accessor = parts[i].getAccessor();
            accessor.setAccessible(true);
            components.add(new Component(
                    parts[i].getName(),
                    types[i],
                    parts[i].getGenericType(),
                    MethodHandles.lookup().unreflect(accessor)));
        }
        try {
            return new ByConstructor(type, components, type.getDeclaredConstructor(types));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its canonical constructor", e);
        }
    }

    private static Maker ofConstructor(Class<?> type, Constructor<?> constructor) throws IllegalAccessException {
        List<Component> components = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            if (!parameter.isNamePresent()) {
                throw new PgDataException("class " + type.getName()
                        + ": the names of its constructor's parameters are not known; compile it with -parameters");
            }
            components.add(new Component(
                    parameter.getName(),
                    parameter.getType(),
                    parameter.getParameterizedType(),
                    reader(type, parameter.getName(), parameter.getType())));
        }
        return new ByConstructor(type, components, constructor);
    }

    /** A public accessor: {@code name()}, {@code getName()} or {@code isName()}. */
    private static @Nullable MethodHandle reader(Class<?> type, String name, Class<?> returned)
            throws IllegalAccessException {
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (String candidate : new String[] {name, "get" + capital, "is" + capital}) {
            Method method = accessor(type, candidate);
            if (method != null && method.getReturnType() == returned) {
                method.setAccessible(true);
                return MethodHandles.lookup().unreflect(method);
            }
        }
        return null;
    }

    private static @Nullable Method accessor(Class<?> type, String name) {
        try {
            Method method = type.getMethod(name);
            return Modifier.isStatic(method.getModifiers()) ? null : method;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static Maker ofBean(Class<?> type) throws IllegalAccessException {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new PgDataException("class " + type.getName() + " has neither one public constructor nor one without"
                    + " parameters; give a record");
        }
        constructor.setAccessible(true);
        Map<String, Method> byName = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (name.length() > 3
                    && name.startsWith("set")
                    && method.getParameterCount() == 1
                    && !method.isBridge()
                    && !Modifier.isStatic(method.getModifiers())) {
                String property = name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4);
                Method other = byName.put(property, method);
                if (other != null) {
                    throw new PgDataException(
                            "class " + type.getName() + " has more than one setter for \"" + property + "\"");
                }
            }
        }
        if (byName.isEmpty()) {
            throw new PgDataException("class " + type.getName() + " has no setters; give a record");
        }
        List<Component> components = new ArrayList<>();
        List<MethodHandle> setters = new ArrayList<>();
        for (Map.Entry<String, Method> property : byName.entrySet()) {
            Method setter = property.getValue();
            setter.setAccessible(true);
            Class<?> parameter = setter.getParameterTypes()[0];
            components.add(new Component(
                    property.getKey(),
                    parameter,
                    setter.getGenericParameterTypes()[0],
                    reader(type, property.getKey(), parameter)));
            setters.add(MethodHandles.lookup().unreflect(setter).asType(SETTER));
        }
        MethodHandle create =
                MethodHandles.lookup().unreflectConstructor(constructor).asType(MethodType.methodType(Object.class));
        return new ByProperties(type, components, create, setters.toArray(new MethodHandle[0]));
    }

    private static final class ByConstructor extends Maker {

        private final String what;
        private final MethodHandle exact;
        private final MethodHandle constructor;
        private final @Nullable Object[] zeros;

        ByConstructor(Class<?> type, List<Component> components, Constructor<?> constructor)
                throws IllegalAccessException {
            super(components);
            this.what = "the constructor of " + type.getName();
            constructor.setAccessible(true);
            MethodHandle declared =
                    MethodHandles.lookup().unreflectConstructor(constructor).asFixedArity();
            this.exact = declared.asType(declared.type().changeReturnType(Object.class));
            this.constructor = declared.asType(MethodType.genericMethodType(components.size()))
                    .asSpreader(Object[].class, components.size())
                    .asType(ALL_VALUES);
            this.zeros = new @Nullable Object[components.size()];
            for (int i = 0; i < zeros.length; i++) {
                Class<?> primitive = components.get(i).type();
                zeros[i] = primitive.isPrimitive() ? Array.get(Array.newInstance(primitive, 1), 0) : null;
            }
        }

        @Override
        MethodHandle constructor() {
            return exact;
        }

        @Override
        Object make(@Nullable Object[] values) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == ClassShape.ABSENT) {
                    values[i] = zeros[i];
                }
            }
            try {
                return (Object) constructor.invokeExact(values);
            } catch (Throwable e) {
                throw ClassShape.failure(what, e);
            }
        }
    }

    private static final class ByProperties extends Maker {

        private final String what;
        private final MethodHandle constructor;
        private final MethodHandle[] setters;

        ByProperties(Class<?> type, List<Component> components, MethodHandle constructor, MethodHandle[] setters) {
            super(components);
            this.what = type.getName() + " with its setters";
            this.constructor = constructor;
            this.setters = setters;
        }

        @Override
        Object make(@Nullable Object[] values) {
            try {
                Object bean = (Object) constructor.invokeExact();
                for (int i = 0; i < setters.length; i++) {
                    Object value = values[i];
                    if (value != ClassShape.ABSENT) {
                        setters[i].invokeExact(bean, value);
                    }
                }
                return bean;
            } catch (Throwable e) {
                throw ClassShape.failure(what, e);
            }
        }
    }
}
