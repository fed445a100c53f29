package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.health.PgHealthIndicator;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Adds the health of all {@link PgClient} beans, under the key {@code pgnative}, where Reactor is absent. */
@AutoConfiguration(after = {PgNativeAutoConfiguration.class, PgReactiveHealthContributorAutoConfiguration.class})
@ConditionalOnClass({PgClient.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(PgClient.class)
@ConditionalOnEnabledHealthIndicator("pgnative")
@EnableConfigurationProperties(PgHealthProperties.class)
public final class PgHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<PgHealthIndicator, PgClient> {

    PgHealthContributorAutoConfiguration(PgHealthProperties properties) {
        super(client -> new PgHealthIndicator(client, properties.getTimeout()));
    }

    @Bean
    @ConditionalOnMissingBean(name = {"pgnativeHealthIndicator", "pgnativeHealthContributor"})
    HealthContributor pgnativeHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, PgClient.class);
    }
}
