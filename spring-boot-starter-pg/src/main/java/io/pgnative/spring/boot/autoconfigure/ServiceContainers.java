package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;
import org.testcontainers.containers.JdbcDatabaseContainer;

/** Connection details of containers with a {@link PgServiceConnection}. */
final class ServiceContainers {

    private static final String BOOT = "org.springframework.boot.testcontainers.service.connection.";

    private static final List<String> SSL =
            List.of("JksKeyStore", "JksTrustStore", "PemKeyStore", "PemTrustStore", "Ssl");

    private ServiceContainers() {}

    /** A bean of connection details that a method of this class makes. */
    static RootBeanDefinition definition(String method) {
        RootBeanDefinition definition = new RootBeanDefinition(ServiceContainers.class);
        definition.setTargetType(PgNamedConnectionDetails.class);
        definition.setFactoryMethodName(method);
        return definition;
    }

    /** Those of a container that is a bean. */
    static PgNamedConnectionDetails ofBean(JdbcDatabaseContainer<?> container, String[] clients) {
        return PgNamedConnectionDetails.of(new ContainerConnection(container), clients);
    }

    /** Those of a container in a static field. */
    static PgNamedConnectionDetails ofField(Class<?> owner, String name) {
        Field field = ReflectionUtils.findField(owner, name);
        if (field == null) {
            throw new IllegalStateException("there is no field " + name + " in " + owner.getName());
        }
        String what = "field " + owner.getSimpleName() + "." + name;
        ReflectionUtils.makeAccessible(field);
        Object container = ReflectionUtils.getField(field, null);
        MergedAnnotations annotations = MergedAnnotations.from(field);
        check(what, container == null ? null : container.getClass(), annotations);
        return ofBean(
                (JdbcDatabaseContainer<?>) Objects.requireNonNull(container),
                annotations.get(PgServiceConnection.class).getStringArray("value"));
    }

    /**
     * Refuses what cannot be a server of PostgreSQL, and annotations of Boot that do not count here.
     *
     * @param what names the bean or field
     * @param type of its value; null if that is not known
     * @param annotations beside the {@link PgServiceConnection}
     */
    static void check(String what, @Nullable Class<?> type, MergedAnnotations annotations) {
        if (type == null || !isPostgres(type)) {
            throw new PgStartupException(
                    "The " + what + " has a @PgServiceConnection and is "
                            + (type == null ? "not known" : "a " + type.getName()) + ", expected a PostgreSQLContainer",
                    "Annotate a container of the class org.testcontainers.postgresql.PostgreSQLContainer.");
        }
        for (String name : SSL) {
            if (annotations.isPresent(BOOT + name)) {
                throw new PgStartupException(
                        "The " + what + " has @PgServiceConnection and @" + name
                                + ", which counts with @ServiceConnection only",
                        "Remove @" + name + ", and set " + ClientBeans.PREFIX + ".<name>.ssl.bundle, or another of its"
                                + " properties of TLS.");
            }
        }
    }

    /** By its name: there are two such classes, and the older one may be gone. */
    private static boolean isPostgres(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals("org.testcontainers.postgresql.PostgreSQLContainer")
                    || at.getName().equals("org.testcontainers.containers.PostgreSQLContainer")) {
                return true;
            }
        }
        return false;
    }
}
