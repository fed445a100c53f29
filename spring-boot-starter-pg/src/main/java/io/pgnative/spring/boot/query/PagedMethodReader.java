package io.pgnative.spring.boot.query;

import io.pgnative.client.Row;
import io.pgnative.spring.boot.data.BlockingPgPaging;
import io.pgnative.spring.boot.data.PgPaging;
import io.pgnative.spring.boot.data.ReactivePgPaging;
import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.util.ClassUtils;

/** Makes what a method does that returns a page, a slice or a window. Loaded when Spring Data is there. */
final class PagedMethodReader {

    private static final Set<Class<?>> RESULTS = Set.of(Page.class, Slice.class, Window.class);
    private static final Set<Class<?>> PARAMETERS =
            Set.of(Pageable.class, Sort.class, ScrollPosition.class, Limit.class);

    private final ClientFaces faces;

    PagedMethodReader(ClientFaces faces) {
        this.faces = faces;
    }

    /** Whether a method has to do with pages. */
    static boolean isPaged(Method method) {
        ResolvableType returned = ResolvableType.forMethodReturnType(method);
        return Stream.concat(
                        Stream.of(returned, returned.getGeneric()).map(ResolvableType::toClass),
                        Stream.of(method.getParameterTypes()))
                .anyMatch(type -> RESULTS.contains(type)
                        || PARAMETERS.stream().anyMatch(parameter -> parameter.isAssignableFrom(type)));
    }

    /** A cut out of the rows of a statement, on one face. */
    @FunctionalInterface
    private interface Cut {
        Object of(@Nullable Object[] methodArgs, @Nullable Object[] statementArgs);
    }

    /** The places of the parameters that say what is cut out; -1 for none. */
    private record Places(int pageable, int sort, int position, int limit) {

        static Places of(List<MethodParameter> parameters) {
            return new Places(
                    place(Pageable.class, parameters),
                    place(Sort.class, parameters),
                    place(ScrollPosition.class, parameters),
                    place(Limit.class, parameters));
        }

        private static int place(Class<?> type, List<MethodParameter> parameters) {
            int found = -1;
            for (MethodParameter each : parameters) {
                if (type.isAssignableFrom(each.raw())) {
                    if (found >= 0) {
                        throw new UnfitMethodException("has more than one " + type.getSimpleName());
                    }
                    found = each.index();
                }
            }
            return found;
        }

        boolean fits(Class<?> result) {
            return result == Window.class
                    ? pageable < 0 && sort >= 0 && position >= 0 && limit >= 0
                    : pageable >= 0 && sort < 0 && position < 0 && limit < 0;
        }
    }

    MethodReader.Read read(
            Method method,
            Class<?> type,
            String description,
            String sql,
            @Nullable Duration timeout,
            List<String> names) {
        ResolvableType returned = ResolvableType.forMethodReturnType(method, type);
        boolean isPlain = RESULTS.contains(returned.toClass());
        ResolvableType result = isPlain ? returned : returned.getGeneric();
        Class<?> element =
                ClassUtils.resolvePrimitiveIfNecessary(result.getGeneric().toClass());
        List<MethodParameter> parameters = MethodParameter.of(method, type);
        Places places = Places.of(parameters);
        boolean isUnmapped = element == Object.class || element == Row.class;
        if (!RESULTS.contains(result.toClass()) || isUnmapped || !places.fits(result.toClass())) {
            throw new UnfitMethodException(
                    "cannot return " + returned + " of these parameters; a Page<T> or Slice<T> is"
                            + " made of a Pageable, a Window<T> of a ScrollPosition, a Sort and a Limit");
        }
        Cut cut = cut(returned, result.toClass(), element, serverText(sql), timeout, places);
        List<MethodParameter> values = parameters.stream()
                .filter(each -> PARAMETERS.stream().noneMatch(paging -> paging.isAssignableFrom(each.raw())))
                .toList();
        Binding binding = Binding.of(sql, names, values, null);
        int[] indexes = binding.indexes(names);
        StatementCheck check = new StatementCheck(description, serverText(sql), binding.parameters(), element, true);
        return new MethodReader.Read(
                (proxy, args) -> {
                    @Nullable Object[] statementArgs = new @Nullable Object[indexes.length];
                    for (int i = 0; i < indexes.length; i++) {
                        statementArgs[i] = args[indexes[i]];
                    }
                    return cut.of(args, statementArgs);
                },
                check);
    }

