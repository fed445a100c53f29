package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.Notification;
import io.pgnative.client.PgJson;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;

/** A method that takes notifications, or parts of them. */
final class NotificationMethod {

    private static final String ANNOTATION = "@PgListener";

    private static final String EXPECTED =
            "expected at most a payload, a Notification and a String annotated with @PgChannel";

    private final HandlerMethod method;
    private final List<Function<Notification, @Nullable Object>> arguments;

    private NotificationMethod(HandlerMethod method, List<Function<Notification, @Nullable Object>> arguments) {
        this.method = method;
        this.arguments = arguments;
    }

    /**
     * Checks the signature of a method.
     *
     * @param method as its class declares it
     * @param targetClass of the bean, behind proxies
     * @param bean to call it on
     * @param json what payloads are read with; null where there is none
     * @throws io.pgnative.spring.boot.diagnostics.PgStartupException when it cannot be called
     */
    static NotificationMethod of(
            Method method, Class<?> targetClass, Object bean, Supplier<? extends @Nullable PgJson> json) {
        List<Function<Notification, @Nullable Object>> arguments = new ArrayList<>();
        boolean hasPayload = false;
        boolean hasChannel = false;
        boolean hasNotification = false;
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new MethodParameter(method, i).withContainingClass(targetClass);
            Class<?> type = parameter.getParameterType();
            if (type == ListenGap.class) {
                throw ListenerFailures.of(
                        ANNOTATION,
                        method,
                        "it takes a ListenGap",
                        "Take the gap in a method of its own in the same bean, annotated with @PgListenerGap.");
            }
            boolean isChannel = parameter.hasParameterAnnotation(PgChannel.class);
            boolean isNotification = type == Notification.class;
            if ((isChannel && (hasChannel || type != String.class))
                    || (isNotification && hasNotification)
                    || (!isChannel && !isNotification && hasPayload)) {
                throw ListenerFailures.of(
                        ANNOTATION,
                        method,
                        "nothing fits its parameter " + (i + 1) + " of type " + type.getSimpleName() + "; " + EXPECTED,
                        "Change what the method takes.");
            }
            hasChannel |= isChannel;
            hasNotification |= isNotification;
            hasPayload |= !isChannel && !isNotification;
            if (isChannel) {
                arguments.add(Notification::channel);
            } else if (isNotification) {
                arguments.add(notification -> notification);
            } else {
                arguments.add(payload(method, parameter, targetClass, json));
            }
        }
        return new NotificationMethod(HandlerMethod.of(ANNOTATION, method, bean), arguments);
    }

    private static Function<Notification, @Nullable Object> payload(
            Method method,
            MethodParameter parameter,
            Class<?> targetClass,
            Supplier<? extends @Nullable PgJson> mapper) {
        MethodParameter value = parameter.nestedIfOptional();
        Class<?> type = value.getNestedParameterType();
        boolean isOptional = parameter.isOptional();
        Payload payload;
        if (Payload.isJson(type)) {
            PgJson json = mapper.get();
            if (json == null) {
                throw ListenerFailures.of(
                        ANNOTATION,
                        method,
                        "its payload of type " + type.getSimpleName()
                                + " is read from JSON, and its client has no JSON mapper",
                        "Add Jackson (spring-boot-starter-jackson), declare a PgJson bean, call json(...) of the builder"
                                + " of a client that is made by hand, or take a String.");
            }
            Type generic = GenericTypeResolver.resolveType(value.getNestedGenericParameterType(), targetClass);
            payload = Payload.json(json, generic, isOptional);
        } else {
            payload = Payload.text(type, isOptional);
        }
        return parameter.getParameterType() == Optional.class
                ? notification -> Optional.ofNullable(payload.read(notification.payload()))
                : notification -> payload.read(notification.payload());
    }

    /**
     * Calls it.
     *
     * @param notification to be handled
     * @return the end of the call; failed when the payload cannot be read, too
     */
    CompletableFuture<?> call(Notification notification) {
        @Nullable Object[] values = new @Nullable Object[arguments.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).apply(notification);
            }
        } catch (Throwable failure) {
            // Errors, too: a class that cannot be loaded or a value without end must not end the thread of the
            // listener.
            return CompletableFuture.failedFuture(failure);
        }
        return method.call(values);
    }
}
