package io.pgnative.spring.boot.query;

import io.pgnative.client.PgMisuseException;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads an interface: makes what each of its methods does, once, and finds all that is wrong with them. */
final class InterfaceReader {

    private final Class<?> type;
    private final Map<Method, Invoker> invokers = new HashMap<>();
    private final List<StatementCheck> checks = new ArrayList<>();

    /**
     * Reads it.
     *
     * @throws PgStartupException when a method cannot be a statement, with all such methods
     */
    InterfaceReader(Class<?> type, StatementTexts texts, ClientFaces faces) {
        this.type = type;
        List<String> problems = new ArrayList<>();
        MethodReader reader = new MethodReader(type, texts, faces);
        Method[] methods = type.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method method : methods) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            try {
                invokers.put(method, method.isDefault() ? ofDefault(method) : ofStatement(reader, method));
            } catch (UnfitMethodException ex) {
                problems.add(describe(method) + ": " + ex.reason());
            }
        }
        if (!problems.isEmpty()) {
            throw new PgStartupException(
                    "These methods of a @PgQueries interface cannot be statements:" + lines(problems),
                    "Correct the methods of " + type.getName() + ".");
        }
    }

    /** Each on a line of its own. */
    static String lines(List<String> problems) {
        return problems.stream()
                .map(each -> System.lineSeparator() + "  - " + each)
                .collect(Collectors.joining());
    }

    private String describe(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return type.getName() + "." + method.getName() + "(" + parameters + ")";
    }

    private Invoker ofStatement(MethodReader reader, Method method) {
        try {
            MethodReader.Read read = reader.read(method, describe(method));
            checks.add(read.check());
            return read.invoker();
        } catch (PgMisuseException ex) {
            throw new UnfitMethodException(String.valueOf(ex.getMessage()));
        }
    }

    /** By a handle, as the interface need not be public. */
    private static Invoker ofDefault(Method method) {
        try {
            Class<?> declaring = method.getDeclaringClass();
            MethodHandle handle = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring)
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
            return (proxy, args) -> (Object) handle.invokeExact(proxy, args);
        } catch (IllegalAccessException ex) {
            throw new UnfitMethodException("the default method cannot be called: open its package");
        }
    }

    /** What each method does. */
    Map<Method, Invoker> invokers() {
        return invokers;
    }

    /** What a database can tell of the statements. */
    List<StatementCheck> checks() {
        return List.copyOf(checks);
    }
}
