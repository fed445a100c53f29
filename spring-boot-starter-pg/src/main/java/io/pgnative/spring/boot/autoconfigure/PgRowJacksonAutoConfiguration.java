package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.spring.boot.web.PgRowModule;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JacksonModule;

/** Has the application's Jackson 3 mapper write {@link Row} and {@link Rows} as JSON objects. */
@AutoConfiguration(beforeName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({Row.class, JacksonModule.class})
public final class PgRowJacksonAutoConfiguration {

    PgRowJacksonAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PgRowModule pgRowModule() {
        return new PgRowModule();
    }
}
