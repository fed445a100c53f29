package io.pgnative.spring.boot.query;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Makes what a method with a statement does. */
final class MethodReader {

    private static final boolean HAS_SPRING_DATA =
            ClassUtils.isPresent("org.springframework.data.domain.ScrollPosition", MethodReader.class.getClassLoader());

    private final Class<?> type;
    private final StatementTexts texts;
    private final ClientFaces faces;

    MethodReader(Class<?> type, StatementTexts texts, ClientFaces faces) {
        this.type = type;
        this.texts = texts;
        this.faces = faces;
    }

    /**
     * A method, read.
     *
     * @param invoker what it does
     * @param check what a database can tell of it
     */
    record Read(Invoker invoker, StatementCheck check) {}

    /**
     * Reads a method.
     *
     * @param description what it is called in messages
     * @throws UnfitMethodException when it cannot be a statement
     */
    Read read(Method method, String description) {
        Query query = method.getAnnotation(Query.class);
        CopyIn copy = method.getAnnotation(CopyIn.class);
        Modifying modifying = method.getAnnotation(Modifying.class);
        if (query != null && copy != null) {
            throw new UnfitMethodException("has both @Query and @CopyIn; one method does one of them");
        }
        if (copy != null) {
            if (modifying != null) {
                throw new UnfitMethodException("@Modifying belongs to @Query; a @CopyIn always changes rows");
            }
            return copy(method, description, copy);
        }
        if (query == null) {
            throw new UnfitMethodException(
                    "has no statement; annotate it with @Query or @CopyIn, or make it a default method");
        }
        return modifying != null && modifying.batch()
                ? batch(method, description, query)
                : single(method, description, query, modifying != null);
    }

    private Face<?> face(ReturnShape shape) {
        return switch (shape.wrapper()) {
            case NONE, STREAM -> new BlockingFace(faces.blocking());
            case FUTURE, STAGE, PUBLISHER -> new FutureFace(faces.futures());
            case MONO, FLUX -> new ReactorFace(faces.reactive());
        };
    }

    private Read single(Method method, String description, Query query, boolean counts) {
        if (HAS_SPRING_DATA && !counts && !query.streamed() && PagedMethodReader.isPaged(method)) {
            String sql = texts.statement(query);
            return new PagedMethodReader(faces)
                    .read(method, type, description, sql, texts.timeout(query.timeout()), names(sql));
        }
        ReturnShape shape = ReturnShape.of(method, type, counts);
        if (query.streamed() && shape.wrapper() != ReturnShape.Wrapper.FLUX) {
            throw new UnfitMethodException("@Query(streamed = true) is for methods that return a Flux;"
                    + " a Stream and a Flow.Publisher are always read as they are demanded");
        }
        String sql = texts.statement(query);
        Duration timeout = texts.timeout(query.timeout());
        Binding binding = Binding.of(sql, names(sql), MethodParameter.of(method, type), null);
        Invoker invoker = single(face(shape), sql, timeout, binding, shape, query.streamed());
        Class<?> rowType = shape.readsRows() && !shape.isRow() ? shape.element() : null;
        return new Read(invoker, check(description, sql, binding.parameters(), rowType, shape.readsRows()));
    }

    private static <Q> Invoker single(
            Face<Q> face,
            String sql,
            @Nullable Duration timeout,
            Binding binding,
            ReturnShape shape,
            boolean streamed) {
        Function<Q, @Nullable Object> verb = face.verb(shape, streamed);
        return (proxy, args) -> verb.apply(binding.apply(face, start(face, sql, timeout), args));
    }

    private static <Q> Q start(Face<Q> face, String sql, @Nullable Duration timeout) {
        Q query = face.statement(sql);
        return timeout == null ? query : face.timeout(query, timeout);
    }

