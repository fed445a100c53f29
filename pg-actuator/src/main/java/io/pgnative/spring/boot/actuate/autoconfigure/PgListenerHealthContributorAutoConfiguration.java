package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.spring.boot.actuate.listen.PgListenerHealthContributor;
import io.pgnative.spring.boot.autoconfigure.PgListenerAutoConfiguration;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Adds the health of the methods that listen, if there are any, under the key {@code pgnativeListener}. */
@AutoConfiguration(after = PgListenerAutoConfiguration.class)
@ConditionalOnClass({PgListenerRegistry.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(PgListenerRegistry.class)
@ConditionalOnEnabledHealthIndicator("pgnative-listener")
public final class PgListenerHealthContributorAutoConfiguration {

    PgListenerHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"pgnativeListenerHealthIndicator", "pgnativeListenerHealthContributor"})
    HealthContributor pgnativeListenerHealthContributor(PgListenerRegistry registry) {
        return new PgListenerHealthContributor(registry);
    }
}
