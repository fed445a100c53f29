package io.pgnative.spring.boot.listen;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.util.ClassUtils;

/** What fails the start of an application, told by the method that is to be corrected. */
final class ListenerFailures {

    private ListenerFailures() {}

    /** A failure that names the method: {@code @PgListener Orders.onOrder(String)}. */
    static PgStartupException of(String annotation, Method method, String problem, String action) {
        return new PgStartupException(annotation + " " + text(method) + ": " + problem, action);
    }

    static String text(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(
                        ", ",
                        ClassUtils.getUserClass(method.getDeclaringClass()).getSimpleName() + "." + method.getName()
                                + "(",
                        ")"));
    }
}
