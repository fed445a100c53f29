package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/** Has containers serve the clients that their {@link PgServiceConnection} names. */
@AutoConfiguration(before = PgNativeAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.boot.testcontainers.beans.TestcontainerBeanDefinition",
            "org.testcontainers.containers.JdbcDatabaseContainer"
        })
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@Import(ServiceContainersRegistrar.class)
public final class PgServiceConnectionAutoConfiguration {

    PgServiceConnectionAutoConfiguration() {}
}
