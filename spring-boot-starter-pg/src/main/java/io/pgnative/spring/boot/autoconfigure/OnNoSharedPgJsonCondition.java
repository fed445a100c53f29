package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgJson;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when the application has no {@link PgJson} of its own, apart from those of single clients. */
class OnNoSharedPgJsonCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("PgJson for all clients");
        List<String> found =
                SharedPgJson.candidates(Objects.requireNonNull(context.getBeanFactory()), context.getEnvironment());
        return found.isEmpty()
                ? ConditionOutcome.match(message.didNotFind("any beans").atAll())
                : ConditionOutcome.noMatch(message.found("bean", "beans").items(found));
    }
}
