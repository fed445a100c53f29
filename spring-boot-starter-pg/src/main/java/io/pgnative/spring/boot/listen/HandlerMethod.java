package io.pgnative.spring.boot.listen;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** A method of a bean, called through a handle that is made once. */
final class HandlerMethod {

    private static final MethodType CALL = MethodType.methodType(Object.class, Object[].class);

    private final MethodHandle handle;
    private final Completion completion;

    private HandlerMethod(MethodHandle handle, Completion completion) {
        this.handle = handle;
        this.completion = completion;
    }

    /**
     * Looks a method up on a bean, which may be a proxy.
     *
     * @param annotation that the method has, for messages
     * @param method as its class declares it
     * @param bean to call it on
     * @throws io.pgnative.spring.boot.diagnostics.PgStartupException when it cannot be called so
     */
    static HandlerMethod of(String annotation, Method method, Object bean) {
        Completion completion = Completion.of(method.getReturnType());
        if (completion == null) {
            throw ListenerFailures.of(
                    annotation,
                    method,
                    "it returns " + method.getReturnType().getName() + "; expected void or " + Completion.EXPECTED,
                    "Change what the method returns.");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            throw ListenerFailures.of(annotation, method, "it is static", "Make it a method of the bean.");
        }
        try {
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            invocable.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup()
                    .unreflect(invocable)
                    .bindTo(bean)
                    .asSpreader(Object[].class, invocable.getParameterCount())
                    .asType(CALL);
            return new HandlerMethod(handle, completion);
        } catch (IllegalStateException | IllegalAccessException ex) {
            throw ListenerFailures.of(
                    annotation,
                    method,
                    "it cannot be called on the bean, which is a "
                            + bean.getClass().getName() + ": " + ex.getMessage(),
                    "Make the method public, and let a proxy be of the class or of an interface that declares it.");
        }
    }

    /**
     * Calls it.
     *
     * @param arguments as many as it takes
     * @return its end; failed with what it has thrown
     */
    CompletableFuture<?> call(@Nullable Object... arguments) {
        try {
            return completion.of((Object) handle.invokeExact(arguments));
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
