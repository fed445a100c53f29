package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.PgQueriesValidator;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Makes beans of the {@link PgQueries} interfaces that lie in the packages of the application. */
@AutoConfiguration(after = PgNativeAutoConfiguration.class)
@ConditionalOnClass(PgClient.class)
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PgQueriesProperties.class)
@Import(ApplicationPgQueriesRegistrar.class)
public final class PgQueriesAutoConfiguration {

    PgQueriesAutoConfiguration() {}

    @Bean
    PgQueriesValidator pgQueriesValidator(ListableBeanFactory beanFactory, PgQueriesProperties properties) {
        return new PgQueriesValidator(beanFactory, properties.isValidate());
    }
}