    private Read batch(Method method, String description, Query query) {
        ReturnShape shape = ReturnShape.of(method, type, true);
        String sql = texts.statement(query);
        List<String> names = names(sql);
        Duration timeout = texts.timeout(query.timeout());
        List<MethodParameter> parameters = new ArrayList<>(MethodParameter.of(method, type));
        MethodParameter rows = rows(
                parameters.stream()
                        .filter(each -> each.isRows() && !names.contains(String.valueOf(each.name())))
                        .toList(),
                shape);
        parameters.remove(rows);
        Binding binding = Binding.of(sql, names, parameters, rows.rowType());
        Invoker invoker = batch(face(shape), sql, timeout, binding, shape, rows);
        List<StatementCheck.Parameter> expected = names.isEmpty() ? components(rows.rowType()) : binding.parameters();
        return new Read(invoker, check(description, sql, expected, null, false));
    }

    private static <Q> Invoker batch(
            Face<Q> face,
            String sql,
            @Nullable Duration timeout,
            Binding binding,
            ReturnShape shape,
            MethodParameter rows) {
        BiFunction<Q, Object, @Nullable Object> verb = face.batch(shape);
        return (proxy, args) -> verb.apply(binding.apply(face, start(face, sql, timeout), args), rows.rows(args));
    }

    private static MethodParameter rows(List<MethodParameter> candidates, ReturnShape shape) {
        if (candidates.size() != 1) {
            throw new UnfitMethodException("needs exactly one parameter that holds the rows, an Iterable, a Stream or a"
                    + " Publisher; it has " + candidates.size());
        }
        MethodParameter rows = candidates.get(0);
        if (rows.isReactivePublisher() && shape.wrapper() != ReturnShape.Wrapper.MONO) {
            throw new UnfitMethodException(rows.describe()
                    + " is a Reactive Streams publisher, which a method that returns a Mono takes; others take a"
                    + " Flow.Publisher");
        }
        return rows;
    }

    private Read copy(Method method, String description, CopyIn copy) {
        ReturnShape shape = ReturnShape.of(method, type, true);
        List<MethodParameter> parameters = MethodParameter.of(method, type);
        MethodParameter rows =
                rows(parameters.stream().filter(MethodParameter::isRows).toList(), shape);
        if (parameters.size() > 1) {
            throw new UnfitMethodException("a @CopyIn has the rows as its only parameter; it has " + parameters.size());
        }
        CopyTarget target = new CopyTarget(copy.value(), List.of(copy.columns()), texts.timeout(copy.timeout()));
        List<StatementCheck.Parameter> components = components(rows.rowType());
        if (!target.columns().isEmpty()
                && components != null
                && components.size() != target.columns().size()) {
            throw new UnfitMethodException(SourceProperties.of(rows.rowType()) + ", which are " + components.size()
                    + " values for " + target.columns().size() + " columns");
        }
        Function<Object, @Nullable Object> verb = face(shape).copy(target, shape);
        // Refuses what is no name, before the first row does.
        faces.futures().copyIn(target.table());
        StatementCheck check = new StatementCheck(
                description, target.probe(), target.columns().isEmpty() ? List.of() : components, null, false);
        return new Read((proxy, args) -> verb.apply(rows.rows(args)), check);
    }

    /** The values of a row by position; null when only the row tells. */
    private static @Nullable List<StatementCheck.Parameter> components(Class<?> rowType) {
        return !rowType.isRecord()
                ? null
                : Arrays.stream(rowType.getRecordComponents())
                        .map(MethodReader::parameter)
                        .toList();
    }

    private static StatementCheck.Parameter parameter(RecordComponent component) {
        return new StatementCheck.Parameter(
                "the component \"" + component.getName() + "\"", component.getGenericType());
    }

    private List<String> names(String sql) {
        return faces.futures().sql(sql).names();
    }

    private StatementCheck check(
            String description,
            String sql,
            @Nullable List<StatementCheck.Parameter> parameters,
            @Nullable Class<?> rowType,
            boolean returnsRows) {
        String text = faces.futures().sql(sql).serverText();
        return new StatementCheck(description, text, parameters, rowType, returnsRows);
    }
}
