package io.pgnative.spring.boot.actuate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.observation.PgClientObservationConvention;
import io.pgnative.spring.boot.actuate.observation.PgClientObserver;
import io.pgnative.spring.boot.autoconfigure.PgClientCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Has the calls of all auto-configured clients observed. */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({PgClient.class, ObservationRegistry.class})
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "management.observations.pgnative.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PgObservationProperties.class)
public final class PgNativeObservationAutoConfiguration {

    PgNativeObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PgClientObserver pgClientObserver(
            ObservationRegistry registry,
            PgObservationProperties properties,
            ObjectProvider<PgClientObservationConvention> convention) {
        return new PgClientObserver(registry)
                .convention(convention.getIfAvailable())
                .includeQueryText(properties.isIncludeQueryText())
                .includeParameters(properties.isIncludeParameters());
    }

    /** Before those of the application, which may set an observer of their own. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    PgClientCustomizer pgClientObservationCustomizer(PgClientObserver observer) {
        return builder -> builder.queryObserver(observer);
    }
}
