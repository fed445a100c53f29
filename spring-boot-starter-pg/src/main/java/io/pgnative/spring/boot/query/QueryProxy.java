package io.pgnative.spring.boot.query;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The object behind a {@link PgQueries} interface: looks up what was made for the method that is called. */
final class QueryProxy implements InvocationHandler {

    private static final Object[] NO_ARGS = {};

    private final Class<?> type;
    private final Map<Method, Invoker> invokers;

    private QueryProxy(Class<?> type, Map<Method, Invoker> invokers) {
        this.type = type;
        this.invokers = Map.copyOf(invokers);
    }

    static <T> T create(Class<T> type, Map<Method, Invoker> invokers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new QueryProxy(type, invokers)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        Invoker invoker = invokers.get(method);
        @Nullable Object[] given = args == null ? NO_ARGS : args;
        return invoker != null ? invoker.invoke(proxy, given) : ofObject(proxy, method, given);
    }

    private Object ofObject(Object proxy, Method method, @Nullable Object[] args) {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "queries of " + type.getName();
            default -> throw new UnsupportedOperationException(Objects.toString(method));
        };
    }
}
