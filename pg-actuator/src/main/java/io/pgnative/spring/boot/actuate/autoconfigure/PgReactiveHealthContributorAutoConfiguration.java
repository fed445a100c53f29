package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.health.PgReactiveHealthIndicator;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import reactor.core.publisher.Flux;

/** Adds the health of all {@link PgClient} beans, under the key {@code pgnative}, where Reactor is present. */
@AutoConfiguration(after = PgNativeAutoConfiguration.class)
@ConditionalOnClass({PgClient.class, Flux.class, ConditionalOnEnabledHealthIndicator.class})
@Conditional(OnPgClientCondition.class)
@ConditionalOnEnabledHealthIndicator("pgnative")
@EnableConfigurationProperties(PgHealthProperties.class)
public final class PgReactiveHealthContributorAutoConfiguration {

    PgReactiveHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"pgnativeHealthIndicator", "pgnativeHealthContributor"})
    ReactiveHealthContributor pgnativeHealthContributor(
            ConfigurableListableBeanFactory beanFactory, PgHealthProperties properties) {
        Map<String, PgReactiveHealthIndicator> indicators = new LinkedHashMap<>();
        PgClientBeans.in(beanFactory)
                .forEach((name, client) ->
                        indicators.put(name, new PgReactiveHealthIndicator(client, properties.optionsOf(name))));
        properties.requireNames(indicators.keySet());
        return indicators.size() == 1
                ? indicators.values().iterator().next()
                : CompositeReactiveHealthContributor.fromMap(indicators);
    }
}
