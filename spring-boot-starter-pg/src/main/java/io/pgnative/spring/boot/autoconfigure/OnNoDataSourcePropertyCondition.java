package io.pgnative.spring.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when no property says where the database of JDBC is. */
class OnNoDataSourcePropertyCondition extends SpringBootCondition {

    /** Those that may say it. */
    static final List<String> PROPERTIES = List.of(
            "spring.datasource.url",
            "spring.datasource.jndi-name",
            "spring.datasource.hikari.jdbc-url",
            "spring.datasource.hikari.data-source-class-name",
            "spring.datasource.xa.data-source-class-name");

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("JDBC location");
        Environment environment = context.getEnvironment();
        for (String property : PROPERTIES) {
            if (SetProperties.contain(environment, property)) {
                return ConditionOutcome.noMatch(message.foundExactly(property));
            }
        }
        return ConditionOutcome.match(
                message.didNotFind("property", "properties").items(PROPERTIES));
    }
}
