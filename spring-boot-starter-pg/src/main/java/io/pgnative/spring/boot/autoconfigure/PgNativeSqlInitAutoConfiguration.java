package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.context.annotation.Import;

/**
 * Runs the scripts of {@code spring.sql.init} in the database of the auto-configured default client, on a connection of
 * their own. Beans of the client wait for them, and for Flyway and Liquibase.
 *
 * <p>Scripts run once: where the application has another database of its own, a {@code DataSource} or an R2DBC
 * {@code ConnectionFactory}, they are left to that, as they were before the client was added, unless
 * {@code spring.pgnative.sql-init.enabled} is true.
 *
 * <p>A client of {@code spring.pgnative.clients} has scripts of its own, those of its {@code sql-init}.
 */
@AutoConfiguration(
        after = PgNativeAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"
        },
        beforeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration"
        })
@ConditionalOnClass(ApplicationScriptDatabaseInitializer.class)
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@Import({PgNativeSqlInitConfigurations.OfDefault.class, PgNativeSqlInitConfigurations.OfNamed.class})
public final class PgNativeSqlInitAutoConfiguration {

    PgNativeSqlInitAutoConfiguration() {}
}
