package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;

/** A method that takes gaps, or is only called for them. */
final class GapMethod {

    private static final String ANNOTATION = "@PgListenerGap";

    private final HandlerMethod method;
    private final boolean takesGap;

    private GapMethod(HandlerMethod method, boolean takesGap) {
        this.method = method;
        this.takesGap = takesGap;
    }

    /**
     * Checks the signature of a method.
     *
     * @param method as its class declares it
     * @param bean to call it on
     * @throws io.pgnative.spring.boot.diagnostics.PgStartupException when it cannot be called
     */
    static GapMethod of(Method method, Object bean) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length > 1 || (types.length == 1 && types[0] != ListenGap.class)) {
            throw ListenerFailures.of(
                    ANNOTATION,
                    method,
                    "nothing fits its parameters; expected a ListenGap or none",
                    "Change what the method takes.");
        }
        return new GapMethod(HandlerMethod.of(ANNOTATION, method, bean), types.length == 1);
    }

    /**
     * Calls it.
     *
     * @param gap in which nobody listened
     * @return the end of the call
     */
    CompletableFuture<?> call(ListenGap gap) {
        return takesGap ? method.call(gap) : method.call();
    }
}
