package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.ConditionalOnSqlInitialization;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.util.StringUtils;

/**
 * Runs the scripts of {@code spring.sql.init} in the database of the auto-configured default client, on a connection of
 * their own. Beans of the client wait for them, and for Flyway and Liquibase.
 *
 * <p>Scripts run once: where the application has another database of its own, a {@code DataSource} or an R2DBC
 * {@code ConnectionFactory}, they are left to that, as they were before the client was added, unless
 * {@code spring.pgnative.sql-init.enabled} is true.
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
@ConditionalOnBean(value = PgNativeConnectionDetails.class, name = "pgClientLifecycle")
@ConditionalOnMissingBean(ApplicationScriptDatabaseInitializer.class)
@ConditionalOnSqlInitialization
@Conditional(OnOwnScriptsCondition.class)
@EnableConfigurationProperties(SqlInitializationProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class PgNativeSqlInitAutoConfiguration {

    PgNativeSqlInitAutoConfiguration() {}

    @Bean
    PgScriptDatabaseInitializer pgScriptDatabaseInitializer(
            PgNativeProperties properties,
            PgNativeConnectionDetails details,
            Vertx vertx,
            PgClientMaker maker,
            SqlInitializationProperties scripts) {
        return new PgScriptDatabaseInitializer(
                () -> asUser(
                        scripts,
                        maker.builder(
                                ClientBeans.DEFAULT_CLIENT,
                                PgClientFailures.DEFAULT_PREFIX,
                                properties,
                                details,
                                vertx)),
                ApplicationScriptDatabaseInitializer.getSettings(scripts),
                details instanceof EmbeddedPostgresConnectionDetails);
    }

    /** The password of the client is not told for another user. */
    private static PgClientBuilder asUser(SqlInitializationProperties scripts, PgClientBuilder builder) {
        String username = scripts.getUsername();
        if (StringUtils.hasText(username)) {
            PasswordSource none = host -> Future.succeededFuture();
            builder.user(username).password(none);
        }
        String password = scripts.getPassword();
        return StringUtils.hasLength(password) ? builder.password(password) : builder;
    }
}
