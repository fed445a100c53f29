package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.web.FutureAdapterRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import reactor.core.publisher.Mono;

/** Lets WebFlux controllers return futures of Vert.x. */
@AutoConfiguration
@ConditionalOnClass({PgClient.class, WebFluxConfigurer.class, Mono.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "spring.pgnative.web.future-support", matchIfMissing = true)
public final class PgWebFluxAutoConfiguration {

    PgWebFluxAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static FutureAdapterRegistrar pgFutureAdapterRegistrar() {
        return new FutureAdapterRegistrar();
    }
}
