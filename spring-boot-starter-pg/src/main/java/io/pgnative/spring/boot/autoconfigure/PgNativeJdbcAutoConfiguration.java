package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Tells JDBC where the database of the client is, so that Flyway, Liquibase and JPA need no configuration of their own.
 * Backs off when the application says itself where the database of JDBC is.
 *
 * <p>For each client of {@code spring.pgnative.clients} there is a {@code JdbcConnectionDetails} bean with the client's
 * name as qualifier, which nobody gets who does not ask for it.
 */
@AutoConfiguration(
        after = PgNativeAutoConfiguration.class,
        beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(
        name = {"org.postgresql.Driver", "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails"})
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@ImportRuntimeHints(PgJdbcRuntimeHints.class)
@Import({PgNativeJdbcConfigurations.OfDefault.class, PgNativeJdbcConfigurations.OfNamed.class})
public final class PgNativeJdbcAutoConfiguration {

    PgNativeJdbcAutoConfiguration() {}
}
