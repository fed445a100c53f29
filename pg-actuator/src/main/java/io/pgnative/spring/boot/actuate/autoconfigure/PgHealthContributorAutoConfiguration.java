package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.health.PgHealthIndicator;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Adds the health of all {@link PgClient} beans, under the key {@code pgnative}, where Reactor is absent. */
@AutoConfiguration(after = {PgNativeAutoConfiguration.class, PgReactiveHealthContributorAutoConfiguration.class})
@ConditionalOnClass({PgClient.class, ConditionalOnEnabledHealthIndicator.class})
@Conditional(OnPgClientCondition.class)
@ConditionalOnEnabledHealthIndicator("pgnative")
@EnableConfigurationProperties(PgHealthProperties.class)
public final class PgHealthContributorAutoConfiguration {

    PgHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"pgnativeHealthIndicator", "pgnativeHealthContributor"})
    HealthContributor pgnativeHealthContributor(
            ConfigurableListableBeanFactory beanFactory, PgHealthProperties properties) {
        Map<String, PgHealthIndicator> indicators = new LinkedHashMap<>();
        PgClientBeans.in(beanFactory)
                .forEach((name, client) ->
                        indicators.put(name, new PgHealthIndicator(client, properties.optionsOf(name))));
        properties.requireNames(indicators.keySet());
        return indicators.size() == 1
                ? indicators.values().iterator().next()
                : CompositeHealthContributor.fromMap(indicators);
    }
}
