package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.jdbc.HikariCredentials;
import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import io.vertx.core.Vertx;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The parts of {@link PgNativeJdbcAutoConfiguration}: of the default client, and of those that have names. */
abstract class PgNativeJdbcConfigurations {

    private PgNativeJdbcConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "spring.pgnative.jdbc.enabled", matchIfMissing = true)
    @Conditional(OnNoDataSourcePropertyCondition.class)
    @ConditionalOnSingleCandidate(PgNativeConnectionDetails.class)
    @ConditionalOnMissingBean(
            value = DataSource.class,
            type = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails")
    static class OfDefault {

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
                    () -> connection.options(vertx.getObject()),
                    details::getPassword,
                    refused -> failures.notForJdbc(
                            refused,
                            "set spring.datasource.url to connect JDBC otherwise, or"
                                    + " spring.pgnative.jdbc.enabled=false"));
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

    @Configuration(proxyBeanMethods = false)
    @Import(NamedJdbcRegistrar.class)
    static class OfNamed {}
}
