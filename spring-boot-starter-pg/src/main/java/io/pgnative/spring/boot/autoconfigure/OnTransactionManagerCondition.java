package io.pgnative.spring.boot.autoconfigure;

import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.transaction.TransactionManager;

/** Matches when there is a transaction manager, also where each is meant by its name only. */
class OnTransactionManagerCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Transaction manager");
        String[] managers = Objects.requireNonNull(context.getBeanFactory())
                .getBeanNamesForType(TransactionManager.class, true, false);
        return managers.length == 0
                ? ConditionOutcome.noMatch(message.didNotFind("any beans").atAll())
                : ConditionOutcome.match(message.found("bean", "beans").items((Object[]) managers));
    }
}
