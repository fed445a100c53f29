package io.pgnative.spring.boot.actuate.autoconfigure;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when there is a client, also where each is a candidate only for those who name it, which the conditions of
 * Boot pass over.
 */
class OnPgClientCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("PostgreSQL client");
        List<String> clients = PgClientBeans.namesIn(Objects.requireNonNull(context.getBeanFactory()));
        return clients.isEmpty()
                ? ConditionOutcome.noMatch(message.didNotFind("any beans").atAll())
                : ConditionOutcome.match(message.found("bean", "beans").items(clients));
    }
}
