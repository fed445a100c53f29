package io.pgnative.spring.boot.query;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A parameter of a method.
 *
 * @param index its place, from 0
 * @param name null if it is not known
 * @param named whether the name was given by {@link Param}
 * @param type its type as seen from the interface
 */
record MethodParameter(int index, @Nullable String name, boolean named, ResolvableType type) {

    private static final String PUBLISHER = "org.reactivestreams.Publisher";

    static List<MethodParameter> of(Method method, Class<?> type) {
        List<MethodParameter> parameters = new ArrayList<>();
        Parameter[] declared = method.getParameters();
        for (int i = 0; i < declared.length; i++) {
            Param param = declared[i].getAnnotation(Param.class);
            String own = declared[i].isNamePresent() ? declared[i].getName() : null;
            parameters.add(new MethodParameter(
                    i,
                    param != null ? param.value() : own,
                    param != null,
                    ResolvableType.forMethodParameter(method, i, type)));
        }
        return parameters;
    }

    /** What it is called in messages. */
    String describe() {
        return name == null ? "parameter " + (index + 1) : "the parameter \"" + name + "\"";
    }

    Class<?> raw() {
        return type.toClass();
    }

    /** Whether it can be the rows of a batch or of a copy. */
    boolean isRows() {
        return Iterable.class.isAssignableFrom(raw())
                || Stream.class.isAssignableFrom(raw())
                || Flow.Publisher.class.isAssignableFrom(raw())
                || isReactivePublisher();
    }

    /** Whether it is rows that only the Reactor face takes. */
    boolean isReactivePublisher() {
        ClassLoader loader = getClass().getClassLoader();
        return ClassUtils.isPresent(PUBLISHER, loader)
                && ClassUtils.resolveClassName(PUBLISHER, loader).isAssignableFrom(raw());
    }

    /** The class of each row; {@code Object} when that is not declared. */
    Class<?> rowType() {
        ResolvableType[] generics = type.getGenerics();
        return generics.length == 1 ? generics[0].toClass() : Object.class;
    }

    /** The rows of a call: something to iterate over, or a publisher. */
    Object rows(@Nullable Object[] args) {
        Object given = args[index];
        if (given == null) {
            throw new IllegalArgumentException(describe() + " must not be null: it holds the rows");
        }
        if (given instanceof Stream<?> stream) {
            return once(stream);
        }
        return given;
    }

    @SuppressWarnings("StreamToIterable") // iterated once
    private static <T> Iterable<T> once(Stream<T> stream) {
        return stream::iterator;
    }
}
