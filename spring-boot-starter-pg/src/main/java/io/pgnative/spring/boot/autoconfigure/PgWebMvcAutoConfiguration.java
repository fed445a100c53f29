package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.web.FutureReturnValueHandler;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets Spring MVC controllers return futures of Vert.x. */
@AutoConfiguration
@ConditionalOnClass({PgClient.class, WebMvcConfigurer.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "spring.pgnative.web.future-support", matchIfMissing = true)
public final class PgWebMvcAutoConfiguration {

    PgWebMvcAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "pgFutureWebMvcConfigurer")
    WebMvcConfigurer pgFutureWebMvcConfigurer() {
        return new WebMvcConfigurer() {

            @Override
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(new FutureReturnValueHandler());
            }
        };
    }
}
