package io.pgnative.spring.boot.autoconfigure;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What {@code json} and {@code jsonb} are mapped with: the application's own JSON mapper, if there is one. */
abstract class PgJsonConfigurations {

    private PgJsonConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnSingleCandidate(JsonMapper.class)
    @Conditional(OnNoSharedPgJsonCondition.class)
    static class Jackson {

        @Bean
        JacksonPgJson jacksonPgJson(JsonMapper mapper) {
            return new JacksonPgJson(mapper);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObjectMapper.class)
    @ConditionalOnSingleCandidate(ObjectMapper.class)
    @ConditionalOnMissingBean(type = "tools.jackson.databind.json.JsonMapper")
    @Conditional(OnNoSharedPgJsonCondition.class)
    static class Jackson2 {

        @Bean
        Jackson2PgJson jackson2PgJson(ObjectMapper mapper) {
            return new Jackson2PgJson(mapper);
        }
    }
}
