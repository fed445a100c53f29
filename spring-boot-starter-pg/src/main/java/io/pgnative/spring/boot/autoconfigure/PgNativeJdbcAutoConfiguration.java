package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.jdbc.HikariCredentials;
import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import io.vertx.core.Vertx;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Tells JDBC where the database of the client is, so that Flyway, Liquibase and JPA need no configuration of their own.
 * Backs off when the application says itself where the database of JDBC is.
 */
@AutoConfiguration(
        after = PgNativeAutoConfiguration.class,
        beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(
        name = {"org.postgresql.Driver", "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails"})
@ConditionalOnBooleanProperty(name = "spring.pgnative.jdbc.enabled", matchIfMissing = true)
@Conditional(OnNoDataSourcePropertyCondition.class)
@ConditionalOnSingleCandidate(PgNativeConnectionDetails.class)
@ConditionalOnMissingBean(
        value = DataSource.class,
        type = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails")
@ImportRuntimeHints(PgJdbcRuntimeHints.class)
public final class PgNativeJdbcAutoConfiguration {

    PgNativeJdbcAutoConfiguration() {}

    @Bean
    PgJdbcConnectionDetails pgNativeJdbcConnectionDetails(
            PgNativeProperties properties,
            PgNativeConnectionDetails details,
            ObjectProvider<Vertx> vertx,
            ObjectProvider<SslBundles> bundles,
            Environment environment) {
        PgClientFailures failures = new PgClientFailures(environment);
        ClientConnection connection =
                new ClientConnection(properties, details, environment, bundles.getIfAvailable(), failures);
        return new PgJdbcConnectionDetails(
                () -> connection.options(vertx.getObject()), details::getPassword, failures::invalidOption);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "com.zaxxer.hikari.HikariCredentialsProvider")
    static class Hikari {

        @Bean
        static HikariCredentials pgNativeHikariCredentials(ObjectProvider<JdbcConnectionDetails> details) {
            return new HikariCredentials(details);
        }
    }
}
