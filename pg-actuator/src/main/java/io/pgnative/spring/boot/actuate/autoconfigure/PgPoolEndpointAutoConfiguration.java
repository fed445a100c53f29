package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpoint;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpointWebExtension;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Adds the endpoint {@code pgpool} where it is exposed. */
@AutoConfiguration(after = PgNativeAutoConfiguration.class)
@ConditionalOnClass({PgClient.class, ConditionalOnAvailableEndpoint.class})
@Conditional(OnPgClientCondition.class)
@ConditionalOnAvailableEndpoint(PgPoolEndpoint.class)
@EnableConfigurationProperties(PgPoolEndpointProperties.class)
public final class PgPoolEndpointAutoConfiguration {

    PgPoolEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PgPoolEndpoint pgPoolEndpoint(ConfigurableListableBeanFactory beanFactory, PgPoolEndpointProperties properties) {
        return new PgPoolEndpoint(PgClientBeans.in(beanFactory), properties.getShowValues(), properties.getTimeout());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(endpoint = PgPoolEndpoint.class, exposure = EndpointExposure.WEB)
    PgPoolEndpointWebExtension pgPoolEndpointWebExtension(
            PgPoolEndpoint endpoint, PgPoolEndpointProperties properties) {
        return new PgPoolEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
    }
}
