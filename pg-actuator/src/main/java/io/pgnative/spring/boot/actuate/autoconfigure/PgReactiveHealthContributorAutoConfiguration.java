package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.health.PgReactiveHealthIndicator;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeReactiveHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

/** Adds the health of all {@link PgClient} beans, under the key {@code pgnative}, where Reactor is present. */
@AutoConfiguration(after = PgNativeAutoConfiguration.class)
@ConditionalOnClass({PgClient.class, Flux.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(PgClient.class)
@ConditionalOnEnabledHealthIndicator("pgnative")
@EnableConfigurationProperties(PgHealthProperties.class)
public final class PgReactiveHealthContributorAutoConfiguration
        extends CompositeReactiveHealthContributorConfiguration<PgReactiveHealthIndicator, PgClient> {

    PgReactiveHealthContributorAutoConfiguration(PgHealthProperties properties) {
        super(client -> new PgReactiveHealthIndicator(client, properties.getTimeout()));
    }

    @Bean
    @ConditionalOnMissingBean(name = {"pgnativeHealthIndicator", "pgnativeHealthContributor"})
    ReactiveHealthContributor pgnativeHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, PgClient.class);
    }
}
