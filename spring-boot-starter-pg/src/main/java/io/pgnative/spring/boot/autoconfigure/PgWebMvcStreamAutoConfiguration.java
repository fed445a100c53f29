package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.web.StreamedJsonArrays;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import reactor.core.publisher.Flux;

/** Has Spring MVC write streams as JSON arrays while they are read. */
@AutoConfiguration
@ConditionalOnClass({PgClient.class, WebMvcConfigurer.class, Flux.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "spring.pgnative.web.stream-json-arrays", matchIfMissing = true)
public final class PgWebMvcStreamAutoConfiguration {

    PgWebMvcStreamAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static StreamedJsonArrays pgStreamedJsonArrays(ApplicationContext context) {
        return new StreamedJsonArrays(context);
    }
}
