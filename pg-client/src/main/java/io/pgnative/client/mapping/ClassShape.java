package io.pgnative.client.mapping;

import io.pgnative.client.PgDataException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class that objects are made of by named values: a Java record, a class with one public constructor whose parameters
 * are named (compiled with {@code -parameters}), or a bean with a constructor without parameters and setters.
 * Everything reflective happens when it is made; one is kept for each class as long as the class itself.
 *
 * @param <T> the class
 */
public final class ClassShape<T> {

    /** In the place of a value: there is none. A bean keeps what it has; others get null, or zero for a primitive. */
    public static final Object ABSENT = new Object();

    private static final ClassValue<ClassShape<?>> SHAPES = new ClassValue<>() {
        @Override
        protected ClassShape<?> computeValue(Class<?> type) {
            return new ClassShape<>(type, Maker.of(type));
        }
    };

    private final Class<T> type;
    private final Maker maker;

    private ClassShape(Class<T> type, Maker maker) {
        this.type = type;
        this.maker = maker;
    }

    /**
     * The shape of a class.
     *
     * @param type the class
     * @param <T> the same
     * @return the same one each time
     * @throws PgDataException when objects of the class cannot be made of named values, with the reason
     */
    @SuppressWarnings("unchecked") // each class has its own
    public static <T> ClassShape<T> of(Class<T> type) {
        return (ClassShape<T>) SHAPES.get(type);
    }

    /**
     * Whether a class may be one that is made of named values, as opposed to one that a single value is read as.
     *
     * @param type the class
     * @return false for interfaces, enums, arrays, primitives and the classes of Java itself
     */
    public static boolean isMappable(Class<?> type) {
        return !type.isInterface()
                && !type.isArray()
                && !type.isPrimitive()
                && !type.isEnum()
                && !Modifier.isAbstract(type.getModifiers())
                && !type.getName().startsWith("java.");
    }

    /**
     * The class.
     *
     * @return the class
     */
    public Class<T> type() {
        return type;
    }

    /**
     * What the class is called in messages.
     *
     * @return such as {@code record com.example.Book}
     */
    public String describe() {
        return (type.isRecord() ? "record " : "class ") + type.getName();
    }

    /**
     * The components.
     *
     * @return in the order of the constructor; those of a bean by name
     */
    public List<Component> components() {
        return maker.components();
    }

    /**
     * Finds the values of the components.
     *
     * @param names what the values are called
     * @param strictness what must match
     * @param kind what the values are called in messages, such as {@code column}
     * @return for each component the index of its value, -1 for none
     * @throws PgDataException when it does not match, naming the first component or value that is left over
     */
    public int[] match(List<String> names, Strictness strictness, String kind) {
        List<Component> components = components();
        int[] found = new int[components.size()];
        boolean[] used = new boolean[names.size()];
        for (int i = 0; i < found.length; i++) {
            String component = components.get(i).name();
            found[i] = Names.find(component, names);
            if (found[i] >= 0) {
                used[found[i]] = true;
            } else if (strictness == Strictness.STRICT) {
                throw new PgDataException(
                        describe() + ": no " + kind + " for its component \"" + component + "\"; there are " + names);
            }
        }
        for (int i = 0; i < used.length && strictness == Strictness.STRICT; i++) {
            if (!used[i]) {
                throw new PgDataException(describe() + ": no component for the " + kind + " \"" + names.get(i) + "\"");
            }
        }
        return found;
    }

    /**
     * Makes an object of all its components at once, without an array and without boxing.
     *
     * @return a handle that takes the components as they are declared and gives an Object; null for a bean
     */
    public @Nullable MethodHandle constructor() {
        return maker.constructor();
    }

    /**
     * Makes an object.
     *
     * @param values one for each component, {@link #ABSENT} for none; null must not stand for a primitive
     * @return a new object
     * @throws PgDataException when the constructor throws a checked exception; others pass
     */
    @SuppressWarnings("unchecked") // the maker is of this class
    public T construct(@Nullable Object[] values) {
        return (T) maker.make(values);
    }

    /**
     * What to throw when a {@link #constructor()} has thrown.
     *
     * @param cause what it has thrown; an error is thrown at once
     * @return an exception that may pass, or one about a checked exception
     */
    public RuntimeException failure(Throwable cause) {
        return failure("the constructor of " + type.getName(), cause);
    }

    static RuntimeException failure(String what, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException e ? e : new PgDataException(what + " failed", cause);
    }

    @Override
    public String toString() {
        return describe()
                + Arrays.toString(components().stream().map(Component::name).toArray());
    }
}
