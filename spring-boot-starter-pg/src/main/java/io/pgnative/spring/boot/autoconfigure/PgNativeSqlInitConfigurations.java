package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.ConditionalOnSqlInitialization;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.StringUtils;

/** The parts of {@link PgNativeSqlInitAutoConfiguration}: of the default client, and of those that have names. */
abstract class PgNativeSqlInitConfigurations {

    private PgNativeSqlInitConfigurations() {}

    /** Lets scripts run as another user. The password of the client is not told for that one. */
    static PgClientBuilder asUser(SqlInitializationProperties scripts, PgClientBuilder builder) {
        String username = scripts.getUsername();
        if (StringUtils.hasText(username)) {
            PasswordSource none = host -> Future.succeededFuture();
            builder.user(username).password(none);
        }
        String password = scripts.getPassword();
        return StringUtils.hasLength(password) ? builder.password(password) : builder;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(value = PgNativeConnectionDetails.class, name = "pgClientLifecycle")
    @ConditionalOnMissingBean(ApplicationScriptDatabaseInitializer.class)
    @ConditionalOnSqlInitialization
    @Conditional(OnOwnScriptsCondition.class)
    @EnableConfigurationProperties(SqlInitializationProperties.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class OfDefault {

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
    }

    @Configuration(proxyBeanMethods = false)
    @Import({DatabaseInitializationDependencyConfigurer.class, NamedScriptsRegistrar.class})
    @ImportRuntimeHints(NamedScriptsRuntimeHints.class)
    static class OfNamed {}
}