    private String serverText(String sql) {
        return faces.futures().sql(sql).serverText();
    }

    private Cut cut(
            ResolvableType returned,
            Class<?> result,
            Class<?> element,
            String sql,
            @Nullable Duration timeout,
            Places places) {
        Class<?> wrapper = returned.toClass();
        if (wrapper == result) {
            return blocking(result, element, sql, timeout, places);
        }
        if (wrapper == Future.class) {
            return futures(result, element, sql, timeout, places)::apply;
        }
        if (CompletionStage.class.isAssignableFrom(wrapper)) {
            FutureCut futures = futures(result, element, sql, timeout, places);
            return (args, values) ->
                    futures.apply(args, values).toCompletionStage().toCompletableFuture();
        }
        if (wrapper.getName().equals("reactor.core.publisher.Mono")) {
            return reactive(result, element, sql, timeout, places);
        }
        throw new UnfitMethodException(
                "cannot return " + returned + "; a page comes as it is, or in a Mono, Future or CompletionStage");
    }

    private Cut blocking(Class<?> result, Class<?> element, String sql, @Nullable Duration timeout, Places places) {
        BlockingPgPaging plain = new BlockingPgPaging(faces.blocking());
        BlockingPgPaging paging = timeout == null ? plain : plain.timeout(timeout);
        if (result == Window.class) {
            return (args, values) -> paging.window(
                    element, position(args, places), limit(args, places), sort(args, places), sql, values);
        }
        return result == Page.class
                ? (args, values) -> paging.page(element, pageable(args, places), sql, values)
                : (args, values) -> paging.slice(element, pageable(args, places), sql, values);
    }

    /** The same, by a future. */
    @FunctionalInterface
    private interface FutureCut {
        Future<?> apply(@Nullable Object[] methodArgs, @Nullable Object[] statementArgs);
    }

    private FutureCut futures(
            Class<?> result, Class<?> element, String sql, @Nullable Duration timeout, Places places) {
        PgPaging plain = new PgPaging(faces.futures());
        PgPaging paging = timeout == null ? plain : plain.timeout(timeout);
        if (result == Window.class) {
            return (args, values) -> paging.window(
                    element, position(args, places), limit(args, places), sort(args, places), sql, values);
        }
        return result == Page.class
                ? (args, values) -> paging.page(element, pageable(args, places), sql, values)
                : (args, values) -> paging.slice(element, pageable(args, places), sql, values);
    }

    private Cut reactive(Class<?> result, Class<?> element, String sql, @Nullable Duration timeout, Places places) {
        ReactivePgPaging plain = new ReactivePgPaging(faces.reactive());
        ReactivePgPaging paging = timeout == null ? plain : plain.timeout(timeout);
        if (result == Window.class) {
            return (args, values) -> paging.window(
                    element, position(args, places), limit(args, places), sort(args, places), sql, values);
        }
        return result == Page.class
                ? (args, values) -> paging.page(element, pageable(args, places), sql, values)
                : (args, values) -> paging.slice(element, pageable(args, places), sql, values);
    }

    private static Pageable pageable(@Nullable Object[] args, Places places) {
        return (Pageable) required(args[places.pageable()], "Pageable");
    }

    private static Sort sort(@Nullable Object[] args, Places places) {
        return (Sort) required(args[places.sort()], "Sort");
    }

    private static ScrollPosition position(@Nullable Object[] args, Places places) {
        return (ScrollPosition) required(args[places.position()], "ScrollPosition");
    }

    private static int limit(@Nullable Object[] args, Places places) {
        Limit limit = (Limit) required(args[places.limit()], "Limit");
        if (limit.isUnlimited()) {
            throw new IllegalArgumentException("a window needs a limit");
        }
        return limit.max();
    }

    private static Object required(@Nullable Object given, String type) {
        if (given == null) {
            throw new IllegalArgumentException("the " + type + " must not be null");
        }
        return given;
    }
}
