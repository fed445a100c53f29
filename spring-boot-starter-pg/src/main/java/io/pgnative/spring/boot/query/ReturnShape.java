package io.pgnative.spring.boot.query;

import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What a method returns.
 *
 * @param wrapper what the caller gets it in
 * @param content what it is made of
 * @param element the class of a row, boxed; that of the number for a count
 * @param nullable whether the method may return null where there is no row
 */
record ReturnShape(Wrapper wrapper, Content content, Class<?> element, boolean nullable) {

    private static final String EXPECTED = "; a method returns void, T, Optional<T>, List<T>, Stream<T>, Row, Rows or"
            + " CommandResult, where T is a record, a bean or a class that a column is read as; a Mono, Future or"
            + " CompletionStage of these; or a Flux<T> or Flow.Publisher<T>";

    private static final String EXPECTED_COUNT =
            "; a method that changes rows returns void, int, long or CommandResult, or"
                    + " a Mono, Future or CompletionStage of these";

    private static final Map<String, Wrapper> WRAPPERS = Map.of(
            Future.class.getName(),
            Wrapper.FUTURE,
            CompletionStage.class.getName(),
            Wrapper.STAGE,
            CompletableFuture.class.getName(),
            Wrapper.STAGE,
            Flow.Publisher.class.getName(),
            Wrapper.PUBLISHER,
            Stream.class.getName(),
            Wrapper.STREAM,
            "reactor.core.publisher.Mono",
            Wrapper.MONO,
            "reactor.core.publisher.Flux",
            Wrapper.FLUX);

    /** What a caller gets a result in. */
    enum Wrapper {
        NONE,
        STREAM,
        FUTURE,
        STAGE,
        PUBLISHER,
        MONO,
        FLUX;

        /** Whether it is one row after the other. */
        boolean isMany() {
            return this == STREAM || this == PUBLISHER || this == FLUX;
        }
    }

    /** What a result is made of. */
    enum Content {
        NOTHING,
        ONE,
        OPTIONAL,
        LIST,
        ROWS,
        COMMAND,
        COUNT
    }

    /**
     * Reads the return type of a method.
     *
     * @param type the interface, which may give type parameters of the method's own one a meaning
     * @param counts whether what counts are the rows that are changed
     * @throws UnfitMethodException when no statement can return it
     */
    static ReturnShape of(Method method, Class<?> type, boolean counts) {
        ResolvableType returned = ResolvableType.forMethodReturnType(method, type);
        Wrapper wrapper = WRAPPERS.getOrDefault(returned.toClass().getName(), Wrapper.NONE);
        ResolvableType content = wrapper == Wrapper.NONE ? returned : returned.getGeneric();
        boolean nullable = wrapper == Wrapper.NONE && Nullness.forMethodReturnType(method) == Nullness.NULLABLE;
        ReturnShape shape = counts ? counting(wrapper, content) : reading(wrapper, content, nullable);
        if (shape == null) {
            throw new UnfitMethodException("cannot return " + returned + (counts ? EXPECTED_COUNT : EXPECTED));
        }
        return shape;
    }

    private static @Nullable ReturnShape counting(Wrapper wrapper, ResolvableType content) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(content.toClass());
        if (wrapper.isMany()) {
            return null;
        }
        if (raw == Long.class || raw == Integer.class) {
            return new ReturnShape(wrapper, Content.COUNT, raw, false);
        }
        return ofCommand(wrapper, raw);
    }

    private static @Nullable ReturnShape ofCommand(Wrapper wrapper, Class<?> raw) {
        if (raw == void.class || raw == Void.class) {
            return new ReturnShape(wrapper, Content.NOTHING, Void.class, false);
        }
        return raw == CommandResult.class ? new ReturnShape(wrapper, Content.COMMAND, raw, false) : null;
    }

    private static @Nullable ReturnShape reading(Wrapper wrapper, ResolvableType content, boolean nullable) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(content.toClass());
        if (wrapper.isMany()) {
            return element(wrapper, Content.LIST, content, false);
        }
        ReturnShape command = ofCommand(wrapper, raw);
        if (command != null) {
            return command;
        }
        if (raw == Rows.class) {
            return wrapper == Wrapper.MONO ? null : new ReturnShape(wrapper, Content.ROWS, Row.class, false);
        }
        if (raw == List.class || raw == Collection.class) {
            return element(wrapper, Content.LIST, content.getGeneric(), false);
        }
        if (raw == Optional.class) {
            return wrapper == Wrapper.MONO ? null : element(wrapper, Content.OPTIONAL, content.getGeneric(), false);
        }
        return element(wrapper, Content.ONE, content, nullable);
    }

    /** What rows are mapped to has to be a class: the parameters of another type would not be heeded. */
    private static @Nullable ReturnShape element(
            Wrapper wrapper, Content content, ResolvableType element, boolean nullable) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(element.toClass());
        boolean isCommand = raw == Void.class || raw == void.class || raw == CommandResult.class || raw == Rows.class;
        if (raw == Object.class || isCommand || element.hasGenerics() || WRAPPERS.containsKey(raw.getName())) {
            return null;
        }
        return new ReturnShape(wrapper, content, raw, nullable);
    }

    /** Whether rows are given as they are. */
    boolean isRow() {
        return element == Row.class;
    }

    /** Whether a row is read for its only column, and not made into an object of several. */
    boolean isValue() {
        return !isRow()
                && (element.isEnum() || element.isArray() || element.getName().startsWith("java."));
    }

    /** Whether the statement has to return rows. */
    boolean readsRows() {
        return content != Content.NOTHING && content != Content.COMMAND && content != Content.COUNT;
    }
}
