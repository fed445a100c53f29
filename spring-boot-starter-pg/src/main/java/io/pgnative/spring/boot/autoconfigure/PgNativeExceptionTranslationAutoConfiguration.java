package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.exception.PgExceptionTranslator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Has the calls of the clients fail with Spring's exceptions, if spring-tx is on the class path; see
 * {@link PgExceptionTranslator}. A client of {@code spring.pgnative.clients} is left out where
 * {@code exception-translation.enabled} of its own is false.
 */
@AutoConfiguration(before = PgNativeAutoConfiguration.class)
@ConditionalOnClass({PgClient.class, PersistenceExceptionTranslator.class})
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "spring.pgnative.exception-translation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PgNativeExceptionTranslationProperties.class)
public final class PgNativeExceptionTranslationAutoConfiguration {

    PgNativeExceptionTranslationAutoConfiguration() {}

    /** Also for what a {@code @Repository} throws that has not come through a client's edge. */
    @Bean
    @ConditionalOnMissingBean
    PgExceptionTranslator pgExceptionTranslator() {
        return new PgExceptionTranslator();
    }

    /** The first one: the application's customizers have the last word. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    FailureMapperCustomizer pgFailureMapperCustomizer(PgExceptionTranslator translator, Environment environment) {
        return new FailureMapperCustomizer(translator, environment);
    }
}
